"""The page of the audit in a browser: find who read a sign-up, ask for days, take the lines along."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from flows.replies import Tap
from tests.browser.desks import Desks
from tests.support.axe import findings
from tests.support.loop import make_staff, submitted_case

pytestmark = pytest.mark.asyncio(loop_scope="session")

PICTURES = os.environ.get("TAALWIJZER_TEST_PICTURES", "")
"""A folder to keep pictures in, for looking at them."""


async def test_staff_find_who_read_a_sign_up_and_take_the_lines_along(desks: Desks, tmp_path: Path) -> None:
    staff = await make_staff(desks.rig, name="Sanne")
    case = await submitted_case(desks.rig)
    for deed in ("intake", "hist", "notes"):
        await desks.rig.hear(Tap(f"do:{deed}:{case.id}", 0, 0, "m1"), address="staff")
    page = await desks.sit(staff)

    await page.get_by_role("link", name="Controle").click()
    await page.get_by_label("Code of nummer van een aanmelding").fill(case.code)
    await page.get_by_role("button", name="Toon").click()
    rows = page.locator("tbody tr")
    await expect(rows).to_have_count(3)
    await expect(rows.first).to_contain_text("Sanne")
    assert await findings(page) == []

    await page.get_by_label("Tot en met").fill("2020-01-01")
    await page.get_by_role("button", name="Toon").click()
    await expect(page.get_by_text("Er is niets gevonden")).to_be_visible()
    assert await findings(page) == []

    await page.goto(f"{desks.url}/console/audit")
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Maak een bestand (CSV)").click()
    file = tmp_path / "audit.csv"
    await (await coming.value).save_as(file)
    assert "intake.read" in file.read_text(encoding="utf-8")
    if PICTURES:
        await page.screenshot(path=f"{PICTURES}/audit.png", full_page=True)


async def test_on_a_phone_the_page_does_not_scroll_sideways(desks: Desks) -> None:
    page = await desks.sit(await make_staff(desks.rig, name="Sanne"), viewport={"width": 320, "height": 844})
    await page.goto(f"{desks.url}/console/audit")
    await page.reload()

    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    if PICTURES:
        await page.screenshot(path=f"{PICTURES}/audit-phone.png", full_page=True)
