"""Opening hours in the syntax of OpenStreetMap, with the Dutch public holidays: "open until 17:00", the week.

Reading an expression costs little; a page that shows many houses may still keep the result for the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State
from opening_hours import ParserError as _ParserError  # type: ignore[attr-defined]  # not in its stub

# Longer than any house is closed: beyond this "next open" is not worth telling.
HORIZON = timedelta(days=60)
_WEEK = timedelta(days=7)
_HOLIDAYS_OF = "NL"

Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class OpenToday:
    """Whether a house is open now. `until`: closing time if it is; `next_open`: if not, within 60 days.

    `until` is None too when it does not close within a day.
    """

    open_now: bool
    until: time | None
    next_open: datetime | None


def problem(opening_hours: str) -> str | None:
    """What is wrong with an expression, in one line for the operator; None when it can be used."""
    try:
        parsed = OpeningHours(opening_hours, country=_HOLIDAYS_OF)
    except _ParserError:
        return "is not in the opening_hours syntax of OpenStreetMap, like 'Mo-Fr 10:00-17:00; PH off'"
    return "; ".join(parsed.warnings) or None


def today(opening_hours: str, at: datetime) -> OpenToday:
    """The state at `at`, an aware datetime in the local zone. Raises ValueError for a naive one or bad hours.

    An "unknown" state ("by appointment") counts as closed: a person must not stand before a closed door.
    """
    zone = at.tzinfo
    if zone is None:
        raise ValueError("opening hours need an aware local datetime")
    hours = _parse(opening_hours)
    naive = at.replace(tzinfo=None)
    if hours.is_open(naive):
        closes = _next(hours, naive, open_after=False)
        near = closes is not None and closes - naive <= timedelta(days=1)
        return OpenToday(True, closes.time() if near and closes else None, None)
    opens = _next(hours, naive, open_after=True)
    return OpenToday(False, None, _aware(opens, zone) if opens else None)


def week(opening_hours: str, monday: date | None = None) -> tuple[tuple[Span, ...], ...]:
    """Per weekday, Monday first, the (open, close) spans; 00:00 as a closing time is midnight.

    Of an ordinary week without holidays, or of the week that begins on `monday`, with them.
    A span past midnight is told on the day on which it begins.
    """
    hours = _parse(opening_hours) if monday else _without_holidays(opening_hours)
    first = datetime.combine(monday or date(2026, 6, 8), time())
    days: list[list[Span]] = [[] for _ in range(7)]
    for start, end, state, _comment in hours.intervals(first, first + _WEEK):
        if state is State.OPEN:
            for begin, stop in _by_day(start, min(end, first + _WEEK)):
                days[(begin - first).days].append((begin.time(), stop.time()))
    return tuple(tuple(day) for day in days)


def _by_day(start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """Cut at midnight only what is open for longer than a day; an evening that ends at 1:00 stays whole."""
    if end - start <= timedelta(days=1):
        return [(start, end)]
    cut = datetime.combine(start.date() + timedelta(days=1), time())
    return [(start, cut), *_by_day(cut, end)] if cut < end else [(start, end)]


def _parse(opening_hours: str) -> OpeningHours:
    try:
        return OpeningHours(opening_hours, country=_HOLIDAYS_OF)
    except _ParserError as error:
        raise ValueError(f"no opening hours: {opening_hours!r}") from error


def _without_holidays(opening_hours: str) -> OpeningHours:
    try:
        return OpeningHours(opening_hours)
    except _ParserError as error:
        raise ValueError(f"no opening hours: {opening_hours!r}") from error


def _next(hours: OpeningHours, after: datetime, *, open_after: bool) -> datetime | None:
    """The next moment at which it is open (or not open), within the horizon."""
    for start, _end, state, _comment in hours.intervals(after, after + HORIZON):
        if start > after and (state is State.OPEN) == open_after:
            return start
    return None


def _aware(local: datetime, zone: tzinfo) -> datetime:
    return local.replace(tzinfo=zone)


def dutch_zone() -> ZoneInfo:
    """The zone of every Taalhuis."""
    return ZoneInfo("Europe/Amsterdam")
