"""Reminders to learner and volunteer; on both databases."""

from __future__ import annotations

import pytest

from bot.domain.referral_status import ReferralStatus
from flows.cards.calendar import stamp
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.loop import card, case_now, tap_card
from tests.support.meetings import (
    LEARNER,
    MONDAY,
    TUESDAY,
    VOLUNTEER,
    appointment_of,
    at,
    go_to,
    last_with,
    let_time_pass,
    open_timers,
    planned_case,
    press,
    said,
)

LATER, TOMORROW, TODAY = "news.planned", "reminder.tomorrow", "reminder.today"


async def reminders(rig: Rig) -> list[str]:
    """Who is to be reminded when, as "d3 learner 2026-06-06T11:00"."""
    return [
        f"{kind} {who} {wall}"
        for key, wall in await open_timers(rig, "remind")
        for _, _, kind, _, who in (key.split(":"),)
    ]


async def test_both_are_reminded_three_days_one_day_and_two_hours_before(rig: Rig) -> None:
    await planned_case(rig, TUESDAY)

    walls = {"d3": "2026-06-06T14:30", "d1": "2026-06-08T14:30", "h2": "2026-06-09T12:30"}
    expected = [f"{kind} {who} {wall}" for kind, wall in walls.items() for who in ("member", "learner")]
    assert await reminders(rig) == expected


async def test_each_reminder_is_said_once_and_says_which_day_it_is(rig: Rig) -> None:
    await planned_case(rig, TUESDAY)
    before = len(said(rig, LEARNER))
    await let_time_pass(rig, "2026-06-09T14:29")

    assert said(rig, LEARNER)[before:] == [LATER, TOMORROW, TODAY]
    kinds = [key for key in said(rig, VOLUNTEER) if key.startswith("volunteer.reminder")]
    assert kinds == ["volunteer.reminder.later", "volunteer.reminder.tomorrow", "volunteer.reminder.today"]
    assert last_with(rig, LEARNER, TODAY).venue is not None
    assert await reminders(rig) == []


async def test_an_appointment_made_shortly_before_has_what_remains(rig: Rig) -> None:
    await planned_case(rig, "2026-06-04T15:00")

    assert await reminders(rig) == [
        "d1 member 2026-06-03T15:00",
        "d1 learner 2026-06-03T15:00",
        "h2 member 2026-06-04T13:00",
        "h2 learner 2026-06-04T13:00",
    ]
    assert "news.planned" in said(rig, LEARNER)


async def test_an_appointment_within_two_hours_has_the_confirmation_alone(rig: Rig) -> None:
    await planned_case(rig, "2026-06-03T13:30")

    assert await reminders(rig) == []
    assert "news.planned" in said(rig, LEARNER)


async def test_after_a_standstill_only_the_reminder_that_still_makes_sense_is_said(rig: Rig) -> None:
    await planned_case(rig, TUESDAY)
    before = len(said(rig, LEARNER))
    go_to(rig, "2026-06-08T15:00")
    await rig.due()

    assert said(rig, LEARNER)[before:] == [TOMORROW]
    outcomes = await rig.rows(
        "SELECT outcome FROM timer WHERE kind = 'remind' AND done_at IS NOT NULL ORDER BY id"
    )
    assert sorted(outcome for (outcome,) in outcomes) == ["overtaken", "overtaken", "said", "said"]


async def test_a_reminder_whose_moment_has_passed_is_dropped(rig: Rig) -> None:
    await planned_case(rig, TUESDAY)
    before = len(said(rig, LEARNER))
    go_to(rig, "2026-06-09T14:30")
    await rig.due()

    assert said(rig, LEARNER)[before:] == []


async def test_a_reminder_that_comes_late_at_night_waits_for_the_morning(rig: Rig) -> None:
    await planned_case(rig, TUESDAY)
    before = len(said(rig, LEARNER))
    go_to(rig, "2026-06-06T23:00")
    await rig.due()
    assert said(rig, LEARNER)[before:] == []

    go_to(rig, "2026-06-07T09:00")
    await rig.due()
    assert said(rig, LEARNER)[before:] == [LATER]


async def test_the_reminder_on_the_day_itself_does_not_wait_for_a_humane_hour(rig: Rig) -> None:
    case = await planned_case(rig, MONDAY)
    row = await appointment_of(rig, case)
    await rig.run(
        "UPDATE appointment SET wall_at = '2026-06-08T08:00', starts_at = :starts WHERE id = :id",
        starts=_raw(rig, "2026-06-08T08:00"),
        id=row.id,
    )
    await rig.run("UPDATE timer SET due_at = :due WHERE key LIKE '%:h2:%'", due=_raw(rig, "2026-06-08T06:00"))
    go_to(rig, "2026-06-08T06:00")
    await rig.due()

    assert said(rig, LEARNER)[-1] == TODAY


