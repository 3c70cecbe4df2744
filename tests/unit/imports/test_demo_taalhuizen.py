"""The demo houses cover Overijssel, are marked as such, and give the right answer for known postcodes."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.domain.distance import distance_km
from bot.geo.places import PlaceTable
from bot.geo.taalhuis_file import TaalhuisRow, read_taalhuizen
from bot.resources import resource_dir
from tools.build_demo_taalhuizen import as_csv, demo_rows


@pytest.fixture(scope="module")
def houses(table: PlaceTable) -> tuple[TaalhuisRow, ...]:
    return read_taalhuizen(resource_dir("data") / "demo_taalhuizen.csv", table)


def test_each_of_the_25_gemeenten_of_overijssel_has_a_house(
    houses: tuple[TaalhuisRow, ...], table: PlaceTable
) -> None:
    overijssel = {code for code, gemeente in table.gemeenten.items() if gemeente.province == "Overijssel"}
    assert {house.gemeente_code for house in houses} == overijssel
    assert len(overijssel) == 25


def test_six_gemeenten_or_more_have_branches_in_the_same_town(houses: tuple[TaalhuisRow, ...]) -> None:
    towns = Counter((house.gemeente_code, house.town) for house in houses)
    assert sum(count > 1 for count in towns.values()) >= 6


def test_no_demo_house_can_be_taken_for_a_real_one(houses: tuple[TaalhuisRow, ...]) -> None:
    for house in houses:
        assert house.demo
        assert house.name.startswith("Demo-Taalhuis ")
        assert house.street.startswith("Demostraat ")
        assert (house.phone, house.email, house.website) == ("", "", "")


def test_every_postcode_of_overijssel_is_covered_by_exactly_one_house_of_its_gemeente(
    houses: tuple[TaalhuisRow, ...], table: PlaceTable
) -> None:
    for code, place in table.postcodes.items():
        covering = [h.gemeente_code for h in houses if any(a <= int(code) <= b for a, b in h.coverage)]
        expected = [place.gemeente_code] if place.province == "Overijssel" else []
        assert covering == expected, code


@pytest.mark.parametrize(
    ("postcode", "town"), [("8011", "Zwolle"), ("7511", "Enschede"), ("7941", "Staphorst")]
)
def test_the_nearest_house_is_the_one_that_people_expect(
    houses: tuple[TaalhuisRow, ...], table: PlaceTable, postcode: str, town: str
) -> None:
    place = table.by_postcode(postcode)
    assert place is not None
    nearest = min(houses, key=lambda h: distance_km(place.latitude, place.longitude, h.latitude, h.longitude))
    assert nearest.town == town


def test_the_shipped_file_is_what_the_tool_builds(table: PlaceTable) -> None:
    shipped = (resource_dir("data") / "demo_taalhuizen.csv").read_text(encoding="utf-8")
    assert as_csv(demo_rows(table)) == shipped
