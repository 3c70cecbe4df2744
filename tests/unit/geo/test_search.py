"""A place is found as people write it, in any script and with a slip; rubbish and places abroad are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.geo.names import search_key
from bot.geo.places import PlaceTable


def names(table: PlaceTable, text: str) -> list[tuple[str, str]]:
    return [(match.place.name, match.place.province) for match in table.search(text)]


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("Zwolle", "Zwolle"),
        ("ZWOLLE", "Zwolle"),
        ("  zwolle  ", "Zwolle"),
        ("ik woon in Zwolle", "Zwolle"),
        ("Enschede, Nederland.", "Enschede"),
        ("gemeente Almelo", "Almelo"),
        ("den bosch", "'s-Hertogenbosch"),
        ("s gravenhage", "Den Haag"),
        ("'s-Gravenhage", "Den Haag"),
        ("The Hague", "Den Haag"),
        ("'t Harde", "'t Harde"),
        ("t harde", "'t Harde"),
        ("ijsselmuiden", "IJsselmuiden"),
        ("IJSSELMUIDEN", "IJsselmuiden"),
        ("Zwolle Zuid", "Zwolle"),
        ("Rotterdam-Zuid", "Rotterdam"),
        ("Ljouwert", "Leeuwarden"),
    ],
)
def test_a_name_is_found_however_it_is_written(table: PlaceTable, typed: str, town: str) -> None:
    matches = table.search(typed)
    assert matches[0].place.name == town
    assert matches[0].exact


@pytest.mark.parametrize(
    ("script", "typed", "town"),
    [
        ("Cyrillic", "Зволле", "Zwolle"),
        ("Cyrillic", "АМСТЕРДАМ", "Amsterdam"),
        ("Arabic", "أمستردام", "Amsterdam"),
        ("Arabic with other hamza", "امستردام", "Amsterdam"),
        ("Persian", "اوترخت", "Utrecht"),
        ("Arabic", "روتردام", "Rotterdam"),
        ("Greek", "Ρότερνταμ", "Rotterdam"),
        ("Hebrew", "אמסטרדם", "Amsterdam"),
        ("Chinese", "阿姆斯特丹", "Amsterdam"),
        ("Japanese", "ユトレヒト", "Utrecht"),
        ("Korean", "로테르담", "Rotterdam"),
        ("Georgian", "ამსტერდამი", "Amsterdam"),
        ("Polish", "Haga", "Den Haag"),
        ("Spanish", "La Haya", "Den Haag"),
        ("Turkish", "Lahey", "Den Haag"),
    ],
)
def test_a_name_is_found_in_the_scripts_of_the_source(
    table: PlaceTable, script: str, typed: str, town: str
) -> None:
    assert [name for name, _ in names(table, typed)][:1] == [town], script


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("Zwole", "Zwolle"),
        ("Zwollle", "Zwolle"),
        ("Enschde", "Enschede"),
        ("Amersford", "Amersfoort"),
        ("Deventre", "Deventer"),
        ("Haksbergen", "Haaksbergen"),
        ("stapphorst", "Staphorst"),
        ("mepel", "Meppel"),
        ("Амстердамм", "Amsterdam"),
    ],
)
def test_a_slip_still_finds_the_town_but_not_as_exact(table: PlaceTable, typed: str, town: str) -> None:
    match = table.search(typed)[0]
    assert match.place.name == town
    assert not match.exact
    assert 70 <= match.score < 100


@pytest.mark.parametrize(
    "typed",
    [
        "asdfgh",
        "Parijs",
        "Paris",
        "Antwerpen",
        "Londen",
        "Brussel",
        "Marokko",
        "Damascus",
        "Варшава",
        "ja",
        "nee",
        "ok",
        "hallo",
        "helpen",
        "school",
        "weet ik niet",
        "ik wil graag lezen",
        "8011",
        "🙂",
        "",
        "   ",
        "-",
        "'",
        "(",
        "in",
        "Nederland",
        "a" * 5000,
    ],
)
def test_rubbish_and_places_abroad_match_nothing(table: PlaceTable, typed: str) -> None:
    assert table.search(typed) == ()


def test_a_name_that_occurs_twice_gives_both_with_what_tells_them_apart(table: PlaceTable) -> None:
    assert names(table, "Hengelo") == [("Hengelo", "Overijssel"), ("Hengelo", "Gelderland")]
    assert sorted(names(table, "Bergen")) == [("Bergen", "Limburg"), ("Bergen", "Noord-Holland")]
    haarle = table.search("haarle")
    assert [match.place.gemeente for match in haarle] == ["Hellendoorn", "Tubbergen"]


@pytest.mark.parametrize(
    ("typed", "province"),
    [
        ("Hengelo (Gld)", "Gelderland"),
        ("hengelo gelderland", "Gelderland"),
        ("Hengelo Ov", "Overijssel"),
        ("Bergen NH", "Noord-Holland"),
        ("Bergen noord holland", "Noord-Holland"),
        ("Bergen NH, Nederland", "Noord-Holland"),
        ("Bergen, Noord-Holland", "Noord-Holland"),
        ("Bergen (L.)", "Limburg"),
        ("Hengelo gem. Bronckhorst", "Gelderland"),
    ],
)
def test_a_province_or_gemeente_behind_the_name_chooses(table: PlaceTable, typed: str, province: str) -> None:
    assert [found for _, found in names(table, typed)] == [province]


def test_at_most_the_asked_number_comes_back(table: PlaceTable) -> None:
    assert len(table.search("Beek", limit=2)) == 2


def test_the_town_itself_comes_before_other_names_for_it(table: PlaceTable) -> None:
    scores = [match.score for match in table.search("Hoorn")]
    assert scores == sorted(scores, reverse=True)
    assert table.search("Hoorn")[0].place.gemeente == "Hoorn"


def test_every_postcode_place_can_be_found_by_its_name(table: PlaceTable) -> None:
    """All but the hamlet Nederland: who answers "Nederland" means the country."""
    lost = [
        place.name
        for place in {p.name: p for p in table.postcodes.values()}.values()
        if not any(match.exact for match in table.search(place.name, limit=9))
    ]
    assert lost == ["Nederland"]


# Postcodes that are a corner of a town whose middle lies in the next gemeente.
CORNERS = {
    ("'s-Gravenhage", "Leidschendam-Voorburg"),
    ("'t Goy", "Houten"),
    ("Achterveld", "Barneveld"),
    ("Alteveer", "Hoogeveen"),
    ("Bavel", "Alphen-Chaam"),
    ("Klarenbeek", "Voorst"),
    ("Spaarndam", "Haarlem"),
    ("Ulvenhout", "Alphen-Chaam"),
}


def test_every_postcode_place_is_found_in_its_own_gemeente_or_is_a_corner_of_the_town_beside_it(
    table: PlaceTable,
) -> None:
    lost = set()
    for name, gemeente in {(place.name, place.gemeente) for place in table.postcodes.values()}:
        if not any(match.place.gemeente == gemeente for match in table.search(name)):
            lost.add((name, gemeente))
    assert lost == CORNERS | {("Nederland", "Steenwijkerland")}


def test_katwijk_is_the_town_at_sea_as_well_as_the_village_in_brabant(table: PlaceTable) -> None:
    assert names(table, "Katwijk") == [("Katwijk", "Noord-Brabant"), ("Katwijk", "Zuid-Holland")]
    at_sea = table.search("Katwijk")[1].place
    assert abs(at_sea.latitude - 52.20) < 0.02
    assert abs(at_sea.longitude - 4.42) < 0.02


@pytest.mark.parametrize("typed", ["Zuidland", "Loerbek", "Anderenn"])
def test_a_small_place_that_is_only_like_the_words_is_a_guess(table: PlaceTable, typed: str) -> None:
    assert [match.guess for match in table.search(typed)] == [True]


@pytest.mark.parametrize("typed", ["Zwole", "stapphorst", "Twenterant", "Anderen", "Ljouwert", "Зволле"])
def test_a_name_as_it_is_and_a_slip_in_a_big_place_are_no_guess(table: PlaceTable, typed: str) -> None:
    assert [match.guess for match in table.search(typed)] == [False]


def test_every_gemeente_is_found_once_by_its_name(table: PlaceTable) -> None:
    for gemeente in table.gemeenten.values():
        for said in (gemeente.name, f"gemeente {gemeente.name}"):
            found = [match for match in table.search(said) if match.place.gemeente_code == gemeente.code]
            assert [match.exact for match in found] == [True], said


@pytest.mark.parametrize(
    ("typed", "province"),
    [
        ("Westland", "Zuid-Holland"),
        ("Opsterland", "Friesland"),
        ("de wolden", "Drenthe"),
        ("Laarbeek", "Noord-Brabant"),
        ("Hof van Twente", "Overijssel"),
        ("gemeente Steenwijkerland", "Overijssel"),
    ],
)
def test_a_gemeente_named_after_none_of_its_towns_is_a_place_in_its_own_middle(
    table: PlaceTable, typed: str, province: str
) -> None:
    place = table.search(typed)[0].place
    middle = table.nearest(place.latitude, place.longitude)
    assert (place.name, place.province) == (place.gemeente, province)
    assert middle is not None
    assert middle.gemeente == place.gemeente


@given(st.text(max_size=120))
def test_no_text_breaks_the_search(table: PlaceTable, text: str) -> None:
    for match in table.search(text):
        assert 0 < match.score <= 100


@given(st.text(max_size=60))
def test_a_key_has_only_letters_and_is_its_own_key(text: str) -> None:
    key = search_key(text)
    assert all(letter.isalpha() for letter in key)
