"""Reminders come 3 days, 1 day and 2 hours before, by the wall clock; only the last may be at night."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reminder_times import KINDS, follow_up_at, plan
from bot.domain.wall_time import resolve, written

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
any_wall = st.datetimes(datetime(2024, 1, 1), datetime(2036, 12, 31)).map(written)  # noqa: DTZ001
daytime_wall = any_wall.filter(lambda wall: "09:00" <= wall[-5:] < "20:00")


def at(wall: str) -> datetime:
    return resolve(wall, AMSTERDAM)


def walls(wall: str, now: datetime = LONG_AGO) -> dict[str, str]:
    return {reminder.kind: reminder.wall_at for reminder in plan(wall, AMSTERDAM, now)}


def utc_texts(wall: str) -> dict[str, str]:
    return {r.kind: r.due_at.strftime("%m-%d %H:%M") for r in plan(wall, AMSTERDAM, LONG_AGO)}


def test_by_day_the_reminders_come_at_the_time_of_the_appointment() -> None:
    assert walls("2026-06-03T14:30") == {
        "d3": "2026-05-31T14:30",
        "d1": "2026-06-02T14:30",
        "h2": "2026-06-03T12:30",
    }


@pytest.mark.parametrize(
    ("clock", "reminded"),
    [
        ("08:00", "10:00"),
        ("08:59", "10:00"),
        ("09:00", "09:00"),
        ("19:59", "19:59"),
        ("20:00", "10:00"),
        ("00:00", "10:00"),
    ],
)
def test_an_appointment_in_the_quiet_hours_is_announced_at_ten(clock: str, reminded: str) -> None:
    planned = walls(f"2026-06-03T{clock}")

    assert (planned["d3"], planned["d1"]) == (f"2026-05-31T{reminded}", f"2026-06-02T{reminded}")


def test_the_last_reminder_may_come_before_nine() -> None:
    assert walls("2026-06-03T08:00")["h2"] == "2026-06-03T06:00"


@pytest.mark.parametrize(("clock", "there"), [("00:00", False), ("01:59", False), ("02:00", True)])
def test_the_last_reminder_stays_on_the_day_itself(clock: str, there: bool) -> None:
    assert ("h2" in walls(f"2026-06-03T{clock}")) is there


# ── The two nights ─────────────────────────────────────────────────────────────────────────────────────────


def test_ten_stays_ten_when_the_clock_jumps_ahead_in_between() -> None:
    # Sunday 29 March 2026, 2:00 → 3:00: the days before are UTC+1, the day itself is UTC+2.
    assert utc_texts("2026-03-29T10:00") == {"d3": "03-26 09:00", "d1": "03-28 09:00", "h2": "03-29 06:00"}


def test_ten_stays_ten_when_the_clock_falls_back_in_between() -> None:
    # Sunday 25 October 2026, 3:00 → 2:00.
    assert utc_texts("2026-10-25T10:00") == {"d3": "10-22 08:00", "d1": "10-24 08:00", "h2": "10-25 07:00"}


def test_a_reminder_at_a_time_that_the_clock_skips_comes_right_after_the_jump() -> None:
    assert walls("2026-03-29T04:30")["h2"] == "2026-03-29T02:30"
    assert utc_texts("2026-03-29T04:30")["h2"] == "03-29 01:00"


def test_a_reminder_at_a_time_that_comes_twice_is_sent_at_the_first() -> None:
    assert utc_texts("2026-10-25T04:30")["h2"] == "10-25 00:30"


@pytest.mark.parametrize("wall", ["2026-03-29T02:30", "2026-10-25T02:30"])
def test_an_appointment_at_a_moment_that_is_none_or_two_still_has_its_reminders(wall: str) -> None:
    day = wall[:10]

    assert [r.kind for r in plan(wall, AMSTERDAM, LONG_AGO)] == ["d3", "d1", "h2"]
    assert walls(wall)["h2"] == f"{day}T00:30"


# ── Inside a window ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-05-31T14:29", ["d3", "d1", "h2"]),
        ("2026-05-31T14:30", ["d1", "h2"]),
        ("2026-06-02T14:30", ["h2"]),
        ("2026-06-03T12:29", ["h2"]),
        ("2026-06-03T12:30", []),
        ("2026-07-01T10:00", []),
    ],
)
def test_an_appointment_made_late_gets_the_reminders_that_remain(now: str, left: list[str]) -> None:
    assert list(walls("2026-06-03T14:30", at(now))) == left


@given(any_wall, any_wall)
def test_what_is_planned_later_is_always_the_tail_of_what_was_planned_before(wall: str, now: str) -> None:
    everything, rest = plan(wall, AMSTERDAM, LONG_AGO), plan(wall, AMSTERDAM, at(now))

    assert rest == everything[len(everything) - len(rest) :]
    assert all(reminder.due_at > at(now) for reminder in rest)


@given(any_wall)
def test_reminders_come_in_order_and_before_the_appointment(wall: str) -> None:
    planned = plan(wall, AMSTERDAM, LONG_AGO)
    due = [reminder.due_at for reminder in planned]

    assert [r.kind for r in planned] == [kind for kind in KINDS if kind in walls(wall)]
    assert due == sorted(due)
    assert due[-1] < at(wall)


@given(any_wall)
def test_only_the_last_reminder_may_fall_in_the_quiet_hours(wall: str) -> None:
    early = [r.due_at.astimezone(AMSTERDAM) for r in plan(wall, AMSTERDAM, LONG_AGO) if r.kind != "h2"]

    assert [moment for moment in early if not time(9) <= moment.time() < time(20)] == []


@given(daytime_wall)
def test_by_day_the_last_reminder_is_two_real_hours_before(wall: str) -> None:
    assert at(wall) - plan(wall, AMSTERDAM, LONG_AGO)[-1].due_at == timedelta(hours=2)


@given(any_wall)
def test_the_moment_of_a_reminder_can_be_found_again_from_its_wall_time(wall: str) -> None:
    assert [r for r in plan(wall, AMSTERDAM, LONG_AGO) if resolve(r.wall_at, AMSTERDAM) != r.due_at] == []


def test_what_is_no_wall_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no wall time"):
        plan("tomorrow", AMSTERDAM, LONG_AGO)


# ── Afterwards ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("wall", "minutes", "asked"),
    [
        ("2026-06-03T14:30", 60, "2026-06-03T16:30"),
        ("2026-06-03T18:00", 60, "2026-06-04T09:00"),  # 20:00 is too late
        ("2026-06-03T17:59", 60, "2026-06-03T19:59"),
        ("2026-06-03T07:00", 30, "2026-06-03T09:00"),
        ("2026-06-03T23:30", 60, "2026-06-04T09:00"),
        ("2026-10-25T01:30", 60, "2026-10-25T09:00"),
    ],
)
def test_the_outcome_is_asked_an_hour_after_the_end_at_a_humane_hour(
    wall: str, minutes: int, asked: str
) -> None:
    assert follow_up_at(wall, minutes, AMSTERDAM) == at(asked)
