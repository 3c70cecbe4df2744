"""Builds data/demo_taalhuizen.csv from the place table: demo houses for the 25 gemeenten of Overijssel.

    python tools/build_demo_taalhuizen.py

Nothing here is a real Taalhuis. The street is "Demostraat" everywhere, there are no telephone numbers, and
the points are the middle of the town or of another postcode of it.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.domain.distance import distance_km
from bot.geo.names import search_key
from bot.geo.places import Gemeente, Place, PlaceTable
from bot.geo.taalhuis_file import COLUMNS, parse_taalhuizen

DATA = Path(__file__).resolve().parent.parent / "data"
PROVINCE = "Overijssel"
# The town where the library of the gemeente stands, where it has another name than the gemeente.
TOWNS = {
    "Dinkelland": "Denekamp",
    "Hellendoorn": "Nijverdal",
    "Hof van Twente": "Goor",
    "Olst-Wijhe": "Wijhe",
    "Rijssen-Holten": "Rijssen",
    "Steenwijkerland": "Steenwijk",
    "Twenterand": "Vriezenveen",
    "Zwartewaterland": "Hasselt",
}
# More houses in the same town, beside the one in the middle.
BRANCHES = {
    "Zwolle": 2,
    "Enschede": 2,
    "Deventer": 2,
    "Hengelo": 1,
    "Almelo": 1,
    "Kampen": 1,
    "Hardenberg": 1,
    "Oldenzaal": 1,
}
BRANCH_AT_LEAST_KM = 0.8
HOURS = (
    "Mo-Fr 10:00-17:00; Sa 10:00-13:00; PH off",
    "Mo-Th 09:30-17:00; Fr 09:30-12:30; PH off",
    "Mo 13:00-17:30; Tu-Fr 10:00-17:30; Sa 10:00-14:00; PH off",
    "Tu-Fr 10:00-12:30,13:30-17:00; Tu 18:30-20:30; PH off",
)
WALK_IN = ("Tu 10:00-12:00; PH off", "We 13:30-15:30; PH off", "Th 18:30-20:00; PH off")
OFFERS = (
    "lezen;schrijven;praten;rekenen;computer",
    "lezen;schrijven;praten",
    "praten;computer",
    "lezen;schrijven;rekenen;computer",
)
FORMS = ("group;one_to_one;online", "group;one_to_one", "group")


def demo_rows(table: PlaceTable) -> list[dict[str, str]]:
    """One row a house, in the order of gemeente and number."""
    rows: list[dict[str, str]] = []
    gemeenten = [g for g in table.gemeenten.values() if g.province == PROVINCE]
    for index, gemeente in enumerate(sorted(gemeenten, key=lambda g: g.name)):
        houses = _houses(table, gemeente)
        areas = _areas(table, gemeente, houses)
        for number, house in enumerate(houses, start=1):
            rows.append(_row(gemeente, house, areas[number - 1], index=index, number=number))
    return rows


def _houses(table: PlaceTable, gemeente: Gemeente) -> list[Place]:
    """The middle of the town, then other postcodes of the town, each as far as can be from those before."""
    town = TOWNS.get(gemeente.name, gemeente.name)
    (centre,) = [
        m.place for m in table.search(town, limit=9) if m.exact and m.place.gemeente_code == gemeente.code
    ]
    of_town = [
        place for place in table.postcodes_of(gemeente.code) if search_key(place.name) == search_key(town)
    ]
    first = min(of_town, key=lambda p: _km(p, centre))
    houses = [
        Place(
            postcode=first.postcode,
            name=town,
            gemeente_code=gemeente.code,
            gemeente=gemeente.name,
            province=PROVINCE,
            latitude=centre.latitude,
            longitude=centre.longitude,
        )
    ]
    for _ in range(BRANCHES.get(gemeente.name, 0)):
        far = max(of_town, key=lambda p: min(_km(p, house) for house in houses))
        if min(_km(far, house) for house in houses) < BRANCH_AT_LEAST_KM:
            raise SystemExit(f"{town} has no postcode left for a branch")
        houses.append(far)
    return houses


def _km(one: Place, other: Place) -> float:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _areas(table: PlaceTable, gemeente: Gemeente, houses: list[Place]) -> list[list[Place]]:
    """The postcodes of the gemeente, each with the house nearest to it."""
    areas: list[list[Place]] = [[] for _ in houses]
    for place in table.postcodes_of(gemeente.code):
        nearest = min(range(len(houses)), key=lambda number: _km(place, houses[number]))
        areas[nearest].append(place)
    return areas


def _ranges(places: list[Place]) -> str:
    """Runs of following numbers: "8011-8014;8021"."""
    runs: list[list[int]] = []
    for number in sorted(int(place.postcode) for place in places):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ";".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _row(gemeente: Gemeente, house: Place, area: list[Place], *, index: int, number: int) -> dict[str, str]:
    turn = index + number - 1
    tail = "" if number == 1 else f" {number}"
    main = number == 1
    return {
        "code": f"demo-{search_key(gemeente.name)}-{number}",
        "name": f"Demo-Taalhuis {house.name}{tail}",
        "street": f"Demostraat {number}",
        "postcode": house.postcode,
        "town": house.name,
        "latitude": f"{house.latitude:.5f}",
        "longitude": f"{house.longitude:.5f}",
        "gemeente": f"{gemeente.name} {gemeente.code}",
        "opening_hours": HOURS[turn % len(HOURS)],
        "offers": OFFERS[0] if main else OFFERS[1 + turn % (len(OFFERS) - 1)],
        "forms": FORMS[0] if main else FORMS[turn % len(FORMS)],
        "arbeidsmarktregio": gemeente.arbeidsmarktregio,
        "walk_in_hours": WALK_IN[turn % len(WALK_IN)],
        "coverage": _ranges(area),
        "active": "ja",
        "auto_accept": "nee",
        "demo": "ja",
    }


def as_csv(rows: list[dict[str, str]]) -> str:
    """All columns, also those that no demo house fills."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def main() -> None:
    """Build, check with the importer's own rules, write."""
    table = PlaceTable.load(DATA)
    text = as_csv(demo_rows(table))
    rows = parse_taalhuizen(text.encode("utf-8"), table)
    (DATA / "demo_taalhuizen.csv").write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(rows)} demo houses in {len({row.gemeente for row in rows})} gemeenten")


if __name__ == "__main__":
    main()
