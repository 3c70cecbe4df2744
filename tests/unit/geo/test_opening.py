"""Opening hours are told as a person would: open until, or open again at, with the Dutch public holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.geo.opening import OpenToday, dutch_zone, problem, today, week

OFFICE = "Mo-Fr 10:00-17:00; Sa 10:00-13:00; PH off"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=dutch_zone())


def test_open_now_says_until_when() -> None:
    assert today(OFFICE, at("2026-06-09 12:00")) == OpenToday(True, time(17), None)


def test_before_opening_says_today_at_what_time() -> None:
    assert today(OFFICE, at("2026-06-09 08:00")) == OpenToday(False, None, at("2026-06-09 10:00"))


def test_at_closing_time_it_is_closed() -> None:
    assert today(OFFICE, at("2026-06-09 17:00")) == OpenToday(False, None, at("2026-06-10 10:00"))


def test_on_saturday_evening_the_next_opening_is_monday() -> None:
    assert today(OFFICE, at("2026-06-13 20:00")).next_open == at("2026-06-15 10:00")


@pytest.mark.parametrize(
    ("holiday", "moment"),
    [
        ("Koningsdag", "2026-04-27 12:00"),
        ("Hemelvaart", "2026-05-14 12:00"),
        ("Tweede Pinksterdag", "2026-05-25 12:00"),
        ("Eerste Kerstdag", "2026-12-25 12:00"),
    ],
)
def test_on_a_dutch_holiday_it_is_closed(holiday: str, moment: str) -> None:
    assert not today(OFFICE, at(moment)).open_now, holiday


def test_a_house_that_never_closes_has_no_closing_time() -> None:
    assert today("24/7", at("2026-06-09 12:00")) == OpenToday(True, None, None)


def test_a_house_that_is_closed_for_months_has_no_next_opening() -> None:
    assert today("2030 Mo 10:00-12:00", at("2026-06-09 12:00")) == OpenToday(False, None, None)


def test_by_appointment_counts_as_closed() -> None:
    assert not today('Mo-Fr 10:00-17:00 "op afspraak"; Tu unknown', at("2026-06-09 12:00")).open_now


def test_a_break_at_noon_is_told() -> None:
    hours = "Tu 10:00-12:30,13:30-17:00"
    assert today(hours, at("2026-06-09 11:00")).until == time(12, 30)
    assert today(hours, at("2026-06-09 13:00")).next_open == at("2026-06-09 13:30")


def test_opening_after_the_clock_went_forward_is_local_time() -> None:
    opens = today("Mo 10:00-12:00", at("2026-03-28 12:00")).next_open
    assert opens is not None
    assert opens.astimezone(UTC) == datetime(2026, 3, 30, 8, tzinfo=UTC)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        today(OFFICE, datetime(2026, 6, 9, 12))  # noqa: DTZ001 - the fault that is tested


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="no opening hours"):
        today("maandag 10-12", at("2026-06-09 12:00"))
    assert problem("maandag 10-12") is not None
    assert problem(OFFICE) is None


def test_a_week_has_the_spans_of_seven_days() -> None:
    assert week("Mo 13:00-17:00; Tu 10:00-12:30,13:30-17:00; PH off") == (
        ((time(13), time(17)),),
        ((time(10), time(12, 30)), (time(13, 30), time(17))),
        (),
        (),
        (),
        (),
        (),
    )


def test_an_ordinary_week_has_no_holidays_and_a_given_week_has() -> None:
    assert week(OFFICE)[0] == ((time(10), time(17)),)
    christmas = week(OFFICE, monday=date(2026, 12, 21))
    assert christmas[3] == ((time(10), time(17)),)
    assert christmas[4] == christmas[5] == ()


def test_an_evening_past_midnight_stays_on_its_day() -> None:
    assert week("Fr 20:00-02:00")[4] == ((time(20), time(2)),)


def test_always_open_is_seven_whole_days() -> None:
    assert week("24/7") == (((time(0), time(0)),),) * 7


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - the zone is put on below
def test_what_is_told_is_what_comes(moment: datetime) -> None:
    now = moment.replace(tzinfo=dutch_zone())
    told = today(OFFICE, now)
    assert (told.until is None) == (not told.open_now)
    if told.next_open is not None:
        assert told.next_open > now
        assert today(OFFICE, told.next_open).open_now
