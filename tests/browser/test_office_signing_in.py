"""Signing in, in a browser: the link, the code, the tap in the chat, and the sessions afterwards."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from flows.model import Name
from flows.replies import Command
from tests.browser.desks import Desks
from tests.support.axe import findings
from tests.support.loop import cards, make_staff, tap_card

pytestmark = pytest.mark.asyncio(loop_scope="session")
_PHONE = {"width": 390, "height": 844}


async def _link(desks: Desks) -> str:
    """The link that Sanne gets in her chat, at the address of this server."""
    await desks.rig.hear(Command("console"), address="staff")
    link = cards(desks.rig, "staff")[0].prompt.lines[0].params["link"]
    assert isinstance(link, Name)
    return link.name


async def _browser(desks: Desks, **options: Any) -> Page:
    """A browser in which nobody is signed in."""
    wide = {"locale": "nl-NL", "reduced_motion": "reduce", "viewport": {"width": 1280, "height": 900}}
    context = await desks.chromium.new_context(**(wide | options))
    desks.stack.push_async_callback(context.close)
    return await context.new_page()


async def _opened(desks: Desks, page: Page, link: str) -> str:
    """Press the button behind the link; the code that the browser shows."""
    await page.goto(link)
    await page.get_by_role("button", name="Inloggen in deze browser").click()
    await expect(page.get_by_role("heading", name="Druk in de chat op Ja")).to_be_visible()
    await desks.rig.due()
    return await page.locator(".code").inner_text()


async def _asked(desks: Desks) -> str:
    """The code in the question of the chat."""
    code = cards(desks.rig, "staff")[0].prompt.lines[0].params["code"]
    assert isinstance(code, Name)
    return code.name


async def test_the_page_opens_by_itself_after_yes_in_the_chat(desks: Desks) -> None:
    desks.rig.worlds.site.url = desks.url
    await make_staff(desks.rig)
    broken: list[str] = []
    page = await _browser(desks)
    page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
    link = await _link(desks)
    await page.goto(link)
    assert await findings(page) == []
    code = await _opened(desks, page, link)
    assert code == await _asked(desks)
    assert page.url == f"{desks.url}/console/in/wait"
    assert await findings(page) == []

    await tap_card(desks.rig, "conyes", "staff")

    await page.wait_for_url(f"{desks.url}/console")
    await expect(page.get_by_role("heading", name="Wat op u wacht")).to_be_visible()
    assert await findings(page) == []
    assert await page.evaluate("document.cookie") == ""
    assert broken == []


async def test_no_in_the_chat_and_a_second_browser_both_end_at_a_kind_page(desks: Desks) -> None:
    desks.rig.worlds.site.url = desks.url
    await make_staff(desks.rig)
    first, second = await _browser(desks), await _browser(desks, viewport=_PHONE)
    link = await _link(desks)
    await second.goto(link)
    await _opened(desks, first, link)
    await second.get_by_role("button", name="Inloggen in deze browser").click()
    over = re.compile("Deze link werkt niet meer")
    await expect(second.get_by_role("heading", name=over)).to_be_visible()
    assert await findings(second) == []

    await tap_card(desks.rig, "conno", "staff")

    await expect(first.get_by_role("heading", name=over)).to_be_visible()


async def test_it_works_without_javascript(desks: Desks) -> None:
    desks.rig.worlds.site.url = desks.url
    await make_staff(desks.rig)
    page = await _browser(desks, java_script_enabled=False)
    await _opened(desks, page, await _link(desks))
    await page.get_by_role("button", name="Ik heb op Ja gedrukt").click()
    await expect(page.get_by_role("status")).to_contain_text("nog niet op Ja gedrukt")
    await tap_card(desks.rig, "conyes", "staff")
    await page.get_by_role("button", name="Ik heb op Ja gedrukt").click()

    await expect(page.get_by_role("heading", name="Wat op u wacht")).to_be_visible()


async def test_another_browser_is_signed_out_from_the_list(desks: Desks) -> None:
    staff = await make_staff(desks.rig)
    here, there = await desks.sit(staff), await desks.sit(staff, viewport=_PHONE)
    await here.get_by_role("link", name=re.compile("medewerker")).click()
    await expect(here.get_by_role("heading", level=1)).to_have_text("Waar u bent ingelogd")
    rows = here.locator("tbody tr")
    await expect(rows).to_have_count(2)
    assert await findings(here) == []
    await rows.filter(has_not_text="deze browser").get_by_role("button").click()
    await expect(rows).to_have_count(1)
    await there.reload()
    await expect(there.get_by_role("heading", level=1)).to_have_text("Inloggen")
    assert await findings(there) == []
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await there.evaluate(sideways) <= 0

    await here.locator("header").get_by_role("button", name="Uitloggen").click()
    await expect(here.get_by_role("heading", level=1)).to_have_text("Inloggen")
