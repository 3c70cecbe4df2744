"""Taalhuizen in HSDS-style JSON are read as those in CSV are, with the line of every fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.geo.places import PlaceTable
from tests.unit.imports.builders import faults, one


def hsds(**changes: Any) -> dict[str, Any]:
    location = {
        "id": "0b5c9a",
        "external_identifier": "zwolle-stadkamer",
        "name": "Taalhuis Zwolle",
        "latitude": 52.516,
        "longitude": 6.095,
        "url": "https://example.org",
        "addresses": [{"address_1": "Zeven Alleetjes 1A", "postal_code": "8011 CV", "city": "Zwolle"}],
        "phones": [{"number": "+31 38 421 7278"}],
        "schedules": [
            {"byday": "MO,TU", "opens_at": "10:00", "closes_at": "17:00"},
            {"byday": "SA", "opens_at": "10:00:00", "closes_at": "13:00:00"},
        ],
        "service_areas": [{"extent": "8011-8019"}, {"extent": "8021"}],
        "attributes": [
            {"label": "gemeente", "value": "GM0193"},
            {"label": "offers", "value": ["lezen", "computer"]},
            {"label": "forms", "value": "group"},
            {"label": "demo", "value": True},
        ],
    }
    return location | changes


def as_json(data: object) -> bytes:
    return json.dumps(data, indent=1).encode()


@pytest.mark.parametrize("data", [[hsds()], {"locations": [hsds()]}, {"page": 1, "contents": [hsds()]}])
def test_hsds_locations_are_read(table: PlaceTable, data: object) -> None:
    found = one(as_json(data), table)
    assert (found.code, found.town, found.phone) == ("zwolle-stadkamer", "Zwolle", "+31384217278")
    assert found.opening_hours == "Mo,Tu 10:00-17:00, Sa 10:00-13:00"
    assert found.offers == ("reading", "digital")
    assert found.coverage == ((8011, 8019), (8021, 8021))
    assert found.demo


def test_a_fault_in_json_is_named_by_its_line(table: PlaceTable) -> None:
    content = as_json([hsds(), hsds(external_identifier="two", latitude=91)])
    line = content.decode().splitlines().index(" {", 2) + 1
    assert faults(content, table) == (f"line {line}, latitude: 91 is outside the Netherlands (50.7 to 53.6)",)


def test_a_schedule_that_cannot_be_read_is_named(table: PlaceTable) -> None:
    found = faults(as_json([hsds(schedules=[{"opens_at": "10:00"}])]), table)
    assert found == ("line 2: location 1 is not an HSDS location ('byday')",)
