"""Reports in a browser: choose one, read its tables, take it along; and how it looks on paper."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.desks import Desks
from tests.support.axe import findings
from tests.support.loop import HOUSE, house_id, make_regional, make_staff
from tests.support.reporting import SignUp, sign_up

pytestmark = pytest.mark.asyncio(loop_scope="session")

MARCH = datetime(2026, 3, 10, 9, tzinfo=UTC)
NARROW: ViewportSize = {"width": 320, "height": 800}


async def with_people(desks: Desks) -> None:
    house = await house_id(desks.rig, HOUSE)
    await sign_up(
        desks.rig,
        *(SignUp(at=MARCH, house=house, met=(6,), status="ongoing") for _ in range(14)),
        *(SignUp(at=MARCH, house=house, channel="web", language="light", helper="uwv") for _ in range(3)),
    )


async def no_sideways(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def test_staff_choose_a_period_read_a_table_and_take_it_along(desks: Desks, tmp_path: Path) -> None:
    page = await desks.sit(await make_staff(desks.rig), accept_downloads=True)
    await with_people(desks)
    await page.get_by_role("link", name="Rapporten").click()
    await page.get_by_label("Periode", exact=True).select_option("2026-Q1")
    await page.get_by_label("Uitgesplitst naar").select_option("month")
    await page.get_by_role("button", name="Toon rapport").click()

    table = page.get_by_role("region", name="Tabel: Kanaal").get_by_role("table")
    march = table.get_by_role("row", name="2026-03").get_by_role("cell")
    await expect(march).to_have_text(["14", "3", "0", "17"])
    await expect(page.get_by_role("img", name="Kanaal")).to_be_visible()
    assert await findings(page) == []
    await page.emulate_media(color_scheme="dark")
    assert await findings(page) == []
    await page.set_viewport_size(NARROW)
    assert await no_sideways(page)

    async with page.expect_download() as book:
        await page.get_by_role("link", name="Download Excel").click()
    async with page.expect_download() as sheet:
        await page.get_by_role("link", name="Download CSV").click()
    file = await (await book.value).path()
    rows = list(load_workbook(io.BytesIO(file.read_bytes()))["Kanaal"].iter_rows(values_only=True))
    assert rows[3] == ("2026-03", 14, 3, 0, 17)
    assert "Kanaal;2026-03;website;3" in (await (await sheet.value).path()).read_text("utf-8-sig")
    assert (
        await sheet.value
    ).suggested_filename == "taalwijzer-house-demo-zwolle-1-2026-01-01-2026-03-31.csv"


async def test_regional_staff_see_small_numbers_hidden_in_table_and_chart_and_on_paper(desks: Desks) -> None:
    page = await desks.sit(await make_regional(desks.rig))
    await with_people(desks)
    await page.goto(f"{desks.url}/console/reports?period=2026")

    row = page.get_by_role("region", name="Tabel: Kanaal").get_by_role("row", name="website")
    await expect(row.get_by_role("cell")).to_have_text("< 5")
    await expect(page.locator("#channel svg .number").nth(1)).to_have_text("< 5 (niet te zien)")
    assert await findings(page) == []
    await page.emulate_media(media="print")
    await expect(page.get_by_role("button", name="Toon rapport")).to_be_hidden()
    await expect(page.locator("#channel table")).to_be_visible()
    fill = await page.locator("svg .bar").first.evaluate("bar => getComputedStyle(bar).fill")
    assert fill == "rgb(85, 85, 85)"
