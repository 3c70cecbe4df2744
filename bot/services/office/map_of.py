"""A small map without a map: where the learner lives and which Taalhuizen are near, from coordinates alone.

Nobody else is asked for a picture of a place where somebody lives. Pure: coordinates in, places on a drawing
out; the template draws them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

WIDTH = 480
HEIGHT = 320
_MARGIN = 46
"""So much of each side is left free, for marks and the scale."""
_KM_PER_DEGREE = 111.195
_LEAST_KM = 0.8
"""A drawing shows at least so much from side to side, so that next doors do not lie a continent apart."""
_NICE = (1.0, 2.0, 5.0)
_MOST_SCALE = WIDTH / 3
_APART = 26.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the earth, WGS84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the drawing, from its upper left corner. `number` is 0 for the learner, 1 for the Taalhuis
    that has the sign-up, and more for others.
    """

    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Scale:
    """A line of this many kilometres, `length` long on the drawing."""

    km: float
    length: float

    @property
    def metres(self) -> int:
        return round(self.km * 1000)


@dataclass(frozen=True, slots=True)
class Drawing:
    """North is up."""

    marks: tuple[Mark, ...]
    scale: Scale
    width: int = WIDTH
    height: int = HEIGHT


def drawn(spots: Sequence[Spot]) -> Drawing:
    """The drawing of these places: the first is the learner, the others are Taalhuizen in order.

    Raises:
        ValueError: there is no place at all.
    """
    if not spots:
        raise ValueError("a map of nothing")
    flat = [_flat(spot, spots[0]) for spot in spots]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    low, high = min(y for _, y in flat), max(y for _, y in flat)
    per_km = min(
        (WIDTH - 2 * _MARGIN) / max(right - left, _LEAST_KM),
        (HEIGHT - 2 * _MARGIN) / max(high - low, _LEAST_KM),
    )
    middle_x, middle_y = (left + right) / 2, (low + high) / 2
    marks = [
        Mark(number, WIDTH / 2 + (x - middle_x) * per_km, HEIGHT / 2 - (y - middle_y) * per_km)
        for number, (x, y) in enumerate(flat)
    ]
    return Drawing(tuple(_apart(marks)), _scale(per_km))


def _flat(spot: Spot, middle: Spot) -> tuple[float, float]:
    """Kilometres east and north of the middle. Over some tens of kilometres the earth is flat enough."""
    east = (spot.longitude - middle.longitude) * math.cos(math.radians(middle.latitude))
    return east * _KM_PER_DEGREE, (spot.latitude - middle.latitude) * _KM_PER_DEGREE


def _scale(per_km: float) -> Scale:
    """The longest round distance that is at most a third of the drawing."""
    most_km = _MOST_SCALE / per_km
    ten = 10.0 ** math.floor(math.log10(most_km))
    km = max(step * ten for step in _NICE if step * ten <= most_km)
    return Scale(km, km * per_km)


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Two Taalhuizen at one place would hide each other: the later one moves aside. The learner's mark is a
    ring, in which a Taalhuis can stand.
    """
    placed: list[Mark] = []
    for mark in marks:
        moved = mark
        while mark.number and any(_near(moved, other) for other in placed if other.number):
            moved = replace(moved, x=_beside(moved.x))
        placed.append(moved)
    return placed


def _near(one: Mark, other: Mark) -> bool:
    return math.hypot(one.x - other.x, one.y - other.y) < _APART


def _beside(x: float) -> float:
    """To the right, and from the edge back to the left side."""
    beside = x + _APART
    return beside if beside <= WIDTH - _MARGIN / 2 else _MARGIN / 2 + (beside - WIDTH + _MARGIN / 2) % 7
