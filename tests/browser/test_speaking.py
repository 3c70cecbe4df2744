"""Speak instead of type, in a browser with a made-up microphone: record, hear it, do it again, send it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.domain.sound import Kind, kind_of
from flows.replies import Spoken
from tests.browser.memory import Memory
from tests.browser.person import TAPS_TO_THE_NAME, person_in
from tests.support.browser import MICROPHONE, launch
from tests.support.sounds import heard_in

pytestmark = pytest.mark.asyncio(loop_scope="session")
_VIEW: ViewportSize = {"width": 320, "height": 700}


@pytest_asyncio.fixture(loop_scope="session")
async def hearing() -> AsyncIterator[Browser]:
    """A browser whose microphone hums."""
    async with async_playwright() as playwright:
        browser = await launch(playwright, *MICROPHONE)
        yield browser
        await browser.close()


async def test_a_name_is_recorded_heard_and_sent(hearing: Browser, own_url: str, memory: Memory) -> None:
    context = await hearing.new_context(locale="nl-NL", reduced_motion="reduce", viewport=_VIEW)
    await context.grant_permissions(["microphone"], origin=own_url)
    person = await person_in(context, own_url)
    wrong: list[str] = []
    person.page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    fetched: list[str] = []
    person.page.on("request", lambda request: fetched.append(request.url))
    await person.begin()
    await person.tap(*TAPS_TO_THE_NAME[:-1])
    before = [url for url in fetched if "speak.js" in url]
    await person.tap(TAPS_TO_THE_NAME[-1])
    listens = await _record(person.page, "start", 700)
    await _record(person.page, "again", 1200)
    player, send = (person.page.locator(f"#speak [data-{part}]") for part in ("player", "send"))
    found = await Axe().run(person.page)
    length = await player.evaluate(
        "async (each) => { await each.play(); each.pause(); return each.error ? -1 : each.readyState; }"
    )
    sideways = await person.sideways()
    await person.press(send)

    assert before == [], "only a question that takes speech fetches the script"
    assert listens == "Ik luister. Zeg het nu."
    assert length > 0, "what was recorded can be heard before it is sent"
    assert sideways == 0
    assert found.response["violations"] == []
    reply = memory.received[-1]
    assert isinstance(reply, Spoken)
    assert kind_of(reply.sound) is Kind.OGG
    seconds, loudness = heard_in(reply.sound)
    assert 0.8 < seconds < 4
    assert loudness > 0.001
    assert "gesproken naam" in await person.text()
    assert await person.page.locator("#speak").count() == 0
    assert wrong == []
    await context.close()


async def _record(page: Page, begin: str, milliseconds: float) -> str:
    """Press the button, hum, press again; what the page said meanwhile."""
    await page.locator(f"#speak [data-{begin}]").click()
    await page.locator("#speak [data-stop]").wait_for(state="visible")
    said = await page.locator("#speak [data-status]").inner_text()
    await page.wait_for_timeout(milliseconds)
    await page.locator("#speak [data-stop]").click()
    await page.locator("#speak [data-player]").wait_for(state="visible")
    return said


async def test_without_a_microphone_there_is_no_button_and_typing_works(
    chromium: Browser, own_url: str
) -> None:
    context = await chromium.new_context(locale="nl-NL", viewport=_VIEW)
    await context.add_init_script("delete window.MediaRecorder")
    person = await person_in(context, own_url)
    await person.begin()
    await person.tap(*TAPS_TO_THE_NAME)

    assert await person.page.locator("#speak").is_hidden()
    await person.say("Fatma")
    assert "Fatma" in await person.text()
    await context.close()
