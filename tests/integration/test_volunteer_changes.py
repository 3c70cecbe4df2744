"""What was planned and said with a volunteer who does not have the learner any more; on both databases."""

from __future__ import annotations

from icalendar import Calendar

from bot.services.loop import members, offers
from bot.services.loop.review import let_go
from flows.cards.calendar import stamp
from flows.model import Document, Name
from tests.support.building import Rig
from tests.support.loop import OTHER_HOUSE, case_now, make_staff, make_volunteer, tap_card
from tests.support.meetings import (
    LEARNER,
    THURSDAY,
    VOLUNTEER,
    appointment_of,
    files,
    go_to,
    last_with,
    matched_case,
    planned_case,
    press,
    said,
)
from tests.support.offering import heard, member_now, scene

OFF = "news.cancelled"
OFF_FOR_MEMBER = "volunteer.appointment.cancelled"
CANNOT = "volunteer.appointment.cannot"


async def give_back(rig: Rig, referral_id: int) -> None:
    """Anna has no time any more."""
    await press(rig, VOLUNTEER, "back", referral_id, "no_time")
    await rig.due()


async def reassign(rig: Rig, referral_id: int) -> None:
    """Staff give Anna's learner to Bram."""
    sanne, bram = await make_staff(rig), await make_volunteer(rig, address="bram", name="Bram")
    async with scene(rig) as at:
        assert await offers.assign(at, await case_now(rig, referral_id), bram, sanne)
    await rig.due()


def state_of(document: Document | None) -> str:
    """What a calendar file does with its one entry."""
    assert document is not None
    (event,) = Calendar.from_ical(document.content).events
    return str(event["status"])


async def missed(rig: Rig) -> int:
    """The learner did not come to Anna, and can ask for another appointment; returns the case."""
    case = await planned_case(rig, THURSDAY)
    go_to(rig, "2026-06-04T12:00")
    await rig.due()
    await tap_card(rig, "volunteer.after.no_show", VOLUNTEER)
    await rig.due()
    return case.id


# ── What was planned ───────────────────────────────────────────────────────────────────────────────────────


async def test_who_gives_a_learner_back_leaves_them_no_appointment_that_is_off(rig: Rig) -> None:
    case = await planned_case(rig)
    await give_back(rig, case.id)

    assert said(rig, LEARNER)[-2:] == [OFF, "news.changed"]
    assert state_of(last_with(rig, LEARNER, OFF).document) == "CANCELLED"
    assert OFF_FOR_MEMBER not in said(rig, VOLUNTEER)
    assert (await appointment_of(rig, case)).status == "cancelled"


async def test_when_staff_give_a_learner_to_another_both_hear_that_the_appointment_is_off(rig: Rig) -> None:
    case = await planned_case(rig)
    await reassign(rig, case.id)

    assert said(rig, LEARNER)[-2:] == [OFF, "news.matched.new.call"]
    assert said(rig, VOLUNTEER)[-2:] == [OFF_FOR_MEMBER, "volunteer.taken_over"]
    assert [state_of(files(rig, who)[-1]) for who in (LEARNER, VOLUNTEER)] == ["CANCELLED"] * 2
    assert files(rig, "bram") == []


async def test_what_is_off_in_the_morning_is_told_in_the_night_before(rig: Rig) -> None:
    case = await planned_case(rig, "2026-06-05T10:00")
    go_to(rig, "2026-06-04T23:00")
    await give_back(rig, case.id)

    assert said(rig, LEARNER)[-1] == OFF


async def test_who_cannot_be_told_that_it_is_off_is_telephoned(rig: Rig) -> None:
    case = await matched_case(rig, by_a_helper=True)
    await press(rig, VOLUNTEER, "pagr", case.id, stamp(THURSDAY))
    await give_back(rig, case.id)

    assert heard(rig, LEARNER) == []
    assert await rig.rows("SELECT kind, step, referral_id FROM task") == [
        ("telephone", "appointment_off", case.id)
    ]


async def test_nobody_hears_that_a_talk_is_off_that_was_held(rig: Rig) -> None:
    case = await planned_case(rig, THURSDAY)
    go_to(rig, "2026-06-04T15:00")
    await give_back(rig, case.id)

    assert OFF not in said(rig, LEARNER)
    assert said(rig, LEARNER)[-1] == "news.changed"


