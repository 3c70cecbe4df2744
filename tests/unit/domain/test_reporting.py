"""Periods of reports: which there are, and how far one from outside a Taalhuis goes."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.days import day_of
from bot.domain.reporting import Period, last_months, period_between, period_of

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2000-01", date(2000, 1, 1), date(2000, 1, 31)),
        ("2199-q4", date(2199, 10, 1), date(2199, 12, 31)),
    ],
)
def test_a_period_is_named_by_its_year_quarter_or_month(words: str, first: date, last: date) -> None:
    period = period_of(words)

    assert period == Period(first, last)
    assert period.bounds[0] < period.bounds[1]


@pytest.mark.parametrize(
    "words",
    [
        "9999",
        "0001",
        "1999",
        "2200",
        "9999-12",
        "0001-Q1",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "",
        "x",
        "2026-1",
    ],
)
def test_what_is_no_period_or_of_a_year_that_nobody_means_is_none(words: str) -> None:
    assert period_of(words) is None


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("0001-01-01", "0001-01-02"),
        ("9999-12-01", "9999-12-31"),
        ("1999-12-31", "2000-01-01"),
        ("2199-12-31", "2200-01-01"),
        ("2026-05-02", "2026-05-01"),
        ("2026-01-01", "2036-01-01"),
        ("2026-02-30", "2026-03-01"),
        ("", "2026-03-01"),
    ],
)
def test_days_that_are_none_or_that_nobody_means_are_no_period(first: str, last: str) -> None:
    assert period_between(first, last) is None


def test_the_first_and_the_last_day_that_are_believed_are_a_period() -> None:
    assert [day_of("2000-01-01"), day_of("2199-12-31")] == [date(2000, 1, 1), date(2199, 12, 31)]
    assert period_between("2000-01-01", "2009-12-31") == Period(date(2000, 1, 1), date(2009, 12, 31))


@pytest.mark.parametrize(
    ("asked", "today", "last"),
    [
        (YEAR, date(2026, 6, 1), date(2026, 5, 31)),
        (YEAR, date(2026, 6, 30), date(2026, 5, 31)),
        (YEAR, date(2027, 1, 1), date(2026, 12, 31)),
        (Period(date(2026, 1, 10), date(2026, 5, 3)), date(2026, 6, 30), date(2026, 5, 31)),
        (Period(date(2026, 1, 10), date(2026, 6, 3)), date(2026, 6, 4), date(2026, 5, 31)),
    ],
)
def test_a_period_that_is_over_ends_with_the_last_whole_month(asked: Period, today: date, last: date) -> None:
    assert asked.over(today) == Period(date(2026, 1, 1), last)


def test_of_the_running_month_and_of_what_is_to_come_nothing_is_over() -> None:
    june = Period(date(2026, 6, 1), date(2026, 6, 30))

    assert [june.over(day) for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30))] == [None] * 3
    assert june.over(date(2026, 7, 1)) == june


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 6, 3), date(2025, 6, 1), date(2026, 5, 31)),
        (date(2026, 1, 31), date(2025, 1, 1), date(2025, 12, 31)),
        (date(2024, 3, 1), date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_twelve_months_back_are_whole_ones(today: date, first: date, last: date) -> None:
    assert last_months(today, 12) == Period(first, last)
