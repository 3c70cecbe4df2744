"""What staff have to do or to read outlives what becomes of the sign-up meanwhile: they hear of it anyhow."""

from __future__ import annotations

from dataclasses import replace

from bot.db.queries import waiting
from flows.replies import Command, Typed
from tests.support.building import Rig, keys_of
from tests.support.helped import helped_case
from tests.support.loop import (
    OTHER_HOUSE,
    house_id,
    make_staff,
    make_volunteer,
    submitted_by_a_helper,
    submitted_case,
    tap_card,
)
from tests.support.meetings import MONDAY
from tests.support.offering import accepted_case, alerts, asked_case, begin
from tests.support.staffing import kinds, later, press, status, told


async def test_somebody_to_telephone_is_told_of_though_a_volunteer_says_yes_meanwhile(rig: Rig) -> None:
    await make_staff(rig)
    await make_volunteer(rig)
    case = await asked_case(rig)
    await rig.take(replace(rig.inbound(None), gone=True))
    await tap_card(rig, "take", "anna")
    await later(rig, minutes=11)

    assert await status(rig, case.id) == "matched"
    assert kinds(told(rig, "staff")[-1]) == {"unreachable": 1}


async def test_what_a_learner_answered_is_told_though_a_volunteer_says_yes_meanwhile(rig: Rig) -> None:
    await make_staff(rig)
    await make_volunteer(rig)
    case = await submitted_case(rig)
    await press(rig, "ask", case.id)
    await rig.hear(Typed("Kunt u ook op dinsdag?"), address="staff")
    await press(rig, "inacc", case.id)
    await rig.due()
    await tap_card(rig, "answer", "7")
    await rig.hear(Typed("Ja, dat kan."), address="7")
    await tap_card(rig, "take", "anna")
    await later(rig, minutes=11)

    assert await status(rig, case.id) == "matched"
    assert kinds(told(rig, "staff")[-1]) == {"answer": 1}
    await press(rig, "intake", case.id)
    assert await alerts(rig, case) == []


async def test_a_house_that_accepts_by_itself_hears_whom_it_has_to_telephone(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, OTHER_HOUSE, address="there", name="Teun")
    there = await house_id(rig, OTHER_HOUSE)
    await rig.run("UPDATE taalhuis SET auto_accept = :yes WHERE id = :id", yes=True, id=there)
    case = await submitted_by_a_helper(rig)
    await press(rig, "move", case.id, there)
    await later(rig, minutes=11)

    assert await status(rig, case.id) == "accepted"
    assert kinds(told(rig, "there")[-1]) == {"exhausted": 1, "unreachable": 1}


async def test_what_was_to_be_done_goes_along_to_the_other_house_which_hears_of_it(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, OTHER_HOUSE, address="there", name="Teun")
    there = await house_id(rig, OTHER_HOUSE)
    case = await submitted_case(rig)
    await rig.taps("done person")
    await later(rig, minutes=11)
    await press(rig, "move", case.id, there)
    before = len(told(rig, "staff"))
    await later(rig, minutes=11)

    assert kinds(told(rig, "there")[-1]) == {"moved_in": 1, "person_asked": 1}
    assert len(told(rig, "staff")) == before
    await rig.hear(Command("taken"), address="there")
    await tap_card(rig, "tdone", "there")
    assert await alerts(rig, case) == ["moved_in"]


async def test_an_appointment_that_is_off_and_what_comes_instead_are_two_things_to_tell(rig: Rig) -> None:
    await make_staff(rig)
    case = await helped_case(rig, by_a_helper=True)
    await plan(rig, case.id)
    await press(rig, "wl", case.id, "full")
    await later(rig, minutes=11)

    assert await rig.rows("SELECT step FROM task ORDER BY id") == [("appointment_off",), ("waiting",)]
    assert kinds(told(rig, "staff")[-1]) == {"unreachable": 2}
    await rig.hear(Command("taken"), address="staff")
    shown = keys_of(told(rig, "staff")[-1])
    assert shown.index("staff.task.why.appointment_off") < shown.index("staff.task.why.waiting")


async def plan(rig: Rig, referral: int) -> None:
    """Anna and the learner meet on Monday."""
    await rig.run(
        "INSERT INTO appointment (referral_id, taalhuis_id, member_id, uid, status, moments, wall_at, zone,"
        " starts_at, minutes, made_at, updated_at) SELECT id, taalhuis_id, volunteer_id, 'u@x', 'planned',"
        " '[]', :wall, 'Europe/Amsterdam', :at, 60, :now, :now FROM referral WHERE id = :referral",
        referral=referral,
        wall=MONDAY,
        at=rig.moment(seconds=5 * 86400),
        now=rig.moment(),
    )


async def test_who_waits_for_a_person_counts_among_the_tasks_and_not_as_one_for_whom_nobody_is_found(
    rig: Rig,
) -> None:
    await make_staff(rig)
    await make_volunteer(rig)
    case = await accepted_case(rig)
    await rig.taps("done person")

    async with rig.database.reading() as connection:
        assert (await waiting.sign_ups(connection)).count == 0
        assert (await waiting.open_tasks(connection)).count == 1
    assert await begin(rig, case)
    assert await alerts(rig, case) == ["person_asked"]
