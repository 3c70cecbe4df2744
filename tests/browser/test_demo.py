"""The demo as somebody watches it: three phones, a clock, and the whole loop from hello to the reminder. And
as a learner comes to it: by taps alone to the right Taalhuis.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, expect

from tests.browser.person import TAPS_AFTER_THE_NAME, TAPS_TO_THE_NAME, person_in
from tests.browser.watcher import WIDE, Watcher, watching
from tests.support import portraits
from tests.support.axe import findings
from tests.support.commands import Commands

pytestmark = pytest.mark.asyncio(loop_scope="session")
NARROW = ViewportSize(width=390, height=844)
# A person of the Netherlands who opens the page, begins, and then answers.
MOST_TAPS = 28
_START_SECONDS = 60


@asynccontextmanager
async def _demo(directory: Path) -> AsyncIterator[str]:
    """`taalwijzer demo` as a process of its own, and where it serves."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo"),
        cwd=directory,
        env=Commands(directory).environment(web_port="0"),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield await asyncio.wait_for(_address(process), _START_SECONDS)
    finally:
        process.terminate()
        await process.communicate()


@pytest_asyncio.fixture(loop_scope="session")
async def demo_url(tmp_path: Path) -> AsyncIterator[str]:
    """A demo in which nobody signed up."""
    async with _demo(tmp_path) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def busy_demo_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """One demo for all who only sign up."""
    async with _demo(tmp_path_factory.mktemp("busy")) as url:
        yield url


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async for line in process.stdout:
        if found := re.search(rb"(http://\S+)/demo", line):
            return found[1].decode()
    raise AssertionError("the demo ended before it served")


@pytest_asyncio.fixture(loop_scope="session")
async def watcher(chromium: Browser, demo_url: str) -> AsyncIterator[Watcher]:
    context = await chromium.new_context(locale="nl-NL", viewport=WIDE, reduced_motion="reduce")
    yield await watching(await context.new_page(), demo_url)
    await context.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("postcode", "house"),
    [
        ("8011", "Demo-Taalhuis Zwolle"),
        ("7511", "Demo-Taalhuis Enschede"),
        # Meppel lies in Drenthe, where the demo has no house: the nearest one is over the border.
        ("7941", "Demo-Taalhuis Staphorst"),
    ],
)
async def test_taps_alone_lead_to_the_right_taalhuis(
    chromium: Browser, busy_demo_url: str, postcode: str, house: str
) -> None:
    context = await chromium.new_context(locale="nl-NL", viewport=NARROW, reduced_motion="reduce")
    person = await person_in(context, busy_demo_url)
    keypad = (f"k{postcode[:digits]}" for digits in range(1, 5))
    await person.begin()
    await person.tap(*TAPS_TO_THE_NAME, "skip", *keypad, *TAPS_AFTER_THE_NAME[4:], "ok")

    assert person.taps <= MOST_TAPS
    await expect(person.page.locator(".card .place")).to_have_text([house])
    await context.close()


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_the_whole_loop_is_clicked_through_from_hello_to_the_reminder(watcher: Watcher) -> None:
    learner, volunteer = watcher.learner, watcher.volunteer
    await _fits(watcher)
    await _is_for_everybody(watcher)
    begun = await watcher.page.locator("#time strong").inner_text()
    assert "nog geen herinnering" in await watcher.later("herinnering")
    assert await watcher.page.locator("#time strong").inner_text() == begun

    await watcher.sign_up()
    await watcher.find_a_volunteer()
    assert await watcher.page.locator("#time strong").inner_text() != begun
    await _portrait(watcher, "offer")
    await learner.hears("Goed nieuws!")
    await watcher.propose_a_day()
    await learner.hears("Anna (demo) van het Taalhuis gaat u helpen.")
    await watcher.agree()
    await _portrait(watcher, "appointment")
    async with watcher.page.expect_download() as kept:
        await volunteer.frame.locator("a[download]").last.click()
    assert (await kept.value).suggested_filename.endswith(".ics")

    await watcher.later("herinnering")
    await learner.hears("Komt u?")
    await volunteer.hears("Komt u?")
    await learner.do("come")
    await learner.hears("Fijn. Tot dan!")
    await watcher.later("herinnering")
    await learner.hears("Morgen ziet u Anna (demo)")
    await _portrait(watcher, "reminder")
    await volunteer.hears("Fatma zei: ik kom.")
    await _clock_without_javascript(watcher)


async def _portrait(watcher: Watcher, name: str) -> None:
    if portraits.WRITES:
        # What was last said is on its way to the other phones, and scrolls into sight there.
        await watcher.page.wait_for_timeout(4_000)
        await watcher.page.emulate_media(color_scheme="light")
        await portraits.write(watcher.page, f"demo-{name}.png", width=720, colours=64)


async def _fits(watcher: Watcher) -> None:
    """The phones stand beside each other or under each other."""
    for window, rows in ((NARROW, 3), (WIDE, 1)):
        await watcher.page.set_viewport_size(window)
        boxes = [await frame.bounding_box() for frame in await watcher.page.locator("iframe").all()]
        assert len({round(box["y"]) for box in boxes if box}) == rows
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await watcher.page.evaluate(sideways) <= 0
        assert await watcher.page.evaluate("scrollY") == 0


async def _is_for_everybody(watcher: Watcher) -> None:
    await watcher.staff.hears("Bea (demo)")
    assert await findings(watcher.page) == []


async def _clock_without_javascript(watcher: Watcher) -> None:
    browser = watcher.page.context.browser
    assert browser is not None
    context = await browser.new_context(locale="nl-NL", java_script_enabled=False)
    page = await context.new_page()
    await page.goto(watcher.page.url)
    before = await page.locator("#time").inner_text()
    await page.locator("button[value=day]").click()
    await expect(page.locator("#time")).not_to_have_text(before)
    assert await page.locator("iframe").count() == 3
    await context.close()