async def test_when_the_lessons_end_the_next_appointment_is_off(rig: Rig) -> None:
    case = await planned_case(rig)
    await rig.run("UPDATE referral SET status = 'ongoing' WHERE id = :id", id=case.id)
    await press(rig, VOLUNTEER, "done", case.id, "goal_reached")
    await rig.due()

    assert said(rig, LEARNER)[-2:] == [OFF, "news.finished.well"]
    assert state_of(files(rig, LEARNER)[-1]) == "CANCELLED"
    assert OFF_FOR_MEMBER not in said(rig, VOLUNTEER)


# ── Planning again after a no-show ─────────────────────────────────────────────────────────────────────────


async def test_planning_again_is_asked_of_whoever_has_the_learner_now(rig: Rig) -> None:
    referral_id = await missed(rig)
    await reassign(rig, referral_id)
    await tap_card(rig, "again", LEARNER)
    await rig.due()

    assert "volunteer.after.again" not in said(rig, VOLUNTEER)
    assert said(rig, "bram")[-1] == "volunteer.after.again"
    answer = last_with(rig, LEARNER, "appointment.again").lines[0]
    assert answer.params["name"] == Name("Bram")


async def test_planning_again_is_asked_of_nobody_while_nobody_has_the_learner(rig: Rig) -> None:
    referral_id = await missed(rig)
    await give_back(rig, referral_id)
    await tap_card(rig, "again", LEARNER)
    await rig.due()

    assert "volunteer.after.again" not in said(rig, VOLUNTEER)
    assert "appointment.again" not in said(rig, LEARNER)
    assert (await appointment_of(rig, await case_now(rig, referral_id))).learner_says == ""


# ── What waits for the morning ─────────────────────────────────────────────────────────────────────────────


async def at_night(rig: Rig) -> int:
    """After eight the learner said that they cannot come, which Anna hears in the morning; the case."""
    case = await planned_case(rig)
    go_to(rig, "2026-06-03T20:30")
    await press(rig, LEARNER, "cannot", (row := await appointment_of(rig, case)).id, row.sequence)
    await rig.due()
    assert CANNOT not in said(rig, VOLUNTEER)
    return case.id


async def in_the_morning(rig: Rig) -> list[str]:
    """What Anna reads from nine."""
    before = len(said(rig, VOLUNTEER))
    go_to(rig, "2026-06-04T09:00")
    await rig.due()
    return said(rig, VOLUNTEER)[before:]


async def test_the_morning_tells_a_volunteer_of_a_learner_who_is_theirs(rig: Rig) -> None:
    await at_night(rig)

    assert await in_the_morning(rig) == [CANNOT]


async def test_who_gave_a_learner_back_in_the_evening_reads_nothing_of_them_in_the_morning(rig: Rig) -> None:
    await give_back(rig, await at_night(rig))

    assert await in_the_morning(rig) == []


async def test_who_lost_a_learner_in_the_evening_reads_in_the_morning_only_that(rig: Rig) -> None:
    await reassign(rig, await at_night(rig))

    assert await in_the_morning(rig) == ["volunteer.taken_over"]


async def test_after_a_transfer_the_volunteer_of_the_old_house_reads_only_that(rig: Rig) -> None:
    referral_id = await at_night(rig)
    sanne = await make_staff(rig)
    async with scene(rig) as at:
        await let_go(at, await case_now(rig, referral_id), by=sanne.role, why="changed_by_staff")

    assert await in_the_morning(rig) == ["volunteer.case.let_go"]


async def test_who_leaves_one_house_reads_nothing_of_it_also_with_a_role_elsewhere(rig: Rig) -> None:
    referral_id = await at_night(rig)
    anna = await member_now(rig, (await case_now(rig, referral_id)).volunteer_id or 0)
    await make_volunteer(rig, OTHER_HOUSE, address=VOLUNTEER)
    await rig.run("UPDATE referral SET status = 'finished' WHERE id = :id", id=referral_id)
    async with scene(rig) as at:
        assert await members.end(at, anna)

    assert await in_the_morning(rig) == []


async def test_who_leaves_another_house_reads_what_waits_about_this_one(rig: Rig) -> None:
    await at_night(rig)
    elsewhere = await make_volunteer(rig, OTHER_HOUSE, address=VOLUNTEER)
    async with scene(rig) as at:
        assert await members.end(at, elsewhere)

    assert await in_the_morning(rig) == [CANNOT]
