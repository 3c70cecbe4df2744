"""The day before which a learner hears more is kept, also when nobody does anything; on both databases."""

from __future__ import annotations

from bot.services.loop import promises
from flows.model import Day, Prompt
from tests.support.building import Rig, keys_of
from tests.support.loop import (
    cards,
    case_now,
    make_staff,
    make_volunteer,
    submitted_by_a_helper,
    submitted_case,
    tap_card,
)
from tests.support.meetings import LEARNER, go_to, press
from tests.support.offering import accepted_case, scene

LONGER = "news.longer"
# Sent on Wednesday 3 June, noon: the house has until Monday, so the learner hears more on Friday.
FRIDAY, NEXT_THURSDAY = "2026-06-05T17:00", "2026-06-11T17:00"


async def until(rig: Rig, *walls: str) -> None:
    """Let what falls due until then happen, in the order in which it does."""
    for wall in walls:
        go_to(rig, wall)
        await rig.due()


def told(rig: Rig) -> list[Prompt]:
    """What the learner heard about time that passes, the first one first."""
    newest_first = [envelope.prompt for envelope in cards(rig, LEARNER)]
    return [prompt for prompt in reversed(newest_first) if LONGER in keys_of(prompt)]


def _day(prompt: Prompt) -> str:
    day = prompt.lines[-1].params["day"]
    assert isinstance(day, Day)
    return day.day


async def test_who_hears_nothing_is_told_before_the_promised_day_that_it_takes_longer(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)

    await until(rig, "2026-06-05T16:59")
    assert told(rig) == []

    await until(rig, FRIDAY)
    assert [_day(prompt) for prompt in told(rig)] == ["2026-06-12"]


async def test_the_new_day_is_kept_as_well_for_as_long_as_it_lasts(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)

    await until(rig, FRIDAY, NEXT_THURSDAY, "2026-06-17T16:59")

    assert [_day(prompt) for prompt in told(rig)] == ["2026-06-12", "2026-06-18"]


async def test_where_it_stands_names_the_day_that_was_told_last(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await until(rig, FRIDAY)
    go_to(rig, "2026-06-09T12:00")

    async with scene(rig) as at:
        assert await promises.told_last(at, await case_now(rig, case.id)) == Day("2026-06-12")


async def test_a_search_for_somebody_that_takes_long_is_told(rig: Rig) -> None:
    await accepted_case(rig)
    case_id = (await rig.rows("SELECT id FROM referral"))[0][0]
    async with scene(rig) as at:
        await promises.of_search(at, await case_now(rig, case_id))

    await until(rig, FRIDAY, "2026-06-09T16:59")
    assert told(rig) == []
    await until(rig, "2026-06-09T17:00")
    assert len(told(rig)) == 1


async def test_who_is_helped_by_somebody_hears_of_that_and_no_more(rig: Rig) -> None:
    await make_staff(rig)
    await make_volunteer(rig)
    await rig.run("UPDATE taalhuis SET auto_accept = :yes", yes=True)
    await submitted_case(rig)
    await rig.due()
    await tap_card(rig, "take", "anna")

    await until(rig, FRIDAY, NEXT_THURSDAY)

    assert told(rig) == []


async def test_who_took_it_back_hears_nothing(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, LEARNER, "wd", case.id)
    await press(rig, LEARNER, "wdy", case.id)

    await until(rig, FRIDAY)

    assert told(rig) == []


async def test_a_helper_hears_nothing_of_it(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_by_a_helper(rig)

    await until(rig, FRIDAY, NEXT_THURSDAY)

    assert told(rig) == []


async def test_after_a_standstill_it_is_told_in_the_morning(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)

    await until(rig, "2026-06-05T22:30")
    assert told(rig) == []
    await until(rig, "2026-06-06T09:00")
    assert len(told(rig)) == 1
