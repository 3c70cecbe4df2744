"""Which moments can be proposed: half hours at which a house is open, from now to sixty days ahead.

Wall times only, at the house: "2026-06-03T10:00". A moment counts when the whole talk fits between opening
and closing. Public holidays are left out, unless the opening hours themselves speak of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.db.queries.appointments import House
from bot.domain.conflicts import can_come
from bot.domain.wall_time import exists, naive, resolve, written
from bot.domain.working_days import is_public_holiday
from bot.geo.opening import Span, week
from flows.cards.calendar import Availability, DayState, OneDay, OneTime, Open, WeekPage

MINUTES = 60
"""How long the two take for each other."""
DAYS_AHEAD = 60
_HALF_HOUR = timedelta(minutes=30)
_ONE_DAY = timedelta(days=1)
# For a house whose hours nobody wrote down.
_OFFICE_HOURS = "Mo-Fr 09:00-17:00"


@dataclass(frozen=True, slots=True)
class Calendar:
    """What can be proposed at one house. `now` is aware; `minutes` is how long they take; `wish` when the
    learner can come; `taken` from when until when whoever they meet is planned with somebody else, aware.
    """

    house: House
    now: datetime
    zone: ZoneInfo
    minutes: int
    wish: Availability
    taken: Sequence[tuple[datetime, datetime]]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def last(self) -> date:
        return self.today + timedelta(days=DAYS_AHEAD)

    def may_be(self, wall: str) -> bool:
        """Can they meet then? False too for what is no wall time."""
        try:
            day = naive(wall).date()
        except ValueError:
            return False
        return any(one.wall == wall for one in self.times(day))

    def times(self, day: date) -> tuple[OneTime, ...]:
        """The moments of a day: those at which the learner can come first."""
        found = [OneTime(wall, self._fits(wall)) for wall in self._walls(day)]
        return tuple(sorted(found, key=lambda one: (not one.fits, one.wall)))

    def hours(self, day: date) -> tuple[Open, ...]:
        """When the house is open on a day, as somebody wrote it down; none when nobody did."""
        if not self.house.opening_hours:
            return ()
        return tuple((f"{begin:%H:%M}", f"{end:%H:%M}") for begin, end in self._open(day))

    def page(self, day: date) -> WeekPage:
        """The week that this day is in, or the next or last that can be shown."""
        monday = _monday(min(max(day, self.today), self.last))
        days = tuple(self._one(monday + timedelta(days=number)) for number in range(7))
        earlier, later = monday - timedelta(days=7), monday + timedelta(days=7)
        return WeekPage(
            days=tuple(one for one in days if one),
            earlier=earlier.isoformat() if monday > _monday(self.today) else "",
            later=later.isoformat() if later <= self.last else "",
        )

    def first_page(self) -> WeekPage:
        """The first week in which something can be chosen; when there is none, this one."""
        monday = _monday(self.today)
        while monday <= self.last:
            page = self.page(max(monday, self.today))
            if any(day.state is DayState.OPEN for day in page.days):
                return page
            monday += timedelta(days=7)
        return self.page(self.today)

    def _one(self, day: date) -> OneDay | None:
        if not self.today <= day <= self.last:
            return None
        times = self.times(day)
        if times:
            state = DayState.OPEN
        elif is_holiday(self.house, day):
            state = DayState.HOLIDAY
        else:
            state = DayState.CLOSED
        return OneDay(day.isoformat(), state, any(one.fits for one in times))

    def _walls(self, day: date) -> Iterator[str]:
        for clock in self._clocks(day):
            wall = written(clock)
            if exists(wall, self.zone) and is_free(wall, self.zone, self.minutes, self.now, self.taken):
                yield wall

    def _clocks(self, day: date) -> Iterator[datetime]:
        for begin, end in self._open(day):
            start = datetime.combine(day, begin)
            stop = datetime.combine(day, end) + (_ONE_DAY if end <= begin else timedelta())
            at = _next_half_hour(start)
            while at + timedelta(minutes=self.minutes) <= stop and at.date() == day:
                yield at
                at += _HALF_HOUR

    def _open(self, day: date) -> tuple[Span, ...]:
        return spans_of(self.house, day) if self.today <= day <= self.last else ()

    def _fits(self, wall: str) -> bool:
        return can_come(naive(wall), self.wish.days, self.wish.day_parts)


def is_free(
    wall: str, zone: ZoneInfo, minutes: int, now: datetime, taken: Sequence[tuple[datetime, datetime]]
) -> bool:
    """Is this still to come, and for so long in the way of nothing that is planned?"""
    starts_at = resolve(wall, zone)
    ends_at = starts_at + timedelta(minutes=minutes)
    return starts_at > now and not any(begin < ends_at and starts_at < end for begin, end in taken)


def spans_of(house: House, day: date) -> tuple[Span, ...]:
    """When the house is open on a day of any week; never while it is closed for a while."""
    if is_closed(house, day) or is_holiday(house, day):
        return ()
    return _week(house.opening_hours or _OFFICE_HOURS, _monday(day))[day.weekday()]


def is_closed(house: House, day: date) -> bool:
    """Is it closed for a while?"""
    return house.closed_until is not None and day <= house.closed_until


def is_holiday(house: House, day: date) -> bool:
    """Is it a public holiday of which the opening hours say nothing?"""
    return "PH" not in house.opening_hours and is_public_holiday(day)


@lru_cache(maxsize=512)
def _week(opening_hours: str, monday: date) -> tuple[tuple[Span, ...], ...]:
    """Kept, because reading the hours takes milliseconds, and a page asks for every day of it."""
    return week(opening_hours, monday)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next_half_hour(at: datetime) -> datetime:
    over = timedelta(minutes=at.minute % 30, seconds=at.second)
    return at + (_HALF_HOUR - over if over else timedelta())
