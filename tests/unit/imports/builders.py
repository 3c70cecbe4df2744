"""Builds files of Taalhuizen: a good row, changed where a test wants it."""

from __future__ import annotations

import csv
import io

import pytest

from bot.errors import InputFileError
from bot.geo.places import PlaceTable
from bot.geo.taalhuis_file import TaalhuisRow, parse_taalhuizen

GOOD = {
    "code": "zwolle-stadkamer",
    "name": "Taalhuis Zwolle",
    "street": "Zeven Alleetjes 1A",
    "postcode": "8011 CV",
    "town": "Zwolle",
    "latitude": "52.5160",
    "longitude": "6.0950",
    "gemeente": "Zwolle",
    "opening_hours": "Mo-Fr 10:00-17:00; PH off",
    "offers": "lezen;schrijven",
    "forms": "group",
}


def csv_file(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    columns = list(dict.fromkeys(field for row in (GOOD, *rows) for field in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def row(**changes: str) -> dict[str, str]:
    return GOOD | changes


def faults(content: bytes, table: PlaceTable) -> tuple[str, ...]:
    with pytest.raises(InputFileError) as raised:
        parse_taalhuizen(content, table)
    return raised.value.faults


def one(content: bytes, table: PlaceTable) -> TaalhuisRow:
    (found,) = parse_taalhuizen(content, table)
    return found
