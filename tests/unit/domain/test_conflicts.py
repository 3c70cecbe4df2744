"""What is in the way of a meeting is told, each reason by itself, also when clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.conflicts import Conflict, HouseDay, Slot, Wishes, can_come, conflicts, part_of
from bot.domain.wall_time import naive, resolve

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OPEN = HouseDay([(time(10), time(17))])
NO_WISH = Wishes()


def slot(wall: str, minutes: int = 60, *, appointment: int = 1, volunteer: int | None = 7) -> Slot:
    starts_at = resolve(wall, AMSTERDAM)
    return Slot(
        appointment=appointment,
        clock=naive(wall),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        volunteer=volunteer,
        learner=9,
    )


MONDAY = slot("2026-06-08T11:00")


def test_nothing_is_in_the_way_of_a_moment_that_suits_everybody() -> None:
    assert conflicts(MONDAY, [MONDAY], OPEN, Wishes(["mon"], ["morning"])) == ()


@pytest.mark.parametrize(
    ("wall", "minutes", "fits"),
    [
        ("2026-06-08T10:00", 60, True),
        ("2026-06-08T16:00", 60, True),
        ("2026-06-08T16:15", 60, False),
        ("2026-06-08T09:45", 60, False),
        ("2026-06-08T10:00", 420, True),
        ("2026-06-08T10:00", 421, False),
        ("2026-06-08T20:00", 30, False),
    ],
)
def test_the_whole_talk_has_to_fit_between_opening_and_closing(wall: str, minutes: int, fits: bool) -> None:
    expected = () if fits else (Conflict.OUTSIDE_HOURS,)

    assert conflicts(slot(wall, minutes), [], OPEN, NO_WISH) == expected


def test_an_evening_until_midnight_or_later_is_open() -> None:
    late = slot("2026-06-08T23:00")

    assert conflicts(late, [], HouseDay([(time(19), time(0))]), NO_WISH) == ()
    assert conflicts(late, [], HouseDay([(time(19), time(1))]), NO_WISH) == ()
    assert conflicts(late, [], HouseDay([(time(19), time(23, 30))]), NO_WISH) == (Conflict.OUTSIDE_HOURS,)


def test_a_closed_house_and_a_holiday_are_told_instead_of_the_hours() -> None:
    assert conflicts(MONDAY, [], HouseDay([], closed=True, free=True), NO_WISH) == (Conflict.CLOSED,)
    assert conflicts(MONDAY, [], HouseDay([], free=True), NO_WISH) == (Conflict.HOLIDAY,)


@pytest.mark.parametrize(
    ("wall", "overlaps"),
    [
        ("2026-06-08T10:00", False),
        ("2026-06-08T10:15", True),
        ("2026-06-08T11:00", True),
        ("2026-06-08T11:45", True),
        ("2026-06-08T12:00", False),
    ],
)
def test_the_same_person_cannot_be_at_two_meetings_at_once(wall: str, overlaps: bool) -> None:
    other = replace(slot(wall, appointment=2), learner=10)
    expected = (Conflict.VOLUNTEER_TWICE,) if overlaps else ()

    assert conflicts(MONDAY, [MONDAY, other], OPEN, NO_WISH) == expected
    assert other.overlaps(MONDAY) == MONDAY.overlaps(other) == overlaps


def test_a_learner_with_two_volunteers_is_told_too_and_nobody_is_nobody() -> None:
    other = slot("2026-06-08T11:30", appointment=2, volunteer=8)
    alone = replace(MONDAY, volunteer=None, learner=None)
    strangers = replace(other, volunteer=None, learner=None)

    assert conflicts(MONDAY, [other], OPEN, NO_WISH) == (Conflict.LEARNER_TWICE,)
    assert conflicts(alone, [strangers], OPEN, NO_WISH) == ()


def test_the_moments_of_one_proposal_are_not_in_each_others_way() -> None:
    assert conflicts(MONDAY, [slot("2026-06-08T11:30")], OPEN, NO_WISH) == ()


def test_a_pause_and_another_part_of_the_day_are_told_in_this_order() -> None:
    wishes = Wishes(["tue"], ["evening"], paused=True)

    assert conflicts(MONDAY, [], HouseDay([]), wishes) == (
        Conflict.OUTSIDE_HOURS,
        Conflict.VOLUNTEER_PAUSED,
        Conflict.LEARNER_CANNOT,
    )


def test_a_learner_who_said_nothing_can_always_come() -> None:
    clock = naive("2026-06-08T11:00")

    assert can_come(clock, (), ())
    assert can_come(clock, ["mon"], ())
    assert not can_come(clock, ["tue"], ())
    assert not can_come(clock, (), ["evening"])
    assert [part_of(time(hour)) for hour in (11, 12, 17, 18)] == [
        "morning",
        "afternoon",
        "afternoon",
        "evening",
    ]


def test_what_overlaps_is_reckoned_in_moments_when_the_clocks_change() -> None:
    # On 25 October 2:30 comes twice; the first is meant, and two hours after 1:45 it is 2:45 again.
    early, late = slot("2026-10-25T01:45", 90), slot("2026-10-25T03:00", appointment=2)
    assert not early.overlaps(late)
    assert early.overlaps(slot("2026-10-25T02:30", appointment=2))
    # On 29 March an hour is left out: an hour after 1:30 it is 3:30.
    assert slot("2026-03-29T01:30").overlaps(slot("2026-03-29T03:15", appointment=2))
    assert not slot("2026-03-29T01:30").overlaps(slot("2026-03-29T03:30", appointment=2))
