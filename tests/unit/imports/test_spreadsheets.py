"""What a spreadsheet makes of a file of Taalhuizen is read as it was meant."""

from __future__ import annotations

from datetime import date

from bot.geo.places import PlaceTable
from tests.unit.imports.builders import GOOD, csv_file, faults, one, row


def test_a_dutch_spreadsheet_writes_commas_in_numbers_its_own_dates_and_its_own_yes(
    table: PlaceTable,
) -> None:
    dutch = row(
        latitude="52,5160", longitude="6,0950", closed_until="31-12-2026", active="WAAR", demo="ONWAAR"
    )
    read = one(csv_file(dutch, delimiter=";"), table)

    assert (read.latitude, read.longitude) == (52.516, 6.095)
    assert (read.closed_until, read.active, read.demo) == (date(2026, 12, 31), True, False)


def test_a_mark_at_the_beginning_and_a_line_that_names_the_separator_are_read_over(table: PlaceTable) -> None:
    content = b"\xef\xbb\xbfsep=;\r\n" + csv_file(GOOD, delimiter=";")

    assert one(content, table).code == "zwolle-stadkamer"


def test_a_fault_below_a_line_that_names_the_separator_has_the_line_of_the_file(table: PlaceTable) -> None:
    content = b"sep=;\n" + csv_file(row(email="nope"), delimiter=";")

    assert faults(content, table) == ("line 3, email: 'nope' is not an e-mail address",)


def test_empty_columns_and_rows_beside_the_table_are_read_over(table: PlaceTable) -> None:
    padded = (
        b"".join(line + b";;\r\n" for line in csv_file(GOOD, delimiter=";").splitlines()) + b";;;;\r\n" * 3
    )

    assert one(padded, table).code == "zwolle-stadkamer"


def test_tabs_part_columns_too(table: PlaceTable) -> None:
    assert one(csv_file(GOOD, delimiter="\t"), table).code == "zwolle-stadkamer"
