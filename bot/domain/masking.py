"""Hide small numbers so that nobody can work them out from the ones that stay visible.

A table is a network: every number is an arc, and numbers that add up to another one flow into it. Numbers
under `SMALL` are hidden and shown as "< 5". Then others are hidden as well, until every hidden number could
just as well be one more or one less: then there is a circle of hidden numbers through it along which one can
be moved.

    sign-ups 20 = telegram 17 + web 3      web is hidden; but it is 20 − 17, so telegram is hidden too
    sign-ups 8 = telegram 4 + web 4        both are "< 5", so both must be 4, and the 8 is hidden too

What is looked for is the cheapest circle, so that as little as possible goes. It knows what a reader knows: a
number shown as "< 5" is 1 to 4, another hidden one is at least 5; 0 is never hidden, it tells of nobody.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SMALL = 5
"""Numbers of people from 1 until just under this are hidden."""

Key = Hashable
_FREE = 0


@dataclass(frozen=True, slots=True)
class Arc:
    """One number of a table, between two of its sums."""

    key: Key
    tail: Hashable
    head: Hashable


Table = Sequence[Arc]


def listed(total: Key, *lists: Iterable[Key]) -> Table:
    """The parts of each of these lists add up to the same total."""
    return [
        Arc(total, len(lists), 0),
        *(Arc(part, place, place + 1) for place, parts in enumerate(lists) for part in parts),
    ]


def grid(
    total: Key, rows: Mapping[Hashable, Key], columns: Mapping[Hashable, Key], cells: Mapping[Key, Key]
) -> Table:
    """Cells by (row, column), which add up to the totals of their row and column, and those to the total."""
    return [
        Arc(total, "end", "begin"),
        *(Arc(key, "begin", ("row", row)) for row, key in rows.items()),
        *(Arc(key, ("column", column), "end") for column, key in columns.items()),
        *(
            Arc(key, ("row", place[0]), ("column", place[1]))
            for place, key in cells.items()
            if isinstance(place, tuple)
        ),
    ]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Numbers that may not be shown. `small` are those of them that "< 5" may stand for."""

    keys: frozenset[Any]
    small: frozenset[Any]


def hidden(values: Mapping[Any, int], tables: Sequence[Table], also: Iterable[Any] = ()) -> Hidden:
    """What may not be shown of these numbers. What stands in several tables is hidden in all or none. `also`
    are numbers to hide whatever they are; of those too, 0 is shown.

    Four numbers of 1 under a total of 4 would all be known by the "< 5" of that total alone: there the 4 gets
    the sign of any other hidden number.
    """
    gone = {key for key, value in values.items() if 0 < value < SMALL}
    gone |= {key for key in also if values.get(key, 0)}
    vague: set[Any] = set()
    before = -1
    while before != len(gone) + len(vague):
        before = len(gone) + len(vague)
        for table in tables:
            _Network(values, table, gone, vague).close()
    small = {key for key in gone - vague if values[key] < SMALL}
    return Hidden(frozenset(gone), frozenset(small))


class _Network:
    """One table, in which more and more is hidden: `gone` grows. `vague` are those of 4 without "< 5"."""

    def __init__(self, values: Mapping[Key, int], table: Table, gone: set[Key], vague: set[Key]) -> None:
        self._values = values
        self._gone = gone
        self._vague = vague
        self._table = [arc for arc in table if values.get(arc.key, 0)]
        # Those that are hidden apart: there is nearly always a circle of them, and they are few.
        self._ways = _Ways(self._table)
        self._hidden = _Ways(arc for arc in self._table if arc.key in gone)

    def close(self) -> None:
        """Hide until every hidden number has room."""
        waiting = [arc for arc in self._table if arc.key in self._gone]
        while waiting:
            arc = waiting.pop()
            if any(self._circle(arc, step, self._hidden) for step in (1, -1)):
                continue
            more = self._cheapest(arc)
            if not more:
                self._vague |= {one.key for one in self._table if self._values[one.key] == SMALL - 1}
            self._gone |= more
            fresh = [one for one in self._table if one.key in more]
            for one in fresh:
                self._hidden.add(one)
            waiting.extend(fresh)

    def _cheapest(self, arc: Arc) -> set[Key]:
        """What else to hide for this number."""
        found = [circle for step in (1, -1) if (circle := self._circle(arc, step, self._ways))]
        keys = min(found, key=lambda circle: circle[0])[1] if found else {one.key for one in self._table}
        return keys - self._gone

    def _may_move(self, arc: Arc, step: int) -> bool:
        """Could a reader believe that this number is one more, or one less?"""
        value = self._values[arc.key]
        if value < SMALL and arc.key not in self._vague:
            return 1 <= value + step < SMALL
        return value + step >= SMALL

    def _circle(self, arc: Arc, step: int, ways: _Ways) -> tuple[int, set[Key]] | None:
        """The cheapest way back from where this number flows to when it changes by `step`, over other
        numbers: what it costs to hide them all, and which they are.
        """
        if not self._may_move(arc, step):
            return None
        begin, end = (arc.head, arc.tail) if step > 0 else (arc.tail, arc.head)
        best: dict[Hashable, int] = {begin: 0}
        came: dict[Hashable, tuple[Hashable, Key]] = {}
        turn = itertools.count(1)
        heap: list[tuple[int, int, Hashable]] = [(0, 0, begin)]
        while heap:
            cost, _, place = heapq.heappop(heap)
            if place == end:
                return cost, set(_back(came, end, begin))
            for there, key, price in self._onwards(place, arc, ways):
                if there not in best or cost + price < best[there]:
                    best[there], came[there] = cost + price, (place, key)
                    heapq.heappush(heap, (cost + price, next(turn), there))
                    if there == end and not cost + price:
                        return 0, set()
        return None

    def _onwards(self, place: Hashable, without: Arc, ways: _Ways) -> Iterator[tuple[Hashable, Key, int]]:
        for arc, there, step in ways.of.get(place, ()):
            if arc is not without and self._may_move(arc, step):
                price = _FREE if arc.key in self._gone else self._values[arc.key]
                yield there, arc.key, price


class _Ways:
    """From each sum of a table: over which arc to which other one, and by how much its number changes."""

    def __init__(self, arcs: Iterable[Arc]) -> None:
        self.of: dict[Hashable, list[tuple[Arc, Hashable, int]]] = {}
        for arc in arcs:
            self.add(arc)

    def add(self, arc: Arc) -> None:
        self.of.setdefault(arc.tail, []).append((arc, arc.head, 1))
        self.of.setdefault(arc.head, []).append((arc, arc.tail, -1))


def _back(came: Mapping[Hashable, tuple[Hashable, Key]], place: Hashable, begin: Hashable) -> Iterator[Key]:
    while place != begin:
        place, key = came[place]
        yield key
