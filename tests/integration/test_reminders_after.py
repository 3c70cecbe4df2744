"""What is asked after an appointment, and what follows from the answers; on both databases."""

from __future__ import annotations

from bot.domain.referral_status import ReferralStatus
from flows.cards.calendar import stamp
from tests.support.building import Rig, keys_of
from tests.support.loop import card, case_now, find_button, make_staff, tap_card
from tests.support.meetings import (
    LEARNER,
    THURSDAY,
    TUESDAY,
    VOLUNTEER,
    appointment_of,
    go_to,
    let_time_pass,
    planned_case,
    press,
    said,
)


async def after(rig: Rig, wall: str = THURSDAY) -> int:
    """Two hours after an appointment that was planned; returns the case."""
    case = await planned_case(rig, wall)
    go_to(rig, f"{wall[:11]}{int(wall[11:13]) + 2:02}:00")
    await rig.due()
    return case.id


async def came(rig: Rig) -> int:
    """The same, and the volunteer said that the learner was there."""
    case_id = await after(rig)
    await tap_card(rig, "volunteer.after.came", VOLUNTEER)
    await rig.due()
    return case_id


async def test_an_hour_after_the_end_the_volunteer_is_asked_and_then_who_was_there(rig: Rig) -> None:
    await after(rig)
    assert keys_of(card(rig, VOLUNTEER)) == ["volunteer.after.ask"]
    assert "after.ask" not in said(rig, LEARNER)

    await tap_card(rig, "volunteer.after.came", VOLUNTEER)
    await rig.due()
    assert keys_of(card(rig, LEARNER)) == ["after.ask"]


async def test_when_the_volunteer_says_nothing_for_a_day_the_learner_is_asked_all_the_same(rig: Rig) -> None:
    await after(rig)
    await let_time_pass(rig, "2026-06-05T20:00")

    assert said(rig, LEARNER).count("after.ask") == 1


async def test_who_was_not_there_is_not_asked_how_it_was(rig: Rig) -> None:
    await after(rig)
    await tap_card(rig, "volunteer.after.no_show", VOLUNTEER)
    await let_time_pass(rig, "2026-06-05T20:00")

    assert "after.ask" not in said(rig, LEARNER)


async def test_who_came_has_done_the_intake(rig: Rig) -> None:
    case_id = await after(rig)
    await tap_card(rig, "volunteer.after.came", VOLUNTEER)

    case = await case_now(rig, case_id)
    assert case.status == ReferralStatus.INTAKE_DONE
    assert (await appointment_of(rig, case)).outcome == "came"
    receipt = await press(rig, VOLUNTEER, "out", (await appointment_of(rig, case)).id, "no_show")
    assert receipt.toast is not None
    assert (await appointment_of(rig, case)).outcome == "came"


async def test_a_smile_is_thanked_and_the_first_counts(rig: Rig) -> None:
    case_id = await came(rig)
    await tap_card(rig, "after.good", LEARNER)
    row = await appointment_of(rig, await case_now(rig, case_id))
    await press(rig, LEARNER, "feel", row.id, 0)

    assert keys_of(card(rig, LEARNER)) == ["after.thanks"]
    assert (await appointment_of(rig, await case_now(rig, case_id))).feeling == 2


async def test_a_sad_face_is_offered_a_person(rig: Rig) -> None:
    await came(rig)
    await tap_card(rig, "after.not_good", LEARNER)
    await tap_card(rig, "wantp", LEARNER)

    assert keys_of(card(rig, LEARNER)) == ["after.person.done"]
    assert await rig.rows("SELECT kind, step FROM task") == [("person_asked", "feeling")]


async def test_who_did_not_come_gets_one_kind_message_and_can_plan_again(rig: Rig) -> None:
    case_id = await after(rig)
    await tap_card(rig, "volunteer.after.no_show", VOLUNTEER)
    await rig.due()
    assert (await case_now(rig, case_id)).status == ReferralStatus.MATCHED
    assert said(rig, LEARNER).count("after.missed") == 1

    await tap_card(rig, "again", LEARNER)
    await rig.due()
    assert keys_of(card(rig, LEARNER)) == ["appointment.again", "news.before"]
    assert said(rig, VOLUNTEER).count("volunteer.after.again") == 1
    row = await appointment_of(rig, await case_now(rig, case_id))
    await press(rig, LEARNER, "again", row.id)
    await rig.due()
    assert said(rig, VOLUNTEER).count("volunteer.after.again") == 1


async def test_staff_hear_of_the_second_time_that_somebody_did_not_come(rig: Rig) -> None:
    staff = await make_staff(rig)
    case_id = await after(rig)
    await tap_card(rig, "volunteer.after.no_show", VOLUNTEER)
    assert await _alerts(rig) == []

    await press(rig, VOLUNTEER, "pagr", case_id, stamp("2026-06-05T10:00"))
    go_to(rig, "2026-06-05T12:00")
    await rig.due()
    await tap_card(rig, "volunteer.after.no_show", VOLUNTEER)
    assert await _alerts(rig) == ["no_show"]
    assert staff.taalhuis_id


async def test_what_was_moved_outside_the_chat_gets_a_new_appointment(rig: Rig) -> None:
    case_id = await after(rig)
    await tap_card(rig, "volunteer.after.moved", VOLUNTEER)

    case = await case_now(rig, case_id)
    assert (case.status, (await appointment_of(rig, case)).outcome) == (ReferralStatus.MATCHED, "moved")
    assert keys_of(card(rig, VOLUNTEER))[0] == "volunteer.calendar.day"


async def test_nothing_can_be_said_of_what_has_not_been(rig: Rig) -> None:
    case = await planned_case(rig, TUESDAY)
    row = await appointment_of(rig, case)
    await press(rig, VOLUNTEER, "out", row.id, "came")

    assert keys_of(card(rig, VOLUNTEER)) == ["volunteer.after.not_yet"]
    assert (await appointment_of(rig, case)) == row


async def test_a_volunteer_who_says_nothing_is_asked_once_more_and_staff_hear_of_it(rig: Rig) -> None:
    await make_staff(rig)
    await after(rig)
    await let_time_pass(rig, "2026-06-05T20:00")

    assert said(rig, VOLUNTEER).count("volunteer.after.ask") == 2
    assert await _alerts(rig) == ["no_outcome"]
    assert find_button(rig, "out", VOLUNTEER)


async def test_late_after_a_standstill_the_first_question_is_still_the_first(rig: Rig) -> None:
    await make_staff(rig)
    await planned_case(rig, THURSDAY)
    for wall in ("2026-06-04T22:30", "2026-06-05T09:00", "2026-06-05T21:00"):
        go_to(rig, wall)
        await rig.due()
    assert said(rig, VOLUNTEER).count("volunteer.after.ask") == 1
    assert await _alerts(rig) == []

    go_to(rig, "2026-06-08T09:00")
    await rig.due()
    assert said(rig, VOLUNTEER).count("volunteer.after.ask") == 2
    assert await _alerts(rig) == ["no_outcome"]


async def test_after_days_of_standstill_the_second_question_does_not_follow_at_once(rig: Rig) -> None:
    await make_staff(rig)
    await planned_case(rig, THURSDAY)
    go_to(rig, "2026-06-09T12:00")
    await rig.due()

    assert said(rig, VOLUNTEER).count("volunteer.after.ask") == 1
    assert await _alerts(rig) == []


async def _alerts(rig: Rig) -> list[str]:
    return [
        str(kind)
        for (kind,) in await rig.rows("SELECT kind FROM alert WHERE kind IN ('no_show', 'no_outcome')")
    ]
