"""Looking after the people of a Taalhuis in a browser: pause, invite, end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.desks import Desks
from tests.support.axe import findings
from tests.support.loop import make_staff, make_volunteer
from tests.support.meetings import matched_case

pytestmark = pytest.mark.asyncio(loop_scope="session")
NARROW = {"width": 390, "height": 844}


async def fits(page: Page) -> bool:
    """Nothing but what scrolls by itself is wider than the screen."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def portrait(page: Page, name: str) -> None:
    """For whoever wants to look: TAALWIJZER_PORTRAITS names a folder."""
    folder = os.environ.get("TAALWIJZER_PORTRAITS")
    if folder:
        await page.emulate_media(color_scheme="light")
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def test_a_volunteer_is_found_and_paused_up_to_a_day(desks: Desks) -> None:
    staff = await make_staff(desks.rig)
    await make_volunteer(desks.rig, needs=["numbers"], languages=["tr", "ar"], days=["mon", "thu"])
    await make_volunteer(desks.rig, address="bob", name="Bob", capacity=5)
    page = await desks.sit(staff)
    await page.get_by_role("link", name="Mensen").click()
    await portrait(page, "people")
    assert await findings(page) == []
    await page.get_by_label("Spreekt").select_option("tr")
    await page.get_by_role("button", name="Toon").click()
    await expect(page.get_by_role("link", name="Bob")).to_have_count(0)
    await page.get_by_role("link", name="Anna").click()
    await page.get_by_label("Tot en met").fill("2099-03-01")
    await page.get_by_role("button", name="Zet op pauze").click()

    await expect(page.get_by_role("status")).to_have_text("De pauze is ingesteld.")
    await expect(page.get_by_text("Pauze tot en met 01-03-2099")).to_be_visible()
    await portrait(page, "person")
    assert await findings(page) == []


async def test_a_link_is_made_shown_once_with_its_code_and_taken_back(desks: Desks) -> None:
    object.__setattr__(desks.rig.worlds, "bot_link", "https://t.me/taalwijzer_test_bot")
    page = await desks.sit(await make_staff(desks.rig), permissions=["clipboard-read", "clipboard-write"])
    await page.goto(f"{desks.url}/console/people")
    await page.get_by_role("button", name="Maak een link").click()

    link = await page.get_by_label("Link", exact=True).input_value()
    assert link.startswith("https://t.me/taalwijzer_test_bot?start=")
    await expect(page.get_by_role("img", name="QR-code van de link")).to_be_visible()
    await page.get_by_role("button", name="Kopieer").click()
    await expect(page.get_by_text("Gekopieerd.")).to_be_visible()
    await portrait(page, "invited")
    assert await findings(page) == []
    await page.get_by_role("link", name="Klaar").click()
    await page.get_by_role("button", name="Trek link").click()
    await expect(page.get_by_role("status")).to_have_text("De link werkt niet meer.")


async def test_ending_asks_once_and_says_what_happens_to_the_learner(desks: Desks) -> None:
    case = await matched_case(desks.rig)
    page = await desks.sit(await make_staff(desks.rig), viewport=NARROW)
    await page.goto(f"{desks.url}/console/people")
    await portrait(page, "people_narrow")
    assert await fits(page)
    await page.goto(f"{desks.url}/console/people/{case.volunteer_id}")
    await portrait(page, "person_narrow")
    assert await fits(page)
    await page.get_by_role("link", name="Werkt hier niet meer").click()
    await expect(page.get_by_text("1 deelnemer gaat terug naar het Taalhuis")).to_be_visible()
    assert await findings(page) == []
    await page.get_by_role("button", name="Ja, beëindig de rol").click()

    await expect(page.get_by_role("status")).to_have_text("Deze persoon is gestopt.")
    await expect(page.get_by_role("link", name="Anna")).to_have_count(0)
