"""Two sign-ups from one phone: a task is about the one that it came from, at the house of that one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.db.queries.cases import Case
from bot.services.loop import relay, tasks
from bot.services.rights import correcting
from tests.support.building import Rig
from tests.support.loop import case_now, newest_case, submitted_by_a_helper, submitted_case
from tests.support.offering import scene
from tests.support.signups import sign_up
from tests.support.staffing import press


async def two_cases(rig: Rig, *, by_helper: bool = False) -> tuple[Case, Case]:
    """A learner, and the neighbour whom she signed up later from the same phone, at another house."""
    first = await submitted_case(rig)
    await rig.taps("done another yes")
    await sign_up(rig, name="Buur", keypad="7511")
    second = await newest_case(rig)
    await rig.run("UPDATE intake SET by_helper = :by WHERE id = :id", by=by_helper, id=second.intake_id)
    assert first.id != second.id
    assert first.taalhuis_id != second.taalhuis_id
    return first, await case_now(rig, second.id)


async def asked_about(rig: Rig) -> list[tuple[object, ...]]:
    """(step, referral, house) of each open task."""
    found = await rig.rows(
        "SELECT step, referral_id, taalhuis_id FROM task WHERE done_at IS NULL ORDER BY id"
    )
    return [tuple(row) for row in found]


async def sad(rig: Rig, case: Case) -> None:
    """After a bad first talk."""
    await press(rig, "wantp", case.id, address="7")


async def writes(rig: Rig, case: Case) -> None:
    """To a house of whose staff nobody can be reached."""
    async with scene(rig) as at:
        await relay.from_learner(at, case, "Dag, wanneer kan ik komen?")


async def corrects(rig: Rig, case: Case) -> None:
    """Something is wrong that only staff can put right."""
    async with scene(rig) as at:
        await correcting.ask_staff(at, case, "Ik heet anders.")


ASKS: dict[str, Callable[[Rig, Case], Awaitable[None]]] = {
    "feeling": sad,
    relay.KIND: writes,
    correcting.STEP: corrects,
}


@pytest.mark.parametrize("step", list(ASKS))
async def test_a_wish_for_a_person_is_about_the_sign_up_that_it_came_from(rig: Rig, step: str) -> None:
    first, _neighbour = await two_cases(rig)
    await ASKS[step](rig, first)
    await ASKS[step](rig, first)

    assert await asked_about(rig) == [(step, first.id, first.taalhuis_id)]


async def test_each_reason_to_talk_about_a_sign_up_is_a_task_of_its_own(rig: Rig) -> None:
    first, _neighbour = await two_cases(rig)
    await sad(rig, first)
    await writes(rig, first)

    assert [step for step, *_ in await asked_about(rig)] == ["feeling", relay.KIND]


async def test_who_blocks_us_is_telephoned_about_each_of_their_own_sign_ups(rig: Rig) -> None:
    first, second = await two_cases(rig)
    await rig.take(replace(rig.inbound(None), gone=True))

    assert await asked_about(rig) == [
        ("blocked", first.id, first.taalhuis_id),
        ("blocked", second.id, second.taalhuis_id),
    ]
    await rig.start()
    assert await asked_about(rig) == []


async def test_nobody_is_telephoned_because_their_helper_blocked_us(rig: Rig) -> None:
    await submitted_by_a_helper(rig)
    await rig.take(replace(rig.inbound(None), gone=True))

    assert await asked_about(rig) == []


async def test_asking_for_a_person_as_such_is_about_ones_own_sign_up(rig: Rig) -> None:
    first, _of_another = await two_cases(rig, by_helper=True)
    await rig.taps("done person")

    assert [about for _, *about in await asked_about(rig)] == [[first.id, first.taalhuis_id]]


async def test_a_sign_up_without_a_house_is_what_a_person_has_to_look_at(rig: Rig) -> None:
    _own, of_another = await two_cases(rig, by_helper=True)
    await rig.run("UPDATE referral SET taalhuis_id = NULL WHERE id = :id", id=of_another.id)
    async with scene(rig) as at:
        await tasks.person_asked(at.connection, of_another.chat_id, at.now, step="goodbye")

    assert await asked_about(rig) == [("goodbye", of_another.id, None)]
