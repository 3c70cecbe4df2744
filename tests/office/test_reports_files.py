"""Reports at a desk: who may have which, and files that say the same as the page when opened again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
from openpyxl import load_workbook

from bot.services.reports.files import safe
from tests.support.building import Rig
from tests.support.loop import HOUSE, OTHER_HOUSE, REGION, house_id, make_regional, make_staff
from tests.support.office import Desk, at_desk
from tests.support.reporting import SignUp, sign_up

MARCH = datetime(2026, 3, 10, 9, tzinfo=UTC)
EVERYTHING = "scope=all&period=2026&by=nothing"
OWN = f"scope=house:{HOUSE}&period=2026&by=month"


@pytest.fixture
async def people(rig: Rig) -> None:
    """20 by Telegram, three of them talked to, and 3 by the page; another house has one."""
    await rig.with_houses()
    house, other = await house_id(rig), await house_id(rig, OTHER_HOUSE)
    await sign_up(
        rig,
        *(SignUp(at=MARCH, house=house, met=(2.5,) if number < 3 else ()) for number in range(20)),
        *(SignUp(at=MARCH, house=house, channel="web", language="light") for _ in range(3)),
        SignUp(at=MARCH, house=other, gemeente="GM0141"),
    )


def on_page(page: str) -> dict[tuple[str, str, str], str]:
    """(table, row, column) → what stands there."""
    return dict(_cells(page))


def _cells(page: str) -> Iterator[tuple[tuple[str, str, str], str]]:
    for block in re.findall(r"<table>(.*?)</table>", page, re.DOTALL):
        title = unescape(re.findall(r"<caption[^>]*>(.*?)</caption>", block)[0])
        head = [unescape(word) for word in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', block)]
        columns = head[1:] if "<td></td>" not in block else head
        for row in re.findall(r'<tr[^>]*><th scope="row">(.*?)</tr>', block):
            label, _, rest = row.partition("</th>")
            values = [unescape(value) for value in re.findall(r'<td class="number">(.*?)</td>', rest)]
            # Two columns may have the same name: the number of people beside each median.
            for number, (column, value) in enumerate(zip(columns, values, strict=True)):
                yield (title, unescape(label), f"{number} {column}"), value


def in_csv(body: bytes) -> dict[tuple[str, str, str], str]:
    assert body.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in body
    head, *rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";")
    assert len(head) == 4
    assert {len(row) for row in rows} == {4}
    found: dict[tuple[str, str, str], str] = {}
    places: dict[tuple[str, str], int] = {}
    for table, row, column, value in rows:
        if column:
            number = places[table, row] = places.get((table, row), -1) + 1
            found[table, row, f"{number} {column}"] = value
    return found


def in_workbook(body: bytes) -> dict[tuple[str, str, str], object]:
    book = load_workbook(io.BytesIO(body))
    found: dict[tuple[str, str, str], object] = {}
    for sheet in book.worksheets[1:]:
        head, *rows = sheet.iter_rows(values_only=True)
        for label, *values in rows:
            for number, (column, value) in enumerate(zip(head[1:], values, strict=True)):
                found[sheet.title, str(label), f"{number} {column}"] = value
    return found


def as_shown(column: str, value: object) -> str:
    """A workbook keeps 2.0 as 2; its format says that it has a decimal."""
    if "mediaan" in column and isinstance(value, int | float):
        return f"{value:.1f}".replace(".", ",")
    return str(value)


async def three_faces(desk: Desk, query: str) -> tuple[str, bytes, bytes]:
    page = (await desk.get(f"/reports?{query}")).text
    sheet, book = (
        await desk.get(f"/reports/export.csv?{query}"),
        await desk.get(f"/reports/export.xlsx?{query}"),
    )
    assert (sheet.headers["content-type"], book.status_code) == ("text/csv; charset=utf-8", 200)
    return page, sheet.content, book.content


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("who", "query"), [("staff", OWN), ("operator", EVERYTHING)])
async def test_page_csv_and_workbook_show_the_same_numbers(rig: Rig, who: str, query: str) -> None:
    async with at_desk(rig, await make_staff(rig) if who == "staff" else None) as desk:
        page, sheet, book = await three_faces(desk, query)

    shown, written, typed = on_page(page), in_csv(sheet), in_workbook(book)
    assert len(shown) > 90
    assert shown == written
    assert {key: as_shown(key[2], value) for key, value in typed.items()} == shown
    counts = [value for value in typed.values() if not isinstance(value, str)]
    assert all(isinstance(value, int | float) for value in counts)
    assert ("< 5" in written.values()) == (who == "operator")


@pytest.mark.usefixtures("people")
async def test_the_explanation_has_dates_that_are_dates_and_says_what_the_signs_mean(rig: Rig) -> None:
    async with at_desk(rig, None) as desk:
        book = load_workbook(io.BytesIO((await desk.get(f"/reports/export.xlsx?{EVERYTHING}")).content))

    sheet = book["Toelichting"]
    told = {label: value for label, value in sheet.iter_rows(max_col=2, values_only=True)}
    assert told["Waarover"] == "Alle Taalhuizen"
    assert (told["Eerste dag"], told["Laatste dag"]) == (datetime(2026, 1, 1), datetime(2026, 5, 31))  # noqa: DTZ001
    assert str(told["Tekens"]).startswith('"< 5": 1 tot en met 4.')
    assert told["Aanmeldingen"] == 24


@pytest.mark.usefixtures("people")
async def test_no_name_becomes_a_formula(rig: Rig) -> None:
    evil = '=HYPERLINK("http://x")'
    await rig.run("UPDATE gemeente SET name = :name WHERE code = 'GM0193'", name=evil)
    async with at_desk(rig, await make_staff(rig)) as desk:
        _, sheet, book = await three_faces(desk, f"scope=house:{HOUSE}&period=2026&by=gemeente")

    rows = [
        cell for one in load_workbook(io.BytesIO(book)).worksheets for row in one.iter_rows() for cell in row
    ]
    assert {cell.data_type for cell in rows if cell.value == evil} == {"s"}
    assert not [cell for cell in rows if cell.data_type == "f"]
    fields = [
        field for row in csv.reader(io.StringIO(sheet.decode("utf-8-sig")), delimiter=";") for field in row
    ]
    assert f"'{evil}" in fields
    assert not [field for field in fields if field.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [safe(word) for word in ("+31", "-1", "@x", "\t=1", "\r=1", "Almelo")] == [
        *("'+31", "'-1", "'@x", "'\t=1", "'\r=1", "Almelo"),
    ]


@pytest.mark.usefixtures("people")
async def test_staff_have_their_own_taalhuis_and_no_other(rig: Rig) -> None:
    async with at_desk(rig, await make_staff(rig)) as desk:
        own = await desk.get("/reports")
        others = [
            (await desk.get(f"/reports{path}?scope={scope}&period=2026")).status_code
            for path in ("", "/export.csv", "/export.xlsx")
            for scope in (f"house:{OTHER_HOUSE}", "all", "region:1", "gemeente:GM0193", "x")
        ]
        odd = (await desk.get(f"/reports/export.pdf?{OWN}")).status_code

    assert own.status_code == 200
    assert on_page(own.text)["Kanaal", "website", "0 Aantal"] == "3"
    assert set(others) == {404}
    assert odd == 404


@pytest.mark.usefixtures("people")
async def test_regional_staff_have_counts_of_their_region_and_what_is_in_it(rig: Rig) -> None:
    async with at_desk(rig, await make_regional(rig, REGION)) as desk:
        page = (await desk.get("/reports?period=2026")).text
        house = (await desk.get(f"/reports?scope=house:{HOUSE}&period=2026")).text
        other = await desk.get(f"/reports?scope=house:{OTHER_HOUSE}&period=2026")
        everything = await desk.get("/reports?scope=all&period=2026")

    assert on_page(page)["Kanaal", "Totaal", "0 Aantal"] == "23"
    assert on_page(page)["Kanaal", "website", "0 Aantal"] == "< 5"
    assert on_page(page)["Kanaal", "Telegram", "0 Aantal"] == "*"
    assert on_page(house)["Dagen wachten", "Totaal", "2 Dagen tot eerste gesprek (mediaan)"] == "–"
    assert (other.status_code, everything.status_code) == (404, 404)


@pytest.mark.usefixtures("people")
async def test_wrong_days_are_told_and_nothing_is_counted(rig: Rig) -> None:
    async with at_desk(rig, await make_staff(rig)) as desk:
        wrong = await desk.get("/reports?period=own&first=2026-05-02&last=2026-05-01")
        file = await desk.get("/reports/export.csv?period=own&first=2026-05-02&last=2026-05-01")
        right = await desk.get("/reports?period=own&first=2026-03-10&last=2026-03-10")

    assert 'role="alert"' in wrong.text
    assert "<table>" not in wrong.text
    assert file.status_code == 404
    assert on_page(right.text)["Kanaal", "Totaal", "0 Aantal"] == "23"


@pytest.mark.usefixtures("people")
async def test_reading_and_taking_along_are_both_written_down_with_the_member(rig: Rig) -> None:
    member = await make_staff(rig)
    async with at_desk(rig, member) as desk:
        await three_faces(desk, OWN)

    rows = await rig.rows("SELECT what, member_id, taalhuis_id FROM audit_entry WHERE what LIKE 'report.%'")
    assert rows == [
        (what, member.id, member.taalhuis_id) for what in ("report.read", "report.export", "report.export")
    ]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("by", ["nothing", "gemeente"])
async def test_only_what_adds_up_looks_like_a_total(rig: Rig, by: str) -> None:
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get(f"/reports?period=2026&by={by}")).text

    whole = re.findall(r'<tr class="whole"><th scope="row">(.*?)</th>', page)
    assert set(whole) == {"Totaal"}
    assert len(whole) == page.count('<th scope="row">Totaal</th>')
    assert '<tr><th scope="row">Computer en mobiel</th>' in page or by != "nothing"
