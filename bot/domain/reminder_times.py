"""When the two who have an appointment are reminded of it, and when they are asked how it was.

    d3  3 days before   at the appointment's own time of day if that is from 9:00 to before 20:00, else 10:00
    d1  1 day before    likewise
    h2  on the day      2 hours before, by the clock on the wall

Three days and one day: in a trial with 54,066 patients that pair left 4.4% missed, one reminder alone 5.8%
and 5.3% (Am J Manag Care 2018;24:377).

The appointment's own time of day is kinder than ten o'clock for all: it is an hour at which this person said
to have time, so they are likely to see the message and to answer it, and one whole day is left to plan again.
It also spreads the messages over the day. In the evening and at night nobody should have to answer; there it
is 10:00.

`h2` is the only message that may fall in the quiet hours: who has to be there at 8:00 is up at 6:00. It stays
on the day itself: for an appointment before 2:00 there is none.

All of it is reckoned on the wall and resolved afterwards, so that "ten" stays ten when the clocks change. In
those two nights `h2` may come an hour more or less ahead; that touches appointments before 5:00 alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain import humane
from bot.domain.wall_time import naive, resolve, written

Kind = Literal["d3", "d1", "h2"]

KINDS: tuple[Kind, ...] = ("d3", "d1", "h2")
"""In the order in which they fall due."""

_DAYS_BEFORE: dict[Kind, int] = {"d3": 3, "d1": 1}
_IN_THE_MORNING = time(10)
_TWO_HOURS = timedelta(hours=2)
_AFTER_THE_END = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """One reminder: `wall_at` is "YYYY-MM-DDTHH:MM" in the zone of the appointment, `due_at` aware UTC."""

    kind: Kind
    wall_at: str
    due_at: datetime


def plan(wall: str, zone: ZoneInfo, now: datetime) -> tuple[PlannedReminder, ...]:
    """The reminders of an appointment at this wall time that still lie ahead at `now`, first one first.

    An appointment made inside a window gets those that remain, perhaps none.

    Raises:
        ValueError: `wall` is no wall time.
    """
    at = naive(wall)
    clocks = {kind: _clock(at, kind) for kind in KINDS}
    planned = [
        PlannedReminder(kind, written(clock), resolve(written(clock), zone))
        for kind, clock in clocks.items()
        if clock is not None
    ]
    return tuple(reminder for reminder in planned if reminder.due_at > now)


def follow_up_at(wall: str, minutes: int, zone: ZoneInfo) -> datetime:
    """When to ask how it was: an hour after the end of an appointment of so many minutes, or the first humane
    hour after that; aware UTC.

    Raises:
        ValueError: `wall` is no wall time.
    """
    end = resolve(wall, zone) + timedelta(minutes=minutes)
    return humane.humane(end + _AFTER_THE_END, zone)


def _clock(at: datetime, kind: Kind) -> datetime | None:
    """What the wall shows when this reminder is due, naive; None when there is none."""
    if kind == "h2":
        before = at - _TWO_HOURS
        return before if before.date() == at.date() else None
    day = at.date() - timedelta(days=_DAYS_BEFORE[kind])
    own = humane.FIRST <= at.time() < humane.LAST
    return datetime.combine(day, at.time() if own else _IN_THE_MORNING)
