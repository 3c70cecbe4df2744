"""Find a Taalhuis: who serves the postcode, else who is in the same gemeente, else who is nearest.

The steps of the search are in `Reason`. Within a step the order is:

1. a house that offers everything the learner ticked comes before one that offers a part of it;
2. then the nearest by great-circle distance.

A house that offers nothing of it is shown only when no house offers anything of it: being sent on from
there is better than no address at all, but never better than a longer way to a house that can help.
Houses that are not active, or closed for a while, are left out altogether.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil, cos, dist, radians, sin
from typing import Literal, Protocol

from bot.domain.distance import distance_km

Reason = Literal["coverage", "same_gemeente", "nearest", "chosen_by_learner"]
Vector = tuple[float, float, float]

_REASONS: tuple[Reason, ...] = ("coverage", "same_gemeente", "nearest")
# Streets are longer than the straight line.
_DETOUR = 1.3
_BICYCLE_KM_PER_MINUTE = 15 / 60


class Place(Protocol):
    """Where the learner lives. `postcode` is four digits, or "" for a town as a whole; WGS84 degrees."""

    @property
    def postcode(self) -> str: ...

    @property
    def gemeente_code(self) -> str: ...

    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TaalhuisOnMap:
    """What matching and the learner's screen need of one house. No two have the same `code`.

    `coverage` holds ranges of four-digit postcodes, both ends included. `closed_until` is the last day on
    which it is closed for a while. `opening_hours` is in the syntax of OpenStreetMap.
    """

    id: int
    code: str
    name: str
    street: str
    town: str
    latitude: float
    longitude: float
    gemeente_code: str
    offers: frozenset[str]
    coverage: tuple[tuple[int, int], ...] = ()
    active: bool = True
    closed_until: date | None = None
    phone: str = ""
    opening_hours: str = ""
    vector: Vector = field(init=False, repr=False, compare=False)
    """The place on a ball with radius 1: lines between such points order as great circles do, but cheaper."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "vector", _vector(self.latitude, self.longitude))


@dataclass(frozen=True, slots=True)
class Match:
    """One house that can help, how it was found, and how far it is."""

    taalhuis: TaalhuisOnMap
    reason: Reason
    distance_km: float
    bicycle_minutes: int
    offers_all: bool


def match(
    place: Place,
    needs: Collection[str],
    taalhuizen: Sequence[TaalhuisOnMap],
    *,
    today: date,
    limit: int = 3,
) -> tuple[Match, ...]:
    """At most `limit` houses, best first; empty when no house is open. `today` is the day at the houses."""
    wanted = frozenset(needs)
    able = [house for house in taalhuizen if _is_open(house, today)]
    if wanted:
        # `or`: only when nobody can help with anything of it, all open houses are shown.
        able = [house for house in able if not wanted.isdisjoint(house.offers)] or able
    here = _vector(place.latitude, place.longitude)

    def order(house: TaalhuisOnMap) -> tuple[bool, float, str]:
        # The code is unique: two houses in one building always come in the same order.
        return not wanted <= house.offers, dist(here, house.vector), house.code

    found: list[Match] = []
    for reason, houses in zip(_REASONS, _steps(place, able), strict=True):
        best = heapq.nsmallest(limit - len(found), houses, key=order)
        found += [_match(place, house, reason, wanted) for house in best]
    return tuple(found)


def chosen_first(
    place: Place,
    needs: Collection[str],
    house: TaalhuisOnMap,
    found: Sequence[Match],
    *,
    today: date,
    limit: int = 3,
) -> tuple[Match, ...]:
    """The house that somebody came for, before what was found; what was found alone when it is closed."""
    if not _is_open(house, today):
        return tuple(found)
    others = (one for one in found if one.taalhuis.code != house.code)
    return (_match(place, house, "chosen_by_learner", frozenset(needs)), *others)[:limit]


def bicycle_minutes(kilometres: float) -> int:
    """Whole minutes by bicycle over a straight line of so many kilometres, rounded up, at least 1."""
    # Rounded first: 0.3 / 0.25 must not become one minute more by the last bit of a float.
    return max(1, ceil(round(kilometres * _DETOUR / _BICYCLE_KM_PER_MINUTE, 6)))


def _steps(place: Place, able: Sequence[TaalhuisOnMap]) -> tuple[list[TaalhuisOnMap], ...]:
    """The houses of each step, in the order of `_REASONS`; every house is in one of them."""
    postcode, gemeente = int(place.postcode or -1), place.gemeente_code
    covers: list[TaalhuisOnMap] = []
    same: list[TaalhuisOnMap] = []
    elsewhere: list[TaalhuisOnMap] = []
    for house in able:
        if _covers(house, postcode):
            covers.append(house)
        elif gemeente and house.gemeente_code == gemeente:
            same.append(house)
        else:
            elsewhere.append(house)
    return covers, same, elsewhere


def _covers(house: TaalhuisOnMap, postcode: int) -> bool:
    # A plain loop: a generator for `any` would be made once for each of 1,500 houses.
    for first, last in house.coverage:  # noqa: SIM110
        if first <= postcode <= last:
            return True
    return False


def _match(place: Place, house: TaalhuisOnMap, reason: Reason, wanted: frozenset[str]) -> Match:
    kilometres = distance_km(place.latitude, place.longitude, house.latitude, house.longitude)
    return Match(house, reason, kilometres, bicycle_minutes(kilometres), wanted <= house.offers)


def _is_open(house: TaalhuisOnMap, today: date) -> bool:
    return house.active and (house.closed_until is None or house.closed_until < today)


def _vector(latitude: float, longitude: float) -> Vector:
    phi, lambda_ = radians(latitude), radians(longitude)
    return cos(phi) * cos(lambda_), cos(phi) * sin(lambda_), sin(phi)
