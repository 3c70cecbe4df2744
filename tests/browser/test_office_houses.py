"""Looking after a Taalhuis in a browser: its hours with what a learner sees first, closing it, who is
notified; a file with faults and without; the map.
"""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.desks import Desks
from tests.browser.test_office_people import NARROW, fits, portrait
from tests.office.test_import import ROW, a_file
from tests.support.axe import findings
from tests.support.loop import make_regional, make_staff

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_other_hours_are_looked_at_as_a_learner_and_then_saved(desks: Desks) -> None:
    staff = await make_staff(desks.rig)
    page = await desks.sit(staff)
    await page.goto(f"{desks.url}/console/houses/{staff.taalhuis_id}")
    await page.get_by_role("group", name="Openingstijden").get_by_label("woensdag, tijd 1, tot").fill("13:15")
    await page.get_by_role("button", name="Bekijk eerst").click()

    ahead = page.get_by_role("region", name="Zo ziet een deelnemer het")
    await expect(ahead.get_by_text("13.15 uur")).to_be_visible()
    picture = ahead.get_by_role("img")
    await expect(picture).to_have_js_property("naturalWidth", 800)
    assert "-13:15" in (await picture.get_attribute("alt") or "")
    await portrait(page, "house_preview")
    assert await findings(page) == []
    await ahead.get_by_role("button", name="Bewaar").click()
    await expect(page.get_by_role("status")).to_contain_text("Bewaard.")


async def test_a_house_is_closed_for_a_while_and_one_colleague_is_notified(desks: Desks) -> None:
    staff = await make_staff(desks.rig)
    await make_staff(desks.rig, address="tom", name="Tom")
    page = await desks.sit(staff, viewport=NARROW)
    await page.goto(f"{desks.url}/console/houses/{staff.taalhuis_id}")
    await portrait(page, "house_narrow")
    assert await fits(page)
    notified = page.get_by_role("group", name="Wie krijgt berichten")
    await notified.get_by_label("Sanne").uncheck()
    await notified.get_by_label("Tom").uncheck()
    await page.get_by_label("Tijdelijk gesloten tot en met").fill("2099-01-01")
    await page.get_by_role("button", name="Bewaar").click()
    await expect(notified.get_by_text("Er moet minstens één medewerker")).to_be_visible()
    assert await findings(page) == []
    await notified.get_by_label("Tom").check()
    await page.get_by_role("button", name="Bewaar").click()
    await expect(page.get_by_role("status")).to_contain_text("Bewaard.")
    await page.get_by_role("link", name="Terug naar de Taalhuizen").click()
    await expect(page.get_by_text("Gesloten tot en met 01-01-2099")).to_be_visible()
    assert await fits(page)


async def test_a_file_with_faults_is_refused_and_a_good_one_is_taken_over_as_shown(desks: Desks) -> None:
    await desks.rig.with_houses()
    page = await desks.sit(None)
    await page.get_by_role("link", name="Bestand inlezen").click()
    faulty = a_file({**ROW, "email": "nope", "latitude": "60"})
    for content in (faulty, a_file(ROW)):
        file = {"name": "huizen.csv", "mimeType": "text/csv", "buffer": content}
        await page.get_by_label("Bestand met Taalhuizen").set_input_files(file)  # type: ignore[arg-type]
        await page.get_by_role("button", name="Bekijk de verschillen").click()
        if content is faulty:
            await expect(page.get_by_role("row", name="2 email")).to_be_visible()
            await portrait(page, "import_faults")
            assert await findings(page) == []
    await portrait(page, "import_plan")
    assert await findings(page) == []
    await page.get_by_role("button", name="Neem dit over").click()
    await expect(page.get_by_role("status")).to_have_text("Klaar: 1 nieuw, 0 veranderd.")


async def test_the_map_says_where_there_is_no_taalhuis_in_a_picture_and_in_words(desks: Desks) -> None:
    regional = await make_regional(desks.rig)
    await desks.rig.run("UPDATE taalhuis SET active = 0 WHERE gemeente_code = 'GM0160'")
    page = await desks.sit(regional)
    await page.get_by_role("link", name="Kaart").click()

    await expect(page.get_by_role("img", name="Kaart van Zwolle")).to_be_visible()
    first = page.get_by_role("row").nth(1)
    await expect(first).to_contain_text("Hardenberg")
    await expect(first).to_contain_text("Geen")
    await portrait(page, "map")
    assert await findings(page) == []
    await page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    await portrait(page, "map_narrow")
    assert await fits(page)
