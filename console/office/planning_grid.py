"""Where each appointment stands in a week drawn as columns: quarters of an hour down, lanes side by side.

The page is a list of days with a list of appointments each; on a wide screen the same list is placed by these
numbers, which are classes in `planning.css`. So there is one truth, whoever reads it and how.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from bot.domain.conflicts import Span
from bot.services.office.planning import Block, OneDay, Week

QUARTER = 15
LAST_LANE = 12
"""More stand upon each other."""
_USUAL = (9 * 60, 17 * 60)
_MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class Placed:
    """An appointment from row `at` for `rows`, in a lane from 1."""

    block: Block
    at: int
    rows: int
    lane: int


@dataclass(frozen=True, slots=True)
class Column:
    """A day; `open` are (row, rows) in which the house is open."""

    day: OneDay
    open: tuple[tuple[int, int], ...]
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A week. `first` is the hour at which the first row begins; `hours` are (row, hour)."""

    first: int
    hours: tuple[tuple[int, int], ...]
    columns: tuple[Column, ...]


def grid_of(week: Week) -> Grid:
    """The hours that are needed, and everything in its place."""
    stretches = [stretch for day in week.days for stretch in _stretches(day)]
    first = min((start for start, _ in (_USUAL, *stretches))) // 60
    last = -(-max(end for _, end in (_USUAL, *stretches)) // 60)
    hours = tuple(((hour - first) * 60 // QUARTER, hour) for hour in range(first, last))
    return Grid(first, hours, tuple(_column(day, first * 60) for day in week.days))


def _stretches(day: OneDay) -> Iterable[tuple[int, int]]:
    yield from (_of_span(span) for span in day.spans)
    yield from (_of_block(block) for block in day.blocks)


def _column(day: OneDay, first: int) -> Column:
    opens = (_of_span(span) for span in day.spans)
    return Column(day, tuple(_rows(start, end, first) for start, end in opens), _lanes(day.blocks, first))


def _lanes(blocks: Sequence[Block], first: int) -> tuple[Placed, ...]:
    """Each in the first lane that is free when it begins; they come in the order of beginning."""
    ends: list[int] = []
    placed = []
    for block in blocks:
        start, end = _of_block(block)
        at, rows = _rows(start, end, first)
        free = next((number for number, until in enumerate(ends) if until <= at), len(ends))
        ends[free : free + 1] = [at + rows]
        placed.append(Placed(block, at, rows, min(free + 1, LAST_LANE)))
    return tuple(placed)


def _rows(start: int, end: int, first: int) -> tuple[int, int]:
    at = (start - first) // QUARTER
    return at, max(1, -(-(end - first) // QUARTER) - at)


def _of_span(span: Span) -> tuple[int, int]:
    return _within_day(_minute(span[0]), _minute(span[1]))


def _of_block(block: Block) -> tuple[int, int]:
    start = _minute(time.fromisoformat(block.clock))
    end = _minute(time.fromisoformat(block.ends))
    # In the night in which an hour comes twice a talk may end before it begins, on the wall.
    after_midnight = end <= start and start + block.minutes < _MIDNIGHT
    return _within_day(start, start + block.minutes if after_midnight else end)


def _within_day(start: int, end: int) -> tuple[int, int]:
    """What lasts until after midnight is drawn up to it."""
    return start, _MIDNIGHT if end <= start else end


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
