"""Which waits are over their term, asked the other way round: not "when is this one late?" but "since when
must something have waited to be late now?". So a database can look for it.

A term is a number of working days, as `bot.domain.working_days.add_working_days` counts them. What is late
does not simply lie before one moment: what came on Saturday at ten is due on Tuesday at ten, and what came on
Friday at three in the afternoon after that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.wall_time import resolve, written
from bot.domain.working_days import is_working_day, working_hours_later

SOON_HOURS = 12
"""Half a working day, of which the night is a part: with less left, the end of a term comes near."""

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Moments from `since` (None: the beginning of time) to before `until`; aware UTC."""

    since: datetime | None
    until: datetime

    def __contains__(self, moment: datetime) -> bool:
        return moment < self.until and (self.since is None or moment >= self.since)


def over(now: datetime, days: int, zone: ZoneInfo) -> tuple[Span, ...]:
    """Whatever has waited since a moment in these has now waited `days` working days or longer; the earliest
    first, and none overlaps another.

    Raises:
        ValueError: fewer than one day.
    """
    if days < 1:
        raise ValueError("a term has at least one working day")
    wall = now.astimezone(zone).replace(tzinfo=None)
    day, passed = wall.date(), 0
    due_today: list[Span] = []
    while True:
        # `passed` working days lie after `day`, up to and with today.
        if passed > days or (passed == days and not is_working_day(wall.date())):
            return (Span(None, _start(day + _DAY, zone)), *reversed(due_today))
        if passed == days:
            until = _moment(datetime.combine(day, wall.time()), zone) + _INSTANT
            due_today.append(Span(_start(day, zone), until))
        passed += is_working_day(day)
        day -= _DAY


def soon(now: datetime, zone: ZoneInfo) -> datetime:
    """Whatever is late at this moment, and is not yet, has less than half a working day left."""
    return working_hours_later(now, SOON_HOURS, zone)


def _start(day: date, zone: ZoneInfo) -> datetime:
    return _moment(datetime.combine(day, time()), zone)


def _moment(wall: datetime, zone: ZoneInfo) -> datetime:
    within = timedelta(seconds=wall.second, microseconds=wall.microsecond)
    return (resolve(written(wall), zone) + within).astimezone(UTC)
