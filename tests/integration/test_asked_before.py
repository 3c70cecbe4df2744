"""Somebody wants a person before they sent a sign-up: nothing is promised that nobody can do, and the house
hears of it with the sign-up.
"""

from __future__ import annotations

import pytest

from flows.replies import Command, Silence
from tests.support.building import Rig, keys_of
from tests.support.loop import make_staff
from tests.support.signups import sign_up
from tests.support.staffing import kinds, later, told

PROMISES = {"general.person.taalhuis", "general.person.calls"}


def said(rig: Rig, address: str = "7") -> set[str]:
    return {key for prompt in told(rig, address) for key in keys_of(prompt)}


async def ask_for_a_person(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl start yes person")


async def test_before_the_sign_up_is_sent_nobody_is_promised(rig: Rig) -> None:
    await make_staff(rig)
    await ask_for_a_person(rig)

    assert not said(rig) & PROMISES
    assert "general.person.library" in said(rig)
    assert await rig.rows("SELECT kind, step, taalhuis_id FROM task") == [("person_asked", "for_whom", None)]


async def test_with_the_sign_up_the_house_hears_who_asked_for_a_person(rig: Rig) -> None:
    await make_staff(rig)
    await ask_for_a_person(rig)
    await sign_up(rig)
    await later(rig, minutes=11)

    assert kinds(told(rig, "staff")[-1]) == {"new": 1, "person_asked": 1}
    assert await rig.rows(
        "SELECT t.step, t.taalhuis_id = r.taalhuis_id FROM task t JOIN referral r ON r.id = t.referral_id"
    ) == [("for_whom", True)]
    await rig.hear(Command("taken"), address="staff")
    assert {"staff.task.person_asked", "staff.task.phone"} <= set(keys_of(told(rig, "staff")[-1]))
    await rig.taps("done person")
    assert "general.person.taalhuis" in said(rig)
    assert await rig.rows("SELECT count(*) FROM task") == [(1,)]


async def test_a_house_that_accepts_by_itself_hears_it_too(rig: Rig) -> None:
    await make_staff(rig)
    await rig.run("UPDATE taalhuis SET auto_accept = :yes", yes=True)
    await ask_for_a_person(rig)
    await sign_up(rig)
    await later(rig, minutes=11)

    assert kinds(told(rig, "staff")[-1])["person_asked"] == 1


@pytest.mark.parametrize("way", ["stopped", "expired"])
async def test_the_question_goes_with_the_draft(rig: Rig, way: str) -> None:
    await ask_for_a_person(rig)
    before = await rig.rows("SELECT count(*) FROM task")
    if way == "stopped":
        await rig.taps("stop erase")
    else:
        await rig.hear(Silence(7))

    assert before == [(1,)]
    assert await rig.rows("SELECT count(*) FROM task") == [(0,)]
