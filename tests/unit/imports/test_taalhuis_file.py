"""A file of Taalhuizen is read whole, or every fault is named by line and field and nothing is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputFileError
from bot.geo.places import PlaceTable
from bot.geo.taalhuis_file import COLUMNS, REQUIRED, TaalhuisRow, parse_taalhuizen, read_taalhuizen
from bot.resources import resource_dir
from tests.unit.imports.builders import GOOD, csv_file, faults, one, row


def test_a_row_with_only_what_is_needed_gets_the_defaults(table: PlaceTable) -> None:
    assert one(csv_file(GOOD), table) == TaalhuisRow(
        code="zwolle-stadkamer",
        name="Taalhuis Zwolle",
        street="Zeven Alleetjes 1A",
        postcode="8011 CV",
        town="Zwolle",
        latitude=52.516,
        longitude=6.095,
        gemeente_code="GM0193",
        gemeente="Zwolle",
        arbeidsmarktregio="Zwolle",
        opening_hours="Mo-Fr 10:00-17:00; PH off",
        walk_in_hours="",
        offers=("reading", "writing"),
        forms=("group",),
        coverage=(),
        phone="",
        email="",
        website="",
        active=True,
        closed_until=None,
        auto_accept=False,
        demo=False,
        offer_mode="",
    )


def test_a_row_with_everything_is_read(table: PlaceTable) -> None:
    found = one(
        csv_file(
            row(
                postcode="8011cv",
                gemeente="Zwolle GM0193",
                offers="computer; rekenen;praten;lezen;reading",
                forms="online;groep;een-op-een",
                arbeidsmarktregio="Regio Zwolle",
                walk_in_hours="Tu 10:00-12:00",
                coverage="8021; 8011-8019",
                phone="038 421 72 78",
                email="taalhuis@example.org",
                website="https://example.org/taalhuis",
                active="nee",
                closed_until="2026-12-31",
                auto_accept="ja",
                demo="TRUE",
                offer_mode="Allen",
            )
        ),
        table,
    )
    assert found.postcode == "8011 CV"
    assert found.offers == ("reading", "speaking", "numbers", "digital")
    assert found.forms == ("group", "one_to_one", "online")
    assert found.arbeidsmarktregio == "Regio Zwolle"
    assert found.coverage == ((8011, 8019), (8021, 8021))
    assert found.phone == "+31384217278"
    assert (found.active, found.auto_accept, found.demo) == (False, True, True)
    assert found.offer_mode == "all"
    assert found.closed_until == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("written", "mode"), [("een", "one"), ("één", "one"), ("ONE", "one"), ("all", "all"), ("allen", "all")]
)
def test_how_a_house_asks_is_read(table: PlaceTable, written: str, mode: str) -> None:
    assert one(csv_file(row(offer_mode=written)), table).offer_mode == mode


def test_another_way_of_asking_is_named_by_line_and_field(table: PlaceTable) -> None:
    said = faults(csv_file(row(offer_mode="soms")), table)

    assert said == ("line 2, offer_mode: 'soms' must be een (one by one) or allen (all at once)",)


@pytest.mark.parametrize(
    "gemeente", ["Zwolle", "zwolle", "GM0193", "gm0193", "Zwolle GM0193", "Zwolle (GM0193)"]
)
def test_a_gemeente_may_be_written_in_several_ways(table: PlaceTable, gemeente: str) -> None:
    assert one(csv_file(row(gemeente=gemeente)), table).gemeente_code == "GM0193"


def test_semicolons_a_byte_order_mark_and_windows_line_ends_are_fine(table: PlaceTable) -> None:
    content = b"\xef\xbb\xbf" + csv_file(GOOD, row(code="two"), delimiter=";")
    assert [found.code for found in parse_taalhuizen(content, table)] == ["zwolle-stadkamer", "two"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"code": "Zwolle 1"},
            "code: 'Zwolle 1' must be small letters, digits and hyphens, like 'zwolle-centrum'",
        ),
        ({"code": ""}, "code: is missing"),
        ({"name": ""}, "name: is missing"),
        ({"name": "x" * 121}, "name: has 121 characters, at most 120 fit"),
        ({"street": "a\nb"}, "street: holds a line break or another control character"),
        ({"postcode": "801"}, "postcode: '801' is not a postcode like '8011 AB'"),
        ({"postcode": "8011 ABC"}, "postcode: '8011 ABC' is not a postcode like '8011 AB'"),
        ({"postcode": "8018 AB"}, "postcode: 8018 is not in use"),
        ({"latitude": "52,5,1"}, "latitude: '52,5,1' is not a number; write it with a point, like '52.5125'"),
        ({"latitude": "nan"}, "latitude: nan is outside the Netherlands (50.7 to 53.6)"),
        ({"longitude": "60.95"}, "longitude: 60.95 is outside the Netherlands (3.3 to 7.25)"),
        ({"latitude": "53.1"}, "latitude: the point is 65 km from postcode 8011"),
        (
            {"gemeente": "Zwollle"},
            "gemeente: 'Zwollle' is no gemeente; write its name or its code, like GM0193",
        ),
        (
            {"gemeente": "GM9999"},
            "gemeente: 'GM9999' is no gemeente; write its name or its code, like GM0193",
        ),
        (
            {"gemeente": "Zwolle GM0153"},
            "gemeente: 'Zwolle GM0153' is no gemeente; write its name or its code, like GM0193",
        ),
        (
            {"opening_hours": "ma-vr 10-17"},
            "opening_hours: 'ma-vr 10-17' is not in the opening_hours syntax of OpenStreetMap, "
            "like 'Mo-Fr 10:00-17:00; PH off'",
        ),
        (
            {"walk_in_hours": "altijd"},
            "walk_in_hours: 'altijd' is not in the opening_hours syntax of OpenStreetMap, "
            "like 'Mo-Fr 10:00-17:00; PH off'",
        ),
        (
            {"offers": "zingen"},
            "offers: 'zingen' is not known; choose from lezen, schrijven, praten, rekenen or computer",
        ),
        ({"offers": ";"}, "offers: is missing"),
        ({"forms": "thuis"}, "forms: 'thuis' is not known; choose from group, one_to_one or online"),
        ({"coverage": "8011-80"}, "coverage: '8011-80' is not a postcode or a range like '8011-8019'"),
        ({"coverage": "8019-8011"}, "coverage: '8019-8011' runs backwards"),
        ({"coverage": "8011-8019;8015"}, "coverage: 8015-8015 overlaps another range"),
        ({"phone": "bel maar"}, "phone: 'bel maar' is not a telephone number that begins with 0 or +"),
        ({"phone": "0"}, "phone: '0' is not a telephone number"),
        ({"phone": "038 1"}, "phone: '038 1' is not a telephone number in use"),
        ({"email": "taalhuis@"}, "email: 'taalhuis@' is not an e-mail address"),
        (
            {"website": "www.example.org"},
            "website: 'www.example.org' is not a web address that begins with https://",
        ),
        (
            {"website": "javascript:x"},
            "website: 'javascript:x' is not a web address that begins with https://",
        ),
        ({"active": "misschien"}, "active: 'misschien' must be ja or nee"),
        ({"closed_until": "31-31-2026"}, "closed_until: '31-31-2026' is not a date like '2026-12-31'"),
        ({"name": "Bel 111222333"}, "name: holds a number that can be a BSN; that may not be kept"),
        ({"name": "=1+1"}, "name: begins like a formula of a spreadsheet"),
        ({"town": "@SUM(A1)"}, "town: begins like a formula of a spreadsheet"),
        ({"email": "111222333@x.nl"}, "email: holds a number that can be a BSN; that may not be kept"),
        (
            {"website": "https://x.nl/111222333"},
            "website: holds a number that can be a BSN; that may not be kept",
        ),
        ({"street": "1112.22.333"}, "street: holds a number that can be a BSN; that may not be kept"),
    ],
)
def test_each_fault_is_named_by_line_and_field(
    table: PlaceTable, changes: dict[str, str], fault: str
) -> None:
    assert faults(csv_file(GOOD, row(code="two") | changes), table) == (f"line 3, {fault}",)


def test_a_region_that_is_not_known_must_be_given(table: PlaceTable) -> None:
    meppel = row(postcode="7941 AB", latitude="52.6958", longitude="6.1944", gemeente="Meppel")
    assert faults(csv_file(meppel), table) == (
        "line 2, arbeidsmarktregio: is missing, and not known for gemeente Meppel",
    )


def test_a_bsn_is_never_repeated_in_a_message(table: PlaceTable) -> None:
    for field in ("code", "postcode", "gemeente", "phone", "offers", "website", "email", "active"):
        for fault in faults(csv_file(row(**{field: "111222333"})), table):
            assert "111222333" not in fault, field


def test_all_faults_of_all_lines_come_together(table: PlaceTable) -> None:
    found = faults(csv_file(row(name="", phone="x"), GOOD, row(code="two", latitude="x")), table)
    assert [fault.split(":")[0] for fault in found] == [
        "line 2, name",
        "line 2, phone",
        "line 3, code",
        "line 4, latitude",
    ]


def test_a_code_twice_names_the_first_line(table: PlaceTable) -> None:
    assert faults(csv_file(GOOD, GOOD), table) == ("line 3, code: 'zwolle-stadkamer' is already on line 2",)


def test_a_line_that_follows_a_field_of_two_lines_has_its_own_number(table: PlaceTable) -> None:
    found = faults(csv_file(row(street="a\nb"), row(code="two", name="")), table)
    assert [fault.split(":")[0] for fault in found] == ["line 2, street", "line 4, name"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "line 1, code: this column is missing"),
        (b"code,colour\n", "line 1, name: this column is missing"),
        (csv_file(GOOD).replace(b"street", b"straat"), "line 1, street: this column is missing"),
        (csv_file(row(colour="red")), "line 1, colour: this column is not known"),
        (csv_file(GOOD).replace(b"town", b"name", 1), "line 1, town: this column is missing"),
        (csv_file(GOOD) + b"a,b\n", "line 3: has 2 fields, the header has 11"),
        (csv_file(GOOD) + b'"open\n', "line 3: is not well-formed CSV (unexpected end of data)"),
        (csv_file(GOOD) + b"\xe9\n", "line 3: is not UTF-8 text; save the file as 'CSV UTF-8'"),
        (csv_file(), "the file holds no Taalhuis"),
        (b"[]", "the file holds no Taalhuis"),
        (b"[\n{,}]", "line 2: is not well-formed JSON (Expecting property name enclosed in double quotes)"),
        (b"{}", 'line 1: needs a list of HSDS locations, bare or under "locations"'),
        (b"[\n\n3]", "line 3: location 1 is not an HSDS location (it is no object)"),
    ],
)
def test_a_file_that_is_no_such_file_is_refused(table: PlaceTable, content: bytes, fault: str) -> None:
    assert faults(content, table)[0] == fault


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=30)), min_size=1, max_size=4))
def test_whatever_is_in_the_file_there_are_rows_or_faults(
    table: PlaceTable, rows: Iterable[dict[str, str]]
) -> None:
    content = csv_file(*(row(**changes) for changes in rows))
    assert rows_or_faults(content, table)


def rows_or_faults(content: bytes, table: PlaceTable) -> tuple[TaalhuisRow, ...] | tuple[str, ...]:
    try:
        return parse_taalhuizen(content, table)
    except InputFileError as error:
        return error.faults


def test_the_readme_documents_every_column() -> None:
    text = (resource_dir("data") / "README.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in text] == []
    assert set(REQUIRED) < set(COLUMNS)


def test_a_file_on_disk_is_read(table: PlaceTable) -> None:
    assert len(read_taalhuizen(resource_dir("data") / "demo_taalhuizen.csv", table)) > 25
