"""The page about one sign-up, in a browser: its three main tasks, two people at once, and the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from bot.db.queries.cases import Case
from flows.replies import Typed
from tests.browser.desks import Desks
from tests.support.axe import findings
from tests.support.loop import case_now, make_staff, make_volunteer, submitted_case, tap_card
from tests.support.staffing import said_to

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def _at(desks: Desks, page: Page, case: Case) -> Page:
    await page.goto(f"{desks.url}/console/intake/{case.id}")
    return page


async def test_accept_a_sign_up_and_give_it_to_a_volunteer(desks: Desks) -> None:
    rig, case = desks.rig, await submitted_case(desks.rig)
    staff, anna = await make_staff(rig), await make_volunteer(rig)
    page = await _at(desks, await desks.sit(staff), case)
    await page.get_by_role("button", name="Aannemen").click()
    await expect(page.get_by_text("De aanmelding is aangenomen.")).to_be_visible()
    await page.locator("summary", has_text="Vrijwilliger kiezen").click()
    await page.get_by_label(re.compile("Anna")).check()
    await page.get_by_role("button", name="Kies deze vrijwilliger").click()
    await expect(page.get_by_text("De vrijwilliger heeft de deelnemer nu.")).to_be_visible()
    await rig.due()

    now = await case_now(rig, case.id)
    assert (now.status, now.volunteer_id, now.staff_id) == ("matched", anna.id, staff.id)
    assert any(key.startswith("news.matched") for key in said_to(rig, "7"))


async def test_ask_a_question_and_see_the_answer_come_in(desks: Desks) -> None:
    rig, case = desks.rig, await submitted_case(desks.rig)
    page = await _at(desks, await desks.sit(await make_staff(rig)), case)
    await page.locator("summary", has_text="Vraag aan de deelnemer").click()
    await page.get_by_label("Uw vraag").fill("Kunt u op vrijdag?")
    await page.locator("form[action$='/ask'] button").click()
    await expect(page.get_by_text("De vraag is op weg naar de deelnemer.")).to_be_visible()
    await rig.due()
    await tap_card(rig, "answer", "7")
    await rig.hear(Typed("Ja, na tien uur"))

    await expect(page.get_by_text("Er is een antwoord op een vraag.")).to_be_visible(timeout=8_000)
    await expect(page.locator("#part-notes").get_by_text("Ja, na tien uur")).to_be_visible()


async def test_hand_it_over_to_a_taalhuis_that_was_searched(desks: Desks) -> None:
    rig, case = desks.rig, await submitted_case(desks.rig)
    page = await _at(desks, await desks.sit(await make_staff(rig)), case)
    await page.locator("summary", has_text="Naar een ander Taalhuis").click()
    await page.get_by_label("Naam van een Taalhuis of een plaats").fill("Almelo")
    await page.get_by_role("button", name="Zoek", exact=True).click()
    await page.get_by_label(re.compile("in .*Almelo")).first.check()
    await page.get_by_role("button", name="Draag over").click()

    await expect(page.get_by_role("heading", name="Overgedragen")).to_be_visible()
    assert (await case_now(rig, case.id)).reason == "changed_by_staff"


async def test_two_who_decide_at_once_are_kept_apart_and_see_each_other(desks: Desks) -> None:
    rig, case = desks.rig, await submitted_case(desks.rig)
    sanne, omar = await make_staff(rig), await make_staff(rig, address="omar", name="Omar")
    one = await _at(desks, await desks.sit(sanne), case)
    other = await _at(desks, await desks.sit(omar), case)
    await other.locator("summary", has_text="Notitie").click()
    await other.get_by_label("Uw notitie").fill("Belt morgen terug")
    await one.get_by_role("button", name="Ik neem deze aanmelding").click()

    # What the one does is seen by the other, and what is being typed stays.
    await expect(other.locator("#sheet-news")).to_contain_text("Sanne", timeout=8_000)
    await expect(other.locator("#sheet-others")).to_contain_text("Sanne")
    await expect(other.get_by_label("Uw notitie")).to_have_value("Belt morgen terug")
    await expect(other.get_by_text("Wat u typt, blijft staan.")).to_be_visible()
    await expect(other.locator("#part-standing")).to_contain_text("Sanne")

    # Their form still shows what was so: nothing happens before they have seen what changed.
    await other.locator("form[action$='/note'] button").click()
    await expect(other.get_by_role("heading", name="Er is iets veranderd")).to_be_visible()
    assert await rig.rows("SELECT 1 FROM referral_note") == []
    assert await findings(other) == []
    await other.get_by_role("button", name="Toch doen").click()
    await expect(other.locator("#part-notes")).to_contain_text("Belt morgen terug")


async def test_who_comes_second_by_a_moment_does_nothing(desks: Desks) -> None:
    rig, case = desks.rig, await submitted_case(desks.rig)
    sanne, omar = await make_staff(rig), await make_staff(rig, address="omar", name="Omar")
    pages = [await _at(desks, await desks.sit(who), case) for who in (sanne, omar)]
    await pages[0].get_by_role("button", name="Aannemen").click(no_wait_after=True)
    await pages[1].get_by_role("button", name="Aannemen").click(no_wait_after=True)
    headings = [page.get_by_role("heading", name="Er is iets veranderd") for page in pages]
    done = [page.get_by_text("De aanmelding is aangenomen.") for page in pages]

    for heading, said in zip(headings, done, strict=True):
        await expect(heading.or_(said)).to_be_visible()
    moves = await rig.rows("SELECT member_id FROM referral_move WHERE to_status = 'accepted'")
    winner = 0 if moves == [(sanne.id,)] else 1
    assert len(moves) == 1
    await expect(done[winner]).to_be_visible()
    await expect(headings[1 - winner]).to_be_visible()


async def test_all_of_it_is_done_by_keys_which_can_be_switched_off(desks: Desks) -> None:
    rig, case = desks.rig, await submitted_case(desks.rig)
    page = await _at(desks, await desks.sit(await make_staff(rig)), case)
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Sneltoetsen")).to_contain_text("Aannemen")
    assert await findings(page) == []
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    await page.keyboard.type("at note van avond")
    await expect(page.get_by_label("Uw notitie")).to_have_value("at note van avond")
    await page.keyboard.press("Escape")
    await page.keyboard.press("a")
    await expect(page.get_by_role("button", name="Aannemen")).to_be_focused()

    await page.get_by_role("button", name="Sneltoetsen").click()
    await page.get_by_label("Sneltoetsen aan").uncheck()
    await page.keyboard.press("Escape")
    await page.locator("h1").click()
    await page.keyboard.press("v")
    await expect(page.get_by_text("Welke vrijwilliger?")).to_be_hidden()


async def test_the_page_is_for_everybody_on_every_screen(desks: Desks) -> None:
    case = await submitted_case(desks.rig)
    page = await _at(desks, await desks.sit(await make_staff(desks.rig)), case)

    assert await findings(page) == []
    await page.set_viewport_size({"width": 320, "height": 800})
    assert await page.evaluate("document.documentElement.scrollWidth") == 320


async def test_without_javascript_a_question_and_a_handing_over_work_too(desks: Desks) -> None:
    rig, case = desks.rig, await submitted_case(desks.rig)
    page = await _at(desks, await desks.sit(await make_staff(rig), java_script_enabled=False), case)
    await page.locator("summary", has_text="Naar een ander Taalhuis").click()
    await page.get_by_label("Naam van een Taalhuis of een plaats").fill("Almelo")
    await page.get_by_role("button", name="Zoek", exact=True).click()
    await page.get_by_label(re.compile("in .*Almelo")).first.check()
    await page.get_by_role("button", name="Draag over").click()

    await expect(page.get_by_role("heading", name="Overgedragen")).to_be_visible()
