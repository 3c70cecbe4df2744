"""The place table is built without inventing: the surest rows count, contradicted ones give way."""

from __future__ import annotations

import csv

import pytest

from bot.geo.names import search_key
from bot.resources import resource_dir
from tools.build_places import Gemeenten, choose_codes, dutch_name, search_keys, towns
from tools.places_sources import GazetteerPlace, PostalRow


def make_row(
    postcode: str,
    *,
    name: str = "Zwolle",
    latitude: float = 52.51,
    longitude: float = 6.09,
    accuracy: int = 6,
) -> PostalRow:
    return PostalRow(postcode, name, "Overijssel", latitude, longitude, accuracy)


def make_place(
    name: str, *, latitude: float = 52.51, gemeente: str = "0193", aliases: tuple[str, ...] = ()
) -> GazetteerPlace:
    return GazetteerPlace("1", name, "Overijssel", latitude, 6.09, gemeente, 1000, aliases)


def all_gemeenten() -> dict[str, tuple[str, str]]:
    """The hand list of places names gemeenten of the whole country, so all of them must be known."""
    with (resource_dir("data") / "gemeenten_nl.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"].removeprefix("GM"): (row["name"], row["province"]) for row in csv.DictReader(file)
        }


def test_the_most_accurate_rows_of_a_code_count_and_give_their_median() -> None:
    (code,) = choose_codes(
        [
            make_row("8011", latitude=52.50),
            make_row("8011", latitude=52.52),
            make_row("8011", latitude=51.00, accuracy=4),
        ]
    )
    assert code.latitude == pytest.approx(52.51)
    assert code.basis == "exact"


def test_a_rough_row_near_its_neighbours_is_kept_as_it_is() -> None:
    codes = choose_codes([make_row("8011"), make_row("8012", latitude=52.55, accuracy=4)])
    assert [(code.latitude, code.basis) for code in codes] == [(52.51, "exact"), (52.55, "place")]


def test_a_rough_row_far_from_its_neighbours_gives_way_to_them() -> None:
    codes = choose_codes([make_row("8011"), make_row("8012", name="Vaals", latitude=50.77, accuracy=0)])
    assert [(code.name, code.latitude, code.basis) for code in codes][1] == ("Zwolle", 52.51, "estimated")


def test_a_gemeente_is_told_by_the_place_of_that_name() -> None:
    gemeenten = Gemeenten(all_gemeenten(), [make_place("Hoonhorst", gemeente="0148")])
    codes = choose_codes([make_row("7722", name="Hoonhorst")])
    assert gemeenten.assign(codes) == {"7722": "0148"}


def test_without_a_name_the_neighbours_vote() -> None:
    gemeenten = Gemeenten(all_gemeenten(), [make_place("Hoonhorst", gemeente="0148")])
    codes = choose_codes([make_row("7722", name="Hoonhorst"), make_row("7723", name="Nergenshuizen")])
    assert gemeenten.assign(codes)["7723"] == "0148"


def test_a_village_that_the_gazetteer_lacks_gets_its_own_row() -> None:
    gazetteer = [make_place("Zwolle", aliases=("Zvolle", "zwwlh", "Зволле", "zoweል", "ZWO"))]
    gemeenten = Gemeenten(all_gemeenten(), gazetteer)
    codes = choose_codes([make_row("8011"), make_row("8055", name="Ittersum")])
    rows = towns(codes, gemeenten.assign(codes), gazetteer, gemeenten)
    assert [row[0] for row in rows] == ["Ittersum", "Zwolle"]
    assert rows[1][5] == "zwolle|zvolle|zwo|зволле"


def test_names_are_shown_in_dutch() -> None:
    assert [
        dutch_name(name)
        for name in ("The Hague", "Elst Ut", "t Harde", "s-Gravendeel", "Spaarndam gem. Haarlem")
    ] == [
        "Den Haag",
        "Elst",
        "'t Harde",
        "'s-Gravendeel",
        "Spaarndam",
    ]


def test_the_own_name_is_the_first_key() -> None:
    place = make_place("The Hague", aliases=("'s-Gravenhage", "Den Haag"))
    assert search_keys(place, "Den Haag") == [search_key("Den Haag"), "sgravenhage", "thehague"]
