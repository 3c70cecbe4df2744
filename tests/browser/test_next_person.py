"""A screen that several people use: nothing of one person is left for the next."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.browser.memory import Memory
from tests.browser.person import TAPS_TO_THE_NAME, Person, person_in

pytestmark = pytest.mark.asyncio(loop_scope="session")
# A kiosk forgets after ten, and asks during the last of them; in thousandths of a second.
NINE_MINUTES = 9 * 60_000 + 5_000


async def _named(person: Person) -> None:
    await person.open("/?kiosk=1")
    await person.begin()
    await person.tap(*TAPS_TO_THE_NAME)
    await person.say("Fatma")


async def _clear(person: Person) -> None:
    await person.page.locator('a[href="/next-person"]').click()
    await person.page.locator('form[action="/next-person"] button').last.click()
    await person.page.wait_for_selector("button[name=begin]")


@pytest.mark.parametrize("script", [True, False])
async def test_the_next_person_finds_nothing_not_even_with_the_back_button(
    chromium: Browser, web_url: str, script: bool
) -> None:
    context = await chromium.new_context(reduced_motion="reduce", java_script_enabled=script, locale="nl-NL")
    person = await person_in(context, web_url, script=script)
    await _named(person)
    await _clear(person)
    for _ in range(6):
        await person.page.go_back()
        assert "Fatma" not in await person.page.content()
    cookies = {cookie.get("name") for cookie in await context.cookies()}
    assert cookies <= {"taalwijzer_kiosk"}
    await context.close()


async def test_on_a_kiosk_the_way_out_is_always_in_sight_and_covers_nothing(person: Person) -> None:
    await _named(person)
    await person.page.wait_for_timeout(700)
    await expect(person.page.locator('.top a[href="/next-person"]')).to_be_in_viewport(ratio=1)
    header = await person.page.locator(".top").bounding_box()
    question = await person.page.locator("#question").bounding_box()
    assert header is not None
    assert question is not None
    assert question["y"] >= header["y"] + header["height"]


async def test_who_does_not_want_to_clear_goes_on_where_they_were(person: Person) -> None:
    await _named(person)
    serial = await person.serial()
    await person.page.locator('a[href="/next-person"]').click()
    await person.page.locator("[data-back]").click()
    await person.page.wait_for_selector("#now")
    assert await person.serial() == serial


async def test_a_kiosk_asks_who_is_still_there_and_then_forgets(
    chromium: Browser, own_url: str, memory: Memory
) -> None:
    context = await chromium.new_context(reduced_motion="reduce", locale="nl-NL")
    person = await person_in(context, own_url)
    page = person.page
    # Nobody waits ten minutes: the clock of the page is moved.
    await page.clock.install()
    await _named(person)
    await page.clock.fast_forward(NINE_MINUTES)
    await page.wait_for_selector("#idle[open]")
    await page.locator("#idle form[method=dialog] button").click()
    await page.clock.fast_forward(NINE_MINUTES // 2)
    assert await page.locator("#idle[open]").count() == 0
    assert "Fatma" in await person.text()
    assert len(memory.talks) == 1

    await page.clock.fast_forward(NINE_MINUTES // 2)
    await page.wait_for_selector("#idle[open]")
    await page.clock.fast_forward(NINE_MINUTES)
    await page.wait_for_selector("button[name=begin]")
    assert "Fatma" not in await page.content()
    assert memory.talks == {}
    await context.close()
