"""A term in working days does not run on weekends and Dutch public holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wall_time import resolve
from bot.domain.working_days import add_working_days, is_working_day, working_hours_later

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
any_moment = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001
    datetime(2036, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def at(wall: str) -> datetime:
    return resolve(wall, AMSTERDAM)


@pytest.mark.parametrize(
    "day",
    [
        "2027-01-01",  # New Year
        "2026-04-06",  # Easter Monday
        "2026-04-27",  # King's Day
        "2025-05-05",  # Liberation Day, free once in five years
        "2030-05-05",
        "2026-05-14",  # Ascension Day
        "2026-05-25",  # Whit Monday
        "2026-12-25",
        "2028-12-26",  # a Tuesday
        "2026-11-21",  # Saturday
        "2026-11-22",  # Sunday
    ],
)
def test_nobody_has_to_answer_on_a_weekend_or_a_holiday(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    [
        "2026-04-03",  # Good Friday: libraries are open
        "2026-05-05",  # Liberation Day in other years
        "2027-05-05",
        "2026-05-15",  # the Friday after Ascension Day
        "2026-12-24",
        "2026-12-31",
        "2026-11-23",
    ],
)
def test_people_work_on_days_that_only_look_like_a_holiday(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23T15:00", 2, "2026-11-25T15:00"),
        ("2026-11-20T15:00", 2, "2026-11-24T15:00"),  # Friday
        ("2026-11-21T15:00", 2, "2026-11-24T15:00"),  # Saturday
        ("2026-11-22T15:00", 2, "2026-11-24T15:00"),  # Sunday
        ("2026-04-02T15:00", 2, "2026-04-07T15:00"),  # Thursday before Easter: Friday, Tuesday
        ("2026-12-24T15:00", 1, "2026-12-28T15:00"),
        ("2026-03-27T10:00", 1, "2026-03-30T10:00"),  # over the spring change: ten stays ten
        ("2026-10-23T10:00", 1, "2026-10-26T10:00"),
    ],
)
def test_a_term_in_days_ends_at_the_same_time_of_day(start: str, days: int, end: str) -> None:
    assert add_working_days(at(start), days, AMSTERDAM) == at(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23T16:00", 24, "2026-11-24T16:00"),
        ("2026-11-20T16:00", 24, "2026-11-23T16:00"),  # Friday: Monday at the same time
        ("2026-11-21T09:00", 24, "2026-11-24T00:00"),  # Saturday: the end of Monday
        ("2026-11-22T23:59", 24, "2026-11-24T00:00"),  # Sunday
        ("2026-12-24T16:00", 24, "2026-12-28T16:00"),  # both days of Christmas and a weekend between
        ("2026-04-03T16:00", 24, "2026-04-07T16:00"),  # Good Friday counts, Easter Monday does not
        ("2026-03-27T16:00", 24, "2026-03-30T16:00"),  # the night with 23 hours is no working day
        ("2026-10-23T16:00", 24, "2026-10-26T16:00"),
        ("2026-11-23T16:00", 48, "2026-11-25T16:00"),
        ("2026-11-20T23:00", 1, "2026-11-21T00:00"),
    ],
)
def test_a_term_in_hours_stands_still_on_free_days(start: str, hours: int, end: str) -> None:
    assert working_hours_later(at(start), hours, AMSTERDAM) == at(end)


@given(any_moment, st.integers(1, 10))
def test_a_term_in_days_counts_exactly_that_many_working_days(moment: datetime, days: int) -> None:
    end = add_working_days(moment, days, AMSTERDAM)
    first, last = moment.astimezone(AMSTERDAM).date(), end.astimezone(AMSTERDAM).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]

    assert sum(map(is_working_day, between)) == days
    assert is_working_day(last)


@given(any_moment, st.integers(1, 100))
def test_a_term_in_hours_ends_on_a_working_day_and_never_early(moment: datetime, hours: int) -> None:
    end = working_hours_later(moment, hours, AMSTERDAM)

    assert end - moment >= timedelta(hours=hours)
    assert is_working_day((end - timedelta(microseconds=1)).astimezone(AMSTERDAM).date())


@given(any_moment, any_moment, st.integers(1, 60))
def test_who_was_asked_later_never_has_to_answer_earlier(one: datetime, other: datetime, hours: int) -> None:
    first, last = sorted((one, other))

    assert working_hours_later(first, hours, AMSTERDAM) <= working_hours_later(last, hours, AMSTERDAM)


def test_a_term_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        add_working_days(at("2026-11-23T16:00"), 0, AMSTERDAM)
    with pytest.raises(ValueError, match="at least one"):
        working_hours_later(at("2026-11-23T16:00"), 0, AMSTERDAM)
