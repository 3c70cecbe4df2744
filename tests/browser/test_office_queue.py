"""The queue in a browser: find somebody, filter and sort and page, keep a list and open it again."""

from __future__ import annotations

import pytest
from playwright.async_api import expect
from sqlalchemy import insert, select

from bot.db.models import Intake, Referral
from tests.browser.desks import Desks
from tests.support.axe import findings
from tests.support.loop import make_staff, submitted_case

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def plant(desks: Desks, many: int) -> None:
    """More sign-ups like the first, in turn submitted and on the waiting list."""
    async with desks.rig.database.transaction() as connection:
        intake = (await connection.execute(select(Intake.__table__).limit(1))).mappings().one()
        referral = (await connection.execute(select(Referral.__table__).limit(1))).mappings().one()
        for number in range(many):
            sent = {**intake, "id": 1000 + number, "code": f"X{number}"}
            status = "submitted" if number % 2 else "waiting_list"
            of_it = {**referral, "id": 1000 + number, "intake_id": sent["id"], "status": status}
            await connection.execute(insert(Intake).values(sent))
            await connection.execute(insert(Referral).values(of_it))


async def test_somebody_is_found_by_name_and_the_page_has_nothing_that_axe_finds(desks: Desks) -> None:
    await submitted_case(desks.rig, "7", name="Fatima")
    await submitted_case(desks.rig, "8", name="Piotr")
    desks.rig.clock.forward(days=3)
    page = await desks.sit(await make_staff(desks.rig))
    await page.get_by_role("link", name="Aanmeldingen", exact=True).click()

    await page.get_by_label("Wat zoekt u?").fill("fatima")
    await page.get_by_role("button", name="Zoek", exact=True).click()

    await expect(page.locator("tbody tr")).to_have_count(1)
    await expect(page.get_by_role("link", name="Fatima")).to_be_visible()
    assert "fatima" not in page.url.lower()
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        assert await findings(page) == []


async def test_filters_sorting_and_paging_change_the_list_alone(desks: Desks) -> None:
    await submitted_case(desks.rig, "7", name="Fatima")
    await plant(desks, 60)
    page = await desks.sit(await make_staff(desks.rig))
    await page.goto(f"{desks.url}/console/intakes?show=all")
    await page.evaluate("document.body.dataset.same = 'yes'")

    await page.get_by_label("Stand", exact=True).select_option("wait")
    await expect(page.locator("caption")).to_contain_text("30 aanmeldingen")
    await page.get_by_role("link", name="Aangemeld").click()
    await expect(page.locator("th[aria-sort=descending]")).to_contain_text("Aangemeld")
    await page.get_by_role("link", name="Volgende").click()
    await expect(page.locator("tbody tr")).to_have_count(5)

    assert await page.evaluate("document.body.dataset.same") == "yes"
    assert "show=wait" in page.url
    await page.go_back()
    await expect(page.locator("tbody tr")).to_have_count(25)
    assert await page.locator("h1").count() == 1


async def test_a_list_is_kept_and_opened_again_without_javascript(desks: Desks) -> None:
    await submitted_case(desks.rig, "7", name="Fatima")
    await plant(desks, 4)
    page = await desks.sit(await make_staff(desks.rig), java_script_enabled=False)
    await page.goto(f"{desks.url}/console/intakes")
    await page.get_by_label("Stand", exact=True).select_option("wait")
    await page.get_by_role("button", name="Toon").click()
    await page.get_by_text("Bewaar deze keuzes als lijst").click()
    await page.get_by_label("Naam van de lijst").fill("Wachten")
    await page.get_by_role("button", name="Bewaar", exact=True).click()

    await page.goto(f"{desks.url}/console/intakes?show=all")
    await page.get_by_role("link", name="Wachten").click()

    await expect(page.locator("tbody tr")).to_have_count(2)
    await expect(page.get_by_role("link", name="Wachten")).to_have_attribute("aria-current", "true")


async def test_the_list_fetches_itself_again_and_keeps_the_focus(desks: Desks) -> None:
    await submitted_case(desks.rig, "7", name="Fatima")
    page = await desks.sit(await make_staff(desks.rig))
    await page.goto(f"{desks.url}/console/intakes?show=new")
    await page.get_by_role("link", name="Fatima").focus()
    await submitted_case(desks.rig, "8", name="Piotr")

    # As the fifteen seconds would: the same element asks for itself.
    await page.evaluate(
        "htmx.ajax('GET', document.getElementById('list').getAttribute('hx-get'),"
        " {source: '#list', target: '#list', swap: 'outerHTML'})"
    )

    await expect(page.get_by_role("link", name="Piotr")).to_be_visible()
    await expect(page.get_by_role("link", name="Fatima")).to_be_focused()
    await expect(page.locator("#count-1")).to_contain_text("2 nieuw")
