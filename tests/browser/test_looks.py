"""The page as the phone wants it: dark, still, in colours of its own, from right to left; light on a slow
line; on paper. How every screen looks is in test_screens.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, Request

from tests.browser.person import WHOLE_INTAKE, Person, person_in
from tests.support.telling import Tell

pytestmark = pytest.mark.asyncio(loop_scope="session")

LARGEST_PAGE = 60_000
"""Bytes over the wire for a page with all that it needs, before any sound."""
LARGEST_SCRIPT = 10_000
MOST_TAPS = 28
# Slow 2G as browsers call it, in bits a second.
_SLOW_2G = 50_000
_STYLE = "getComputedStyle(document.querySelector({!r})).{}"


@asynccontextmanager
async def _somebody(chromium: Browser, url: str, **options: Any) -> AsyncIterator[Person]:
    phone = {"locale": "nl-NL", "viewport": {"width": 390, "height": 844}}
    context = await chromium.new_context(**(phone | options))
    yield await person_in(context, url)
    await context.close()


async def _weight(page: Page, load: str) -> dict[str, int]:
    """The bytes of each thing, with its head, that is fetched when this is opened with nothing kept."""
    requests: list[Request] = []
    keep = lambda request: requests.append(request)  # noqa: E731  (the library writes on what it is given)
    page.on("request", keep)
    session = await page.context.new_cdp_session(page)
    await session.send("Network.clearBrowserCache")
    await page.goto(load, wait_until="networkidle")
    page.remove_listener("request", keep)
    # What the page before still waited for ends when this one opens.
    ended = [request for request in requests if await request.response() is None]
    assert {urlsplit(request.url).path for request in ended} <= {"/new"}
    sizes = [
        (request.url.partition("?")[0], await request.sizes()) for request in requests if request not in ended
    ]
    return {url: size["responseBodySize"] + size["responseHeadersSize"] for url, size in sizes}


async def test_a_whole_sign_up_is_light_takes_few_taps_and_ends_on_paper(
    chromium: Browser, web_url: str, tell: Tell
) -> None:
    async with _somebody(chromium, web_url, reduced_motion="reduce") as person:
        page = person.page
        asked: set[str] = set()
        said: list[str] = []
        page.on("request", lambda request: asked.add(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))

        first = await _weight(page, f"{web_url}/")
        await person.begin(open_first=False)
        await person.tap(*WHOLE_INTAKE)
        assert person.taps <= MOST_TAPS
        assert said == []
        assert {url for url in asked if not url.startswith(f"{web_url}/")} == set()
        # The Taalhuis is in sight.
        box = await page.locator(".card .place").bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= 844 - box["height"]
        address = await page.locator(".card a.map").get_attribute("href") or ""
        assert address.startswith("https://www.openstreetmap.org/?mlat=52.")
        await page.emulate_media(media="print")
        assert await page.locator(".card .place").is_visible()
        for hidden in (".map", ".choice", "#typed", ".chose", ".bottom"):
            assert not await page.locator(hidden).first.is_visible(), hidden

        last = await _weight(page, f"{web_url}/")
        seconds = {
            name: sum(page.values()) * 8 / _SLOW_2G for name, page in (("first", first), ("last", last))
        }
        tell(
            f"over the wire: welcome {sum(first.values()) / 1000:.1f} kB, {seconds['first']:.1f} s at "
            f"50 kbit/s; goodbye {sum(last.values()) / 1000:.1f} kB, {seconds['last']:.1f} s"
        )
        for weights in (first, last):
            assert {f"{web_url}/", f"{web_url}/static/chat.css", f"{web_url}/static/chat.js"} <= set(weights)
            assert sum(weights.values()) < LARGEST_PAGE
            assert weights[f"{web_url}/static/chat.js"] < LARGEST_SCRIPT


async def test_the_page_does_as_the_ear_and_the_phone_wish(chromium: Browser, web_url: str) -> None:
    """Read aloud when asked, then by itself; dark or light, still or moving, in colours of its own."""
    async with _somebody(chromium, web_url) as person:
        page = person.page
        sounds: list[str] = []
        page.on("request", lambda request: sounds.extend([request.url] if "/speech/" in request.url else []))
        await person.begin()
        await person.tap("nl")
        assert sounds == [], "nobody is spoken to who did not ask"
        await page.locator(".ask .hear").click()
        playing = page.locator('.hear[aria-pressed="true"]')
        await playing.wait_for(state="attached")
        await playing.wait_for(state="detached")
        assert len(set(sounds)) == 1
        async with page.expect_request("**/speech/*"):
            await person.tap("hear")
        assert len(set(sounds)) == 2, "the next question is heard by itself"
        assert not await page.locator("#toast").is_visible()
        await person.tap("yes", "self", "no_name", "k8", "k80", "k801", "k8011", "+reading")
        for scheme, paper in (("light", "rgb(245, 242, 234)"), ("dark", "rgb(18, 22, 24)")):
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert await page.evaluate(_STYLE.format("body", "backgroundColor")) == paper
        for motion, moves in (("no-preference", True), ("reduce", False)):
            await page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
            transition = await page.evaluate(_STYLE.format(".choice", "transitionDuration"))
            assert (transition not in ("0s", "")) is moves
            scrolling = await page.evaluate(_STYLE.format("html", "scrollBehavior"))
            assert (scrolling == "smooth") is moves
        await _few_colours_are_enough(page)


async def _few_colours_are_enough(page: Page) -> None:
    """What is ticked shows by more than its colour, and every button by its edge."""
    await page.emulate_media(forced_colors="active", color_scheme="light")
    ticks = await page.evaluate(
        """() => ["true", "false"].map((on) => {
            const {content, borderStyle} = getComputedStyle(
                document.querySelector(`.choice[aria-pressed=${on}]`), "::after");
            return [content.includes("✓"), borderStyle];
        })"""
    )
    assert ticks == [[True, "solid"], [False, "solid"]]
    await page.keyboard.press("Tab")
    focused = "getComputedStyle(document.activeElement).outlineStyle"
    assert await page.evaluate(focused) == "solid"


async def test_a_language_from_right_to_left_turns_the_page_around(chromium: Browser, web_url: str) -> None:
    async with _somebody(chromium, web_url, locale="ar") as person:
        page = person.page
        await person.begin()
        await person.tap("ar", "start", "yes", "self", "no_name")
        assert await page.locator("html").get_attribute("dir") == "rtl"
        assert await page.locator("html").get_attribute("lang") == "ar"
        chosen = await page.locator(".chose").last.bounding_box()
        brand = await page.locator(".brand img").bounding_box()
        assert chosen is not None
        assert brand is not None
        assert chosen["x"] < 60, "the person's own words stand at the end of the line: the left"
        assert brand["x"] > 195, "the logo stands at the beginning: the right"
        keys = [await key.bounding_box() for key in await page.locator(".keys .choice").all()]
        lefts = [key["x"] for key in keys[:3] if key]
        assert lefts == sorted(lefts), "but 1 2 3 stand as on every telephone"
        await person.tap("k8", "k80", "k801", "k8011")
        tick = await page.locator(".choice[aria-pressed] span[dir]").first.bounding_box()
        assert tick is not None
        assert tick["x"] > 195, "the words of a button begin at the right"


async def test_the_page_says_which_language_it_is_in(chromium: Browser, web_url: str) -> None:
    async with _somebody(chromium, web_url, locale="en-GB") as person:
        await person.open()
        assert await person.page.locator("html").get_attribute("lang") == "en"
        await person.begin()
        await person.tap("nl")
        assert await person.page.locator("html").get_attribute("lang") == "nl"
