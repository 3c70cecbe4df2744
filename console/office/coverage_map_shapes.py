"""A region as little squares: each belongs to the postcode that is nearest, and so to a gemeente and a
distance.

No outlines of gemeenten are needed for it, and it can be read in grey: light is near, hatched is far. One
unit of the drawing is one square.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.geo.places import Place, PlaceTable
from bot.services.office.coverage import FAR_KM, NEAR_KM, Coverage, Served

WIDEST = 72
"""Squares from side to side."""
_KM_A_DEGREE = 111.2
_FARTHEST_KM = 4.0
"""A square that is farther than this from every postcode is water, or abroad."""
_MARGIN_KM = 2.5
# How wide a letter of a name is, and where a name is tried, from the middle of its gemeente.
_LETTER = 1.05
_STEPS = (0.5, 3.0, -2.5, 5.0, -4.5, 7.0)
NEAR, MIDDLE, FAR = "near", "middle", "far"


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or a house at a point of the drawing."""

    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """`bands` are paths by how far it is to a Taalhuis, `borders` a path between gemeenten."""

    width: int
    height: int
    bands: Mapping[str, str]
    borders: str
    towns: Sequence[Mark]
    houses: Sequence[Mark]


def draw(coverage: Coverage, places: PlaceTable) -> Drawing | None:
    """None for a region of which no postcode is known."""
    if not coverage.served:
        return None
    frame = _frame([one.place for one in coverage.served])
    squares = _squares(coverage.served, places, frame)
    bands = {
        band: "".join(
            f"M{x} {y}h{length}v1h-{length}z"
            for y, x, length in _runs({at for at, one in squares.items() if _band(one) == band})
        )
        for band in (NEAR, MIDDLE, FAR)
    }
    gemeenten = {at: one.place.gemeente_code for at, one in squares.items()}
    houses = [Mark(*frame.point(one.latitude, one.longitude), one.name) for one in coverage.houses]
    return Drawing(
        width=frame.width,
        height=frame.height,
        bands=bands,
        borders=_borders(gemeenten),
        towns=_towns(coverage, gemeenten, houses),
        houses=houses,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    north: float
    km_a_degree: float
    km: float
    width: int
    height: int

    def point(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = (longitude - self.west) * self.km_a_degree / self.km
        y = (self.north - latitude) * _KM_A_DEGREE / self.km
        return round(x, 2), round(y, 2)


def _frame(places: Sequence[Place]) -> _Frame:
    south, north = min(one.latitude for one in places), max(one.latitude for one in places)
    west, east = min(one.longitude for one in places), max(one.longitude for one in places)
    km_a_degree = _KM_A_DEGREE * math.cos(math.radians((south + north) / 2))
    wide = (east - west) * km_a_degree + 2 * _MARGIN_KM
    high = (north - south) * _KM_A_DEGREE + 2 * _MARGIN_KM
    km = max(wide, high, 10.0) / WIDEST
    return _Frame(
        west=west - _MARGIN_KM / km_a_degree,
        north=north + _MARGIN_KM / _KM_A_DEGREE,
        km_a_degree=km_a_degree,
        km=km,
        width=math.ceil(wide / km),
        height=math.ceil(high / km),
    )


def _squares(served: Sequence[Served], places: PlaceTable, frame: _Frame) -> dict[tuple[int, int], Served]:
    """By (x, y), the postcode that is nearest, where that is one of the region."""
    ours = {one.place.postcode: one for one in served}
    reach = math.ceil(_FARTHEST_KM / frame.km)
    buckets: dict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
    for place in places.postcodes.values():
        x, y = frame.point(place.latitude, place.longitude)
        if -reach <= x <= frame.width + reach and -reach <= y <= frame.height + reach:
            buckets[int(x // reach), int(y // reach)].append((x, y, place.postcode))
    found = {}
    for x in range(frame.width):
        for y in range(frame.height):
            nearest = _nearest(x + 0.5, y + 0.5, buckets, reach)
            if nearest in ours:
                found[x, y] = ours[nearest]
    return found


def _nearest(
    x: float, y: float, buckets: Mapping[tuple[int, int], list[tuple[float, float, str]]], reach: int
) -> str:
    column, row = int(x // reach), int(y // reach)
    near = (
        ((x - there[0]) ** 2 + (y - there[1]) ** 2, there[2])
        for across in (-1, 0, 1)
        for down in (-1, 0, 1)
        for there in buckets.get((column + across, row + down), ())
    )
    squared, postcode = min(near, default=(math.inf, ""))
    return postcode if squared <= reach**2 else ""


def _band(one: Served) -> str:
    if one.km is not None and one.km <= NEAR_KM:
        return NEAR
    return MIDDLE if one.km is not None and one.km <= FAR_KM else FAR


def _runs(squares: set[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Squares beside each other as (y, first x, how many)."""
    for y, row in groupby(sorted(squares, key=lambda at: (at[1], at[0])), key=lambda at: at[1]):
        columns = [x for x, _ in row]
        for _, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
            many = [x for _, x in run]
            yield y, many[0], len(many)


def _borders(gemeenten: Mapping[tuple[int, int], str]) -> str:
    """Between two gemeenten, and around the region."""
    everywhere = {*gemeenten, *((x + 1, y) for x, y in gemeenten), *((x, y + 1) for x, y in gemeenten)}
    beside = {(y, x) for x, y in everywhere if gemeenten.get((x - 1, y)) != gemeenten.get((x, y))}
    above = {(x, y) for x, y in everywhere if gemeenten.get((x, y - 1)) != gemeenten.get((x, y))}
    down = (f"M{x} {first}v{many}" for x, first, many in _runs(beside))
    across = (f"M{first} {y}h{many}" for y, first, many in _runs(above))
    return "".join((*across, *down))


def _towns(
    coverage: Coverage, gemeenten: Mapping[tuple[int, int], str], houses: Sequence[Mark]
) -> list[Mark]:
    """The name of each gemeente in the middle of its squares, or beside it where something else stands."""
    squares: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, code in gemeenten.items():
        squares[code].append(at)
    found: list[Mark] = []
    for town in coverage.towns:
        mine = squares.get(town.code)
        if mine:
            x, y = sum(at[0] for at in mine) / len(mine), sum(at[1] for at in mine) / len(mine)
            marks = (Mark(round(x + 0.5, 1), round(y + step, 1), town.name) for step in _STEPS)
            free = (mark for mark in marks if not _stands_on(mark, found, houses))
            found.append(next(free, Mark(round(x + 0.5, 1), round(y, 1), town.name)))
    return found


def _stands_on(mark: Mark, names: Sequence[Mark], houses: Sequence[Mark]) -> bool:
    """Would this name cover another one, or a house?"""
    half = len(mark.name) * _LETTER / 2
    on_house = (abs(one.x - mark.x) < half + 1 and -2 < one.y - mark.y < 2.6 for one in houses)
    on_name = (
        abs(one.x - mark.x) < half + len(one.name) * _LETTER / 2 and abs(one.y - mark.y) < 3.4
        for one in names
    )
    return any(on_house) or any(on_name)
