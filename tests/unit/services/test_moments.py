"""The calendar never offers a moment that is past, too far ahead, or outside the opening hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.db.queries.appointments import House
from bot.domain.conflicts import part_of
from bot.domain.wall_time import exists, naive, resolve
from bot.geo.opening import today
from bot.services.loop.moments import DAYS_AHEAD, MINUTES, Calendar
from flows.cards.calendar import Availability, DayState, Gathering, day_card, read_stamp, stamp
from flows.model import Name

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MOST_BUTTONS = 100
"""Under one message of Telegram."""
ALWAYS = Availability((), ())
NOON = datetime(2026, 6, 3, 10, tzinfo=UTC)
HOUSE = House(1, "Taalhuis", "Straat 1", "8011", "Zwolle", 52.5, 6.1, "Mo-Fr 10:00-17:00; PH off", None)

MOMENTS = st.integers(0, 4 * 366 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes))
HOURS = st.sampled_from(
    [
        "Mo-Fr 10:00-17:00; Sa 10:00-13:00; PH off",
        "Tu,Th 09:15-12:00,13:00-16:45",
        "Mo-Su 00:00-24:00",
        "Mo 18:00-01:00",
        "We 13:00-13:30",
        "Sa-Su 01:00-05:00",
        "Mo-Fr 09:00-17:00; PH 10:00-12:00",
        "",
    ]
)


def a_calendar(
    hours: str = HOUSE.opening_hours,
    now: datetime = NOON,
    wish: Availability = ALWAYS,
    closed_until: date | None = None,
    taken: Sequence[tuple[datetime, datetime]] = (),
    minutes: int = MINUTES,
) -> Calendar:
    house = replace(HOUSE, opening_hours=hours, closed_until=closed_until)
    return Calendar(house, now, AMSTERDAM, minutes, wish, taken)


def _offered(calendar: Calendar) -> list[str]:
    days = (calendar.today + timedelta(days=number) for number in range(-8, DAYS_AHEAD + 9))
    return [one.wall for day in days for one in calendar.times(day)]


@cache
def _is_open(hours: str, minute: datetime) -> bool:
    return today(hours, minute.replace(tzinfo=AMSTERDAM)).open_now


@settings(max_examples=40, deadline=None)
@given(hours=HOURS, now=MOMENTS)
def test_what_is_offered_is_ahead_within_sixty_days_and_open_for_the_whole_talk(
    hours: str, now: datetime
) -> None:
    calendar = a_calendar(hours, now)

    for wall in _offered(calendar):
        clock = naive(wall)
        assert exists(wall, AMSTERDAM)
        assert resolve(wall, AMSTERDAM) > calendar.now
        assert clock.date() <= calendar.today + timedelta(days=DAYS_AHEAD)
        assert clock.minute in (0, 30)
        last_minute = clock + timedelta(minutes=MINUTES - 1)
        for minute in (clock, last_minute):
            assert _is_open(hours or "Mo-Fr 09:00-17:00", minute), f"{minute} at {hours!r}"


@settings(max_examples=40, deadline=None)
@given(
    hours=HOURS,
    now=MOMENTS,
    ahead=st.integers(-10, DAYS_AHEAD + 10),
)
def test_every_day_that_can_be_pressed_has_a_time_and_every_page_can_be_left(
    hours: str, now: datetime, ahead: int
) -> None:
    calendar = a_calendar(hours, now)

    page = calendar.page(calendar.today + timedelta(days=ahead))

    for one in page.days:
        has_times = bool(calendar.times(date.fromisoformat(one.day)))
        assert (one.state is DayState.OPEN) == has_times
        assert calendar.today <= date.fromisoformat(one.day) <= calendar.last
    for other in filter(None, (page.earlier, page.later)):
        assert calendar.page(date.fromisoformat(other)).days != page.days


@given(MOMENTS)
def test_a_button_means_the_moment_that_stood_on_it(moment: datetime) -> None:
    wall = moment.strftime("%Y-%m-%dT%H:%M")

    assert read_stamp(stamp(wall)) == wall
    assert read_stamp(stamp(wall[:10])) == wall[:10]


@pytest.mark.parametrize("written", ["", "x", "26060", "2606031", "²606031000", "26060310000"])
def test_what_is_no_moment_means_none(written: str) -> None:
    assert read_stamp(written) == ""


def test_a_day_that_does_not_exist_is_not_offered() -> None:
    assert not a_calendar().may_be("2026-02-30T10:00")
    assert not a_calendar().may_be(read_stamp("2613991000"))


def test_a_moment_must_be_ahead() -> None:
    calendar = a_calendar(now=datetime(2026, 6, 3, 8, 30, tzinfo=UTC))

    assert not calendar.may_be("2026-06-03T10:30")
    assert calendar.may_be("2026-06-03T11:00")


def test_the_last_moment_ends_when_the_house_closes() -> None:
    calendar = a_calendar()

    assert calendar.may_be("2026-06-04T16:00")
    assert not calendar.may_be("2026-06-04T16:30")


def test_a_public_holiday_is_marked_and_not_offered() -> None:
    hours = "Mo-Fr 10:00-17:00"
    calendar = a_calendar(hours, datetime(2026, 12, 21, 8, tzinfo=UTC))

    page = calendar.page(date(2026, 12, 25))

    states = {one.day: one.state for one in page.days}
    assert states["2026-12-25"] is DayState.HOLIDAY
    assert states["2026-12-24"] is DayState.OPEN
    assert not calendar.may_be("2026-12-25T11:00")


def test_a_house_that_says_so_itself_is_open_on_a_holiday() -> None:
    calendar = a_calendar("Mo-Fr 10:00-17:00; PH 10:00-12:00", datetime(2026, 12, 21, 8, tzinfo=UTC))

    assert calendar.may_be("2026-12-25T11:00")
    assert not calendar.may_be("2026-12-25T14:00")


def test_while_a_house_is_closed_nothing_is_offered() -> None:
    calendar = a_calendar(closed_until=date(2026, 6, 16))

    assert not calendar.may_be("2026-06-16T11:00")
    assert calendar.may_be("2026-06-17T11:00")
    assert "2026-06-17" in {one.day for one in calendar.first_page().days}


def test_the_times_that_fit_the_learner_come_first() -> None:
    calendar = a_calendar(wish=Availability(("mon", "thu"), ("afternoon",)))

    thursday, friday = calendar.times(date(2026, 6, 4)), calendar.times(date(2026, 6, 5))

    assert (thursday[0].wall, thursday[0].fits) == ("2026-06-04T12:00", True)
    assert (thursday[-1].wall, thursday[-1].fits) == ("2026-06-04T11:30", False)
    assert [one.fits for one in friday] == [False] * len(friday)


def test_somebody_who_ticked_nothing_can_always_come() -> None:
    assert all(one.fits for one in a_calendar().times(date(2026, 6, 4)))


@pytest.mark.parametrize(
    ("hours", "day", "spans"),
    [
        ("Mo-Fr 10:00-17:00", date(2026, 6, 4), (("10:00", "17:00"),)),
        ("Mo-Fr 10:00-17:00", date(2026, 6, 6), ()),
        ("Tu,Th 09:15-12:00,13:00-16:45", date(2026, 6, 4), (("09:15", "12:00"), ("13:00", "16:45"))),
        ("Mo-Su 18:00-01:00", date(2026, 6, 4), (("18:00", "01:00"),)),
        ("Mo-Su 00:00-24:00", date(2026, 6, 4), (("00:00", "00:00"),)),
        ("", date(2026, 6, 4), ()),
    ],
)
def test_the_hours_of_a_day_are_those_that_somebody_wrote_down(
    hours: str, day: date, spans: tuple[tuple[str, str], ...]
) -> None:
    assert a_calendar(hours).hours(day) == spans


def test_a_day_of_twenty_four_hours_keeps_all_its_times_in_one_message() -> None:
    thursday = date(2026, 6, 4)
    calendar = a_calendar("Mo-Su 00:00-24:00")
    gathering = Gathering(2**31, Name("Fatma"), ALWAYS, (), told=True, calls=False)
    times, hours = calendar.times(thursday), calendar.hours(thursday)

    rows = day_card(gathering, thursday.isoformat(), times, hours).rows

    assert max(len(row) for row in rows) == 2
    chosen = [read_stamp(button.choice.split(":")[3]) for row in rows[:-1] for button in row]
    assert chosen == [f"2026-06-04T{hour:02}:{minute}" for hour in range(24) for minute in ("00", "30")][:-1]
    assert sum(len(row) for row in rows) <= MOST_BUTTONS


def test_a_moment_that_the_clock_skips_is_not_offered() -> None:
    calendar = a_calendar("Mo-Su 00:00-24:00", datetime(2028, 3, 20, tzinfo=UTC))

    walls = [one.wall for one in calendar.times(date(2028, 3, 26))]

    assert "2028-03-26T01:30" in walls
    assert "2028-03-26T02:00" not in walls
    assert "2028-03-26T03:00" in walls


def test_the_parts_of_a_day_begin_at_noon_and_at_six() -> None:
    clocks = [time(11, 59), time(12), time(17, 59), time(18)]

    assert [part_of(clock) for clock in clocks] == ["morning", "afternoon", "afternoon", "evening"]