def _raw(rig: Rig, wall: str) -> object:
    seconds = (at(wall) - rig.clock.now).total_seconds()
    return rig.moment(seconds=seconds)


async def test_who_says_to_come_is_not_forgotten_and_the_volunteer_sees_it(rig: Rig) -> None:
    case = await planned_case(rig, TUESDAY)
    go_to(rig, "2026-06-06T14:30")
    await rig.due()
    await tap_card(rig, "come", LEARNER)
    assert keys_of(card(rig, LEARNER)) == ["reminder.see_you", "news.planned", "news.place"]
    assert (await appointment_of(rig, case)).learner_says == "yes"

    go_to(rig, "2026-06-08T14:30")
    await rig.due()
    assert "volunteer.appointment.comes" in keys_of(card(rig, VOLUNTEER))
    receipt = await tap_card(rig, "come", LEARNER)
    assert receipt.toast is not None
    assert receipt.toast.key == "general.already_done"


async def test_who_cannot_come_says_so_on_the_reminder_and_no_more_come(rig: Rig) -> None:
    case = await planned_case(rig, TUESDAY)
    go_to(rig, "2026-06-06T14:30")
    await rig.due()
    await tap_card(rig, "cannot", LEARNER)
    await rig.due()
    assert (await case_now(rig, case.id)).status == ReferralStatus.MATCHED

    before = len(said(rig, LEARNER))
    await let_time_pass(rig, "2026-06-10T12:00")
    assert said(rig, LEARNER)[before:] == []


async def test_a_volunteer_who_cannot_be_there_moves_it_or_calls_it_off(rig: Rig) -> None:
    await planned_case(rig, TUESDAY)
    go_to(rig, "2026-06-06T14:30")
    await rig.due()
    await tap_card(rig, "vcannot", VOLUNTEER)

    assert {button.choice.split(":")[1] for button in buttons_of(card(rig, VOLUNTEER))} == {
        "pmove",
        "pcan",
        "prop",
    }


async def test_buttons_of_a_reminder_of_what_was_moved_do_nothing(rig: Rig) -> None:
    case = await planned_case(rig, TUESDAY)
    old = await appointment_of(rig, case)
    await press(rig, VOLUNTEER, "pmove", case.id)
    await press(rig, VOLUNTEER, "pagr", case.id, stamp("2026-06-10T11:00"))
    await rig.due()

    await press(rig, LEARNER, "cannot", old.id, old.sequence)
    await press(rig, LEARNER, "come", old.id, old.sequence)
    await press(rig, VOLUNTEER, "vcome", old.id, old.sequence)

    row = await appointment_of(rig, case)
    assert (row.status, row.wall_at, row.learner_says, row.member_says) == (
        "planned",
        "2026-06-10T11:00",
        "",
        "",
    )


async def test_moving_kills_the_old_reminders_and_sets_new_ones(rig: Rig) -> None:
    case = await planned_case(rig, TUESDAY)
    await press(rig, VOLUNTEER, "pagr", case.id, stamp("2026-06-12T11:00"))

    walls = {wall for line in await reminders(rig) for wall in (line.split()[2],)}
    assert walls == {"2026-06-09T11:00", "2026-06-11T11:00", "2026-06-12T09:00"}


@pytest.mark.parametrize(
    ("now", "wall", "due"),
    [
        # In the night to the last Sunday of March and October 2026 the clocks change.
        (
            "2026-03-24T12:00",
            "2026-03-30T11:00",
            ["2026-03-27T10:00Z", "2026-03-29T09:00Z", "2026-03-30T07:00Z"],
        ),
        (
            "2026-10-20T12:00",
            "2026-10-26T11:00",
            ["2026-10-23T09:00Z", "2026-10-25T10:00Z", "2026-10-26T08:00Z"],
        ),
    ],
)
async def test_eleven_stays_eleven_when_the_clocks_change(
    rig: Rig, now: str, wall: str, due: list[str]
) -> None:
    go_to(rig, now)
    await planned_case(rig, wall)

    found = await rig.rows(
        "SELECT due_at FROM timer WHERE kind = 'remind' AND key LIKE '%learner' ORDER BY due_at"
    )
    assert [f"{str(moment)[:16].replace(' ', 'T')}Z" for (moment,) in found] == due
