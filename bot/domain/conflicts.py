"""What is in the way of a meeting: the house, the clock, or one of the two who meet. Nothing here forbids it.

Whoever plans by telephone may know better: a key to the house, a learner who can come for once. So these are
told and no more. What cannot be at all, a moment that is past or that no clock shows, is not among them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

Span = tuple[time, time]
"""Opening and closing time on one day; a closing time that is not later is one of the next day."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONE_DAY = timedelta(days=1)


class Conflict(StrEnum):
    """One reason to think again."""

    CLOSED = "closed"
    HOLIDAY = "holiday"
    OUTSIDE_HOURS = "outside_hours"
    VOLUNTEER_TWICE = "volunteer_twice"
    LEARNER_TWICE = "learner_twice"
    VOLUNTEER_PAUSED = "volunteer_paused"
    LEARNER_CANNOT = "learner_cannot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A moment that is taken, or asked for. `clock` is naive, what the wall of the house shows at the
    beginning; `starts_at` and `ends_at` aware. `appointment` tells the moments of one proposal from others
    (0: none yet); `volunteer` and `learner` are numbers of persons, None where nobody is known.
    """

    appointment: int
    clock: datetime
    starts_at: datetime
    ends_at: datetime
    volunteer: int | None
    learner: int | None

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def overlaps(self, other: Slot) -> bool:
        """Do both last at some moment? One that begins when the other ends does not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class HouseDay:
    """A day at the house. `closed`: for a while; `free`: a holiday on which it is not open."""

    spans: Sequence[Span]
    closed: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """When the two can meet: `days` and `parts` of the learner, in the words of an intake's answers, where
    empty means always; `paused`: the volunteer has a pause on that day.
    """

    days: Collection[str] = ()
    parts: Collection[str] = ()
    paused: bool = False


def conflicts(slot: Slot, others: Iterable[Slot], day: HouseDay, wishes: Wishes) -> tuple[Conflict, ...]:
    """Everything that is in the way, in the order of `Conflict`. `others` may hold the slot itself."""
    found = set(_of_the_house(slot, day)) | set(_twice(slot, others))
    if wishes.paused:
        found.add(Conflict.VOLUNTEER_PAUSED)
    if not can_come(slot.clock, wishes.days, wishes.parts):
        found.add(Conflict.LEARNER_CANNOT)
    return tuple(one for one in Conflict if one in found)


def can_come(clock: datetime, days: Collection[str], parts: Collection[str]) -> bool:
    """Did the learner say that this day and part of the day is fine? Nothing said means always."""
    right_day = not days or WEEKDAYS[clock.weekday()] in days
    return right_day and (not parts or part_of(clock.time()) in parts)


def part_of(clock: time) -> str:
    """The part of the day, in the words of an intake's answers: until 12, until 18, and after that."""
    if clock < time(12):
        return "morning"
    return "afternoon" if clock < time(18) else "evening"


def _of_the_house(slot: Slot, day: HouseDay) -> Iterable[Conflict]:
    if day.closed:
        yield Conflict.CLOSED
    elif day.free:
        yield Conflict.HOLIDAY
    elif not any(_within(slot, span) for span in day.spans):
        yield Conflict.OUTSIDE_HOURS


def _within(slot: Slot, span: Span) -> bool:
    start = datetime.combine(slot.clock.date(), span[0])
    stop = datetime.combine(slot.clock.date(), span[1])
    if stop <= start:
        stop += _ONE_DAY
    return start <= slot.clock and slot.clock + timedelta(minutes=slot.minutes) <= stop


def _twice(slot: Slot, others: Iterable[Slot]) -> Iterable[Conflict]:
    for other in others:
        if other.appointment == slot.appointment or not slot.overlaps(other):
            continue
        if slot.volunteer is not None and slot.volunteer == other.volunteer:
            yield Conflict.VOLUNTEER_TWICE
        if slot.learner is not None and slot.learner == other.learner:
            yield Conflict.LEARNER_TWICE
