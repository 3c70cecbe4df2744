"""The week of a house in a browser: looked at and filtered, an appointment moved by its form, and dragged."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.desks import Desks
from tests.support.axe import findings
from tests.support.building import Rig
from tests.support.loop import make_staff, make_volunteer
from tests.support.meetings import MONDAY, TUESDAY, appointment_of, matched_case, planned_case
from tests.support.planning import plan_at, written_appointment

pytestmark = pytest.mark.asyncio(loop_scope="session")

WEEK = "/console/planning?week=2026-W24"


async def full_week(rig: Rig) -> None:
    """A planned appointment, one that overlaps it, a proposal, and one in the evening."""
    case = await planned_case(rig, MONDAY)
    await plan_at(rig, case, "2026-06-08T11:30", address="8")
    await plan_at(rig, case, "2026-06-11T19:00", address="9")
    proposed = await plan_at(rig, case, "2026-06-12T10:00", address="10")
    await rig.run(
        "UPDATE appointment SET status = 'proposed', starts_at = NULL, moments = :moments"
        " WHERE referral_id = :id",
        moments='["2026-06-12T10:00", "2026-06-12T14:00"]',
        id=proposed.id,
    )


async def sits_at(desks: Desks, **options: object) -> Page:
    page = await desks.sit(await make_staff(desks.rig), **options)
    await page.goto(f"{desks.url}{WEEK}")
    return page


async def test_a_week_is_looked_at_and_filtered(desks: Desks) -> None:
    await full_week(desks.rig)
    bram = await make_volunteer(desks.rig, address="bram", name="Bram")
    page = await sits_at(desks)

    await expect(page.locator(".meet")).to_have_count(5)
    await expect(page.locator(".meet.proposed")).to_have_count(2)
    await expect(page.locator(".alarming:visible")).to_have_count(5)
    first, second = page.locator(".meet").nth(0), page.locator(".meet").nth(1)
    one, two = await first.bounding_box(), await second.bounding_box()
    assert one
    assert two
    assert two["y"] > one["y"]
    assert two["x"] >= one["x"] + one["width"], "what overlaps stands side by side"
    tuesday = await page.locator('[data-day="2026-06-09"]').bounding_box()
    assert tuesday
    assert two["x"] + two["width"] <= tuesday["x"], "in its own day"
    await page.locator("#volunteer").select_option(str(bram.id))
    await page.get_by_role("button", name="Toon").click()
    await expect(page.locator(".meet")).to_have_count(0)
    await page.get_by_role("link", name="Vorige week").click()
    await expect(page.get_by_role("heading", level=2, name=re.compile("Week 23"))).to_be_visible()


async def test_an_appointment_is_moved_by_its_form_without_javascript(desks: Desks) -> None:
    case = await planned_case(desks.rig, MONDAY)
    page = await sits_at(desks, java_script_enabled=False)

    await page.locator(".meet a").click()
    await page.locator("#day").fill("2026-06-09")
    await page.locator("#time").fill("19:00")
    await page.get_by_role("button", name="Kijk of het kan").click()
    await expect(page.get_by_text("Buiten de openingstijden")).to_be_visible()
    await page.locator("#time").fill("14:30")
    await page.get_by_role("button", name="Kijk of het kan").click()
    await page.get_by_role("button", name="Telefonisch afgesproken").click()

    await expect(page.get_by_role("status")).to_contain_text("De afspraak is gepland")
    await expect(page.locator(".meet")).to_contain_text("14:30–15:30")
    assert (await appointment_of(desks.rig, case)).wall_at == TUESDAY


async def test_an_appointment_is_dragged_to_another_moment_and_then_asked(desks: Desks) -> None:
    case = await planned_case(desks.rig, MONDAY)
    page = await sits_at(desks)
    block = page.locator(".meet")
    start = await block.bounding_box()
    target = await page.locator('[data-day="2026-06-10"]').bounding_box()
    assert start
    assert target
    hour = start["height"]

    await page.mouse.move(start["x"] + 20, start["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(target["x"] + 40, start["y"] + 10 + 2 * hour, steps=6)
    await expect(page.locator(".ghost")).to_have_text("13:00")
    await page.mouse.up()

    await expect(page.locator("#look")).to_be_visible()
    await expect(page.locator(".new-moment")).to_contain_text("13:00–14:00")
    await expect(page.get_by_text("De deelnemer kan dan meestal niet")).to_be_visible()
    await page.get_by_role("button", name="Vraag het").click()
    await expect(page.get_by_role("status")).to_contain_text("De vraag is gestuurd")
    await expect(page.locator(".meet.proposed")).to_contain_text("13:00–14:00")
    assert (await appointment_of(desks.rig, case)).moments == ["2026-06-10T13:00"]


async def test_a_drag_that_is_given_up_changes_nothing_and_a_click_still_opens_it(desks: Desks) -> None:
    case = await matched_case(desks.rig)
    await written_appointment(desks.rig, case, MONDAY)
    page = await sits_at(desks)
    box = await page.locator(".meet").bounding_box()
    assert box

    await page.mouse.move(box["x"] + 20, box["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 200, box["y"] + 60, steps=4)
    await page.keyboard.press("Escape")
    await page.mouse.up()
    await expect(page.locator(".ghost")).to_have_count(0)
    await expect(page).to_have_url(re.compile("week=2026-W24"))
    await page.locator(".meet a").click()
    await expect(page.get_by_role("heading", level=1, name="Afspraak")).to_be_visible()


async def test_axe_finds_nothing_on_any_of_the_pages(desks: Desks) -> None:
    await full_week(desks.rig)
    page = await sits_at(desks)
    assert await findings(page) == []
    await page.locator(".meet a").first.click()
    await page.locator("#time").fill("19:00")
    await page.get_by_role("button", name="Kijk of het kan").click()
    await expect(page.locator("#look")).to_be_visible()
    assert await findings(page) == []
    await page.goto(f"{desks.url}/console/calendar")
    await page.get_by_role("button", name="Maak een adres").click()
    await expect(page.locator("#address")).to_be_visible()
    assert await findings(page) == []


async def test_a_narrow_screen_has_the_same_week_as_a_list(desks: Desks) -> None:
    await full_week(desks.rig)
    page = await sits_at(desks, viewport={"width": 320, "height": 844})

    await expect(page.locator(".meet")).to_have_count(5)
    boxes = [await one.bounding_box() for one in await page.locator(".meet").all()]
    tops = [box["y"] for box in boxes if box]
    assert len(tops) == 5
    assert tops == sorted(tops)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await expect(page.get_by_text("Buiten de openingstijden").first).to_be_visible()
    assert await findings(page) == []
