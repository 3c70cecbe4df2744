"""The rights of a learner in a browser, by staff whom they asked; and the privacy report."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.desks import Desks
from tests.support.axe import findings
from tests.support.loop import make_staff, submitted_case
from tests.support.meetings import matched_case
from tests.support.signups import NAME

pytestmark = pytest.mark.asyncio(loop_scope="session")
NARROW = {"width": 390, "height": 844}


async def fits(page: Page) -> bool:
    """Nothing but what scrolls by itself is wider than the screen."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def portrait(page: Page, name: str) -> None:
    """For whoever wants to look: TAALWIJZER_PORTRAITS names a folder."""
    folder = os.environ.get("TAALWIJZER_PORTRAITS")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def test_everything_is_shown_handed_over_and_put_right(desks: Desks) -> None:
    case = await matched_case(desks.rig)
    page = await desks.sit(await make_staff(desks.rig))
    await page.goto(f"{desks.url}/console/intake/{case.id}/data")
    await expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    await portrait(page, "rights")
    assert await findings(page) == []
    async with page.expect_download() as waiting:
        await page.get_by_role("button", name="Maak het bestand").click()
    download = await waiting.value
    content = await asyncio.to_thread(Path(await download.path()).read_text, encoding="utf-8")
    await page.get_by_label("Voornaam").fill("Zenobia")
    await page.get_by_role("button", name="Verander").first.click()

    assert download.suggested_filename == "taalwijzer.html"
    assert NAME in content
    await expect(page.get_by_role("status")).to_have_text("Het is veranderd.")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Zenobia")


async def test_erasing_takes_two_steps_and_types_nothing_on_a_phone_too(desks: Desks) -> None:
    case = await matched_case(desks.rig)
    page = await desks.sit(await make_staff(desks.rig), viewport=NARROW)
    await page.goto(f"{desks.url}/console/intake/{case.id}/erase")
    await portrait(page, "erase")
    assert await fits(page)
    await page.get_by_role("button", name="Verder").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Weet u het zeker?")
    assert await findings(page) == []
    await page.get_by_role("button", name="Ja, wis alles").click()

    await expect(page.get_by_role("status")).to_contain_text("Er is niets meer van deze deelnemer.")
    assert NAME not in await page.content()
    assert await desks.rig.rows("SELECT count(*) FROM learner") == [(0,)]


async def test_the_report_of_a_year_is_read_by_the_operator(desks: Desks) -> None:
    await submitted_case(desks.rig)
    page = await desks.sit(None, viewport=NARROW)
    await page.goto(f"{desks.url}/console/privacy")
    await portrait(page, "privacy")
    given = page.get_by_role("row").filter(has_text="Ja gezegd")

    await expect(given.get_by_role("cell")).to_have_text("1")
    assert await fits(page)
    assert await findings(page) == []
    await page.emulate_media(color_scheme="dark")
    assert await findings(page) == []
