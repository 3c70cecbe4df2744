"""The place table: postcode, place name or shared location → a point with its gemeente and province.

Read once at the start from `data/` (built by `tools/build_places.py`, sources in `data/README.md`) and
never changed after. `import-postcodes` puts exact coordinates into an override file, which goes before them.
"""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from types import MappingProxyType

from bot.domain.distance import distance_km
from bot.geo.names import search_key
from bot.geo.search import NameIndex

# Farther than this from every known postcode is outside the Netherlands (or at sea).
OUTSIDE_KM = 15.0
OVERRIDE_FILE = Path("places", "postcodes.csv")
_KM_A_DEGREE = 111.0
# A postcode this near to a town of its name is a corner of it, in the next gemeente. In the shipped table
# such corners lie up to 7 km from the point of the town, a second village of that name 10 km or more.
_CORNER_KM = 8.0


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A municipality. `code` is CBS' like GM0193; `arbeidsmarktregio` is '' where the table has none."""

    code: str
    name: str
    province: str
    arbeidsmarktregio: str


@dataclass(frozen=True, slots=True)
class Place:
    """A four-digit postcode, or with `postcode` '' a town or town section as a whole. Degrees in WGS 84."""

    postcode: str
    name: str
    gemeente_code: str
    gemeente: str
    province: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place that a typed name may mean. `score` 0–100; `exact`: at most capitals, marks, spaces differ.

    `guess`: it is not exact and so small that another place may well be meant; ask before taking it.
    """

    place: Place
    score: int
    exact: bool
    guess: bool


class PlaceTable:
    """Immutable after `load`; safe to share between tasks and threads."""

    def __init__(
        self,
        *,
        postcodes: Iterable[Place],
        gemeenten: Iterable[Gemeente],
        towns: Iterable[Place],
        names: NameIndex,
    ) -> None:
        ordered = sorted(postcodes, key=lambda place: place.latitude)
        self._by_latitude = tuple(ordered)
        self._latitudes = [place.latitude for place in ordered]
        self.postcodes = MappingProxyType({place.postcode: place for place in ordered})
        self.gemeenten = MappingProxyType({gemeente.code: gemeente for gemeente in gemeenten})
        self._gemeente_by_key = {search_key(gemeente.name): gemeente for gemeente in self.gemeenten.values()}
        self._towns = tuple(towns)
        self._names = names

    @classmethod
    def load(cls, data_dir: Path, var_dir: Path | None = None) -> PlaceTable:
        """Read the tables of `data_dir` and, if it exists, the override below `var_dir`.

        Raises OSError when a shipped table is missing and ValueError when one is damaged.
        """
        gemeenten = {row[0]: Gemeente(*row) for row in _rows(data_dir / "gemeenten_nl.csv")}
        postcodes = {
            code: _place(code, name, gemeenten[gemeente], latitude, longitude)
            for code, latitude, longitude, name, gemeente, _basis in _rows(data_dir / "postcodes_nl.csv")
        }
        towns: list[Place] = []
        names = NameIndex()
        inhabitants: Counter[str] = Counter()
        for name, gemeente, latitude, longitude, population, keys in _rows(data_dir / "places_nl.csv"):
            names.add(len(towns), keys=keys.split("|"), population=int(population))
            inhabitants[gemeente] += int(population)
            towns.append(_place("", name, gemeenten[gemeente], latitude, longitude))
        for town in _unnamed(postcodes.values(), towns, names):
            names.add(len(towns), keys=[search_key(town.name)], population=0)
            towns.append(town)
        for whole in _whole_gemeenten(postcodes.values(), towns, names):
            population_of_all = inhabitants[whole.gemeente_code]
            names.add(len(towns), keys=[search_key(whole.name)], population=population_of_all)
            towns.append(whole)
        names.refuse(row[0] for row in _rows(data_dir / "not_places.csv"))
        table = cls(postcodes=postcodes.values(), gemeenten=gemeenten.values(), towns=towns, names=names)
        override = var_dir / OVERRIDE_FILE if var_dir else None
        if override is None or not override.exists():
            return table
        moved = _with_override(table, override)
        return cls(postcodes=moved, gemeenten=gemeenten.values(), towns=towns, names=names)

    def by_postcode(self, four_digits: str) -> Place | None:
        """The place of a postcode like "8011"; None when it is not in use."""
        return self.postcodes.get(four_digits)

    def gemeente(self, code_or_name: str) -> Gemeente | None:
        """By CBS code ("GM0193") or by name, whatever the capitals ("zwolle"); None when there is none."""
        return self.gemeenten.get(code_or_name.strip().upper()) or self._gemeente_by_key.get(
            search_key(code_or_name)
        )

    def nearest(self, latitude: float, longitude: float) -> Place | None:
        """The known postcode nearest to a point; None farther than 15 km from every one."""
        margin = OUTSIDE_KM / _KM_A_DEGREE
        low = bisect_left(self._latitudes, latitude - margin)
        high = bisect_right(self._latitudes, latitude + margin)
        # At 54° north a degree of longitude is still 65 km, so 15 km is never more than 0.25 degree.
        near = [place for place in self._by_latitude[low:high] if abs(place.longitude - longitude) < 0.25]
        best = min(
            near, key=lambda p: distance_km(latitude, longitude, p.latitude, p.longitude), default=None
        )
        if best is None or distance_km(latitude, longitude, best.latitude, best.longitude) > OUTSIDE_KM:
            return None
        return best

    def search(self, text: str, limit: int = 4) -> tuple[PlaceMatch, ...]:
        """Places that `text` may name, best first; several when a name occurs twice, () for rubbish."""
        found: list[PlaceMatch] = []
        for hit in self._names.find(text):
            place = self._towns[hit.number]
            if hit.qualifier and not self._is_in(place, hit.qualifier):
                continue
            if not any(_same_town(place, match.place) for match in found):
                found.append(PlaceMatch(place, score=hit.score, exact=hit.exact, guess=hit.guess))
        return tuple(found[:limit])

    def postcodes_of(self, gemeente_code: str) -> tuple[Place, ...]:
        """Every postcode of a gemeente, in order of the number."""
        found = (place for place in self.postcodes.values() if place.gemeente_code == gemeente_code)
        return tuple(sorted(found, key=lambda place: place.postcode))

    def _is_in(self, place: Place, qualifier: str) -> bool:
        return qualifier in (search_key(place.province), search_key(place.gemeente))


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    width = len(rows[0])
    for number, row in enumerate(rows, start=1):
        if len(row) != width:
            raise ValueError(
                f"{path.name} is damaged: line {number} has {len(row)} fields instead of {width}"
            )
    return rows[1:]


def _place(postcode: str, name: str, gemeente: Gemeente, latitude: str, longitude: str) -> Place:
    return Place(
        postcode=postcode,
        name=name,
        gemeente_code=gemeente.code,
        gemeente=gemeente.name,
        province=gemeente.province,
        latitude=float(latitude),
        longitude=float(longitude),
    )


def _unnamed(postcodes: Iterable[Place], towns: Sequence[Place], names: NameIndex) -> list[Place]:
    """The towns that only the postcodes tell of, each at the middle of its codes.

    "Katwijk" was the village in Noord-Brabant, though five codes bear that name in Zuid-Holland.
    """
    known = {(town.name, town.gemeente_code) for town in towns}
    codes: dict[tuple[str, str], list[Place]] = {}
    for place in postcodes:
        pair = place.name, place.gemeente_code
        if pair not in known and not _is_named(place, towns, names):
            codes.setdefault(pair, []).append(place)
    return [_middle(places) for places in codes.values()]


def _is_named(place: Place, towns: Sequence[Place], names: NameIndex) -> bool:
    """Whether who types the name of this postcode is offered its own town."""
    if _is_named_there(place, towns, names):
        return True
    lasting = names.lasting(search_key(place.name))
    return any(_km(place, towns[number]) < _CORNER_KM for number in lasting)


def _whole_gemeenten(postcodes: Iterable[Place], towns: Sequence[Place], names: NameIndex) -> list[Place]:
    """The gemeenten named after no town of theirs (Twenterand, De Wolden), each at the middle of its codes.

    People say where they live by these names too; without them "Westland" was taken for Westerland.
    """
    named = {town.gemeente_code for town in towns if town.name == town.gemeente}
    codes: dict[str, list[Place]] = {}
    for place in postcodes:
        if place.gemeente_code not in named:
            codes.setdefault(place.gemeente_code, []).append(place)
    wholes = (replace(_middle(places), name=places[0].gemeente) for places in codes.values())
    return [whole for whole in wholes if not _is_named_there(whole, towns, names)]


def _is_named_there(place: Place, towns: Sequence[Place], names: NameIndex) -> bool:
    hits = names.exact(search_key(place.name))
    return any(towns[hit.number].gemeente_code == place.gemeente_code for hit in hits)


def _middle(places: Sequence[Place]) -> Place:
    latitude, longitude = median(p.latitude for p in places), median(p.longitude for p in places)
    return replace(places[0], postcode="", latitude=latitude, longitude=longitude)


def _km(one: Place, other: Place) -> float:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _same_town(one: Place, other: Place) -> bool:
    if one.gemeente_code != other.gemeente_code or search_key(one.name) != search_key(other.name):
        return False
    return _km(one, other) < 5.0


def _with_override(table: PlaceTable, path: Path) -> list[Place]:
    """The shipped postcodes moved to the exact points; a new code takes the names of its neighbour."""
    moved = dict(table.postcodes)
    for code, latitude, longitude in _rows(path):
        point = float(latitude), float(longitude)
        shipped = moved.get(code) or table.nearest(*point)
        if shipped is not None:
            moved[code] = replace(shipped, postcode=code, latitude=point[0], longitude=point[1])
    return list(moved.values())
