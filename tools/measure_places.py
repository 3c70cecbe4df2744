"""Measures the shipped place table against an official GeoNames file of postal codes.

    python tools/measure_places.py NL.txt

Prints the distribution of the error and every difference that matters. The official file has faults of its
own (`KNOWN_FAULTS`); what is known to be wrong there is left out of the counting and listed apart.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.domain.distance import distance_km
from bot.geo.names import search_key
from bot.geo.places import Place, PlaceTable
from tools.places_sources import ENGLISH_PROVINCES

DATA = Path(__file__).resolve().parent.parent / "data"
# Rows of the official file that contradict every code beside them, and why (see data/README.md).
KNOWN_FAULTS = {
    "1234": "lies in Limburg, 12xx is Hilversum and round about",
    "1954": "lies in Tiel, 195x is Beverwijk and Velsen-Noord",
    "3062": "lies in the sea, 306x is Rotterdam",
    "5217": "lies in Den Haag, 521x is 's-Hertogenbosch",
    "5442": "lies in Rosmalen, 544x is Land van Cuijk",
    "6431": "lies in the south of Limburg, 643x is Hoensbroek",
    "7146": "lies in Deventer, 714x is Groenlo",
    "9999": "several rows of places far away; Stitswerd and Kantens are right",
}


class Row(NamedTuple):
    """One row of the official file that is used."""

    name: str
    province: str
    gemeente: str
    latitude: float
    longitude: float


def official(path: Path) -> dict[str, list[Row]]:
    """Postcode → its rows."""
    found: dict[str, list[Row]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            province = ENGLISH_PROVINCES.get(row[3], row[3])
            found[row[1]].append(Row(row[2], province, row[6], float(row[9]), float(row[10])))
    return found


def _error_km(place: Place, rows: list[Row]) -> tuple[float, Row]:
    """Distance to the nearest of the rows: further rows of a code are other places or known faults."""
    return min(
        (distance_km(place.latitude, place.longitude, row.latitude, row.longitude), row) for row in rows
    )


def main() -> None:
    """Compare and print."""
    table, rows = PlaceTable.load(DATA), official(Path(sys.argv[1]))
    missing = sorted(set(rows) - set(table.postcodes))
    errors: list[float] = []
    wrong_province, wrong_gemeente, far, unsaid = [], [], [], 0
    for code, found in sorted(rows.items()):
        place = table.by_postcode(code)
        if place is None or code in KNOWN_FAULTS:
            continue
        km, row = _error_km(place, found)
        errors.append(km)
        if km > 5:
            far.append((code, place.name, round(km, 1)))
        unsaid += not row.province
        if row.province and search_key(row.province) != search_key(place.province):
            wrong_province.append((code, place.name, place.province, row.province))
        if row.gemeente and f"GM{row.gemeente}" != place.gemeente_code:
            wrong_gemeente.append((code, place.name, place.gemeente, row.gemeente))
    errors.sort()
    print(f"codes in the file {len(rows)}, in the table {len(table.postcodes)}, not in the table: {missing}")
    print(f"compared {len(errors)} (without known faults {sorted(KNOWN_FAULTS)})")
    for label, share in (("median", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)):
        print(f"{label}: {errors[min(len(errors) - 1, int(share * len(errors)))]:.3f} km")
    print(f"farther than 5 km: {far}")
    print(f"wrong province: {len(wrong_province)} {wrong_province} (the file names none for {unsaid})")
    print(f"other gemeente: {len(wrong_gemeente)}")
    for difference in wrong_gemeente:
        print("  ", *difference)


if __name__ == "__main__":
    main()
