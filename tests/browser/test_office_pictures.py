"""The console of a house at work: its five main pages as the docs show them, with nothing that axe finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.desks import Desks
from tests.support import portraits
from tests.support.axe import findings
from tests.support.building import Rig
from tests.support.loop import HOUSE, house_id, make_regional, make_staff, make_volunteer, submitted_case
from tests.support.meetings import MONDAY, planned_case
from tests.support.planning import plan_at
from tests.support.reporting import SignUp, sign_up

pytestmark = pytest.mark.asyncio(loop_scope="session")

WINDOW = ViewportSize(width=1180, height=820)
FRIDAY, WEDNESDAY = datetime(2026, 5, 29, 8, tzinfo=UTC), datetime(2026, 6, 3, 10, tzinfo=UTC)
WEEK = "/console/planning?week=2026-W24"
IN_MARCH = datetime(2026, 3, 10, 9, tzinfo=UTC)


async def new_people(rig: Rig) -> int:
    """Four who wait, since before the weekend, since two days, one and now; the number of the newest."""
    rig.clock.now = FRIDAY
    waiting = []
    for number, name in enumerate(("Fatima", "Piotr", "Oksana", "Ahmet")):
        waiting.append(await submitted_case(rig, f"2{number}", name=name))
        rig.clock.forward(days=3 if number == 0 else 1)
    rig.clock.now = WEDNESDAY
    return waiting[-1].id


async def people_with_a_moment(rig: Rig) -> None:
    """A week with four appointments of Anna and one of Bram."""
    case = await planned_case(rig, MONDAY)
    await rename(rig, "7", "Maria")
    for address, name, wall in (
        ("31", "Kees", "2026-06-08T14:00"),
        ("32", "Yusuf", "2026-06-09T10:00"),
        ("33", "Ewa", "2026-06-10T13:30"),
        ("34", "Jan", "2026-06-11T10:30"),
    ):
        await plan_at(rig, case, wall, address=address)
        await rename(rig, address, name)


async def rename(rig: Rig, address: str, name: str) -> None:
    """Call the learner of this chat so."""
    await rig.run(
        "UPDATE learner SET first_name = :name"
        " WHERE chat_id = (SELECT id FROM chat WHERE address = :address)",
        name=rig.codec.vault.seal(name),
        address=address,
    )


async def looked_at(page: Page, name: str, path: str, shows: str, *, at: str = "body") -> None:
    """This page shows those words, and its picture begins at that element."""
    await page.goto(path)
    await expect(page.get_by_text(shows).locator("visible=true").first).to_be_visible()
    assert await findings(page) == []
    await page.emulate_media(color_scheme="light")
    await page.locator(at).evaluate("element => element.scrollIntoView({block: 'start'})")
    await portraits.write(page, f"console-{name}.png")


async def test_a_house_at_work_has_nothing_that_axe_finds(desks: Desks) -> None:
    rig = desks.rig
    newest = await new_people(rig)
    await people_with_a_moment(rig)
    await make_volunteer(rig, address="bram", name="Bram")
    page = await desks.sit(await make_staff(rig), viewport=WINDOW)
    await looked_at(page, "queue", f"{desks.url}/console/intakes", "Fatima")
    await looked_at(page, "sign-up", f"{desks.url}/console/intake/{newest}", "Ahmet")
    await looked_at(page, "planning", f"{desks.url}{WEEK}", "Yusuf")


async def test_a_report_has_nothing_that_axe_finds(desks: Desks) -> None:
    staff, house = await make_staff(desks.rig), await house_id(desks.rig, HOUSE)
    met = SignUp(at=IN_MARCH, house=house, met=(6,), status="ongoing")
    on_the_web = SignUp(at=IN_MARCH, house=house, channel="web", helper="uwv", needs=("digital", "numbers"))
    await sign_up(desks.rig, *[replace(met, numbered=100 + number) for number in range(14)])
    await sign_up(desks.rig, *[replace(on_the_web, numbered=200 + number) for number in range(9)])
    page = await desks.sit(staff, viewport=WINDOW)
    await looked_at(page, "report", f"{desks.url}/console/reports?period=2026", "Kanaal", at="#need")


async def test_the_map_of_a_region_has_nothing_that_axe_finds(desks: Desks) -> None:
    page = await desks.sit(await make_regional(desks.rig), viewport=WINDOW)
    await looked_at(page, "map", f"{desks.url}/console/map", "Elke gemeente heeft een open Taalhuis.")
