"""Everybody can use every screen: axe, narrow and enlarged, dark, from right to left, on paper."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Response

from bot.i18n import Catalogues
from console.app import Site, create_app
from flows.model import Name, Text
from tests.browser.memory import Memory
from tests.browser.person import TAPS_AFTER_THE_NAME, TAPS_TO_THE_NAME, WHOLE_INTAKE, Person, person_in
from tests.console.fakes import Chats, KeysAsTexts
from tests.support.browser import serving

pytestmark = pytest.mark.asyncio(loop_scope="session")
Look = Callable[[str], Awaitable[None]]

# Everything that axe knows, and the contrast of level AAA: 7 : 1. In the dark only what colours can change.
_AXE: dict[Literal["light", "dark"], dict[str, Any]] = {
    "light": {"rules": {"color-contrast-enhanced": {"enabled": True}}},
    "dark": {
        "runOnly": {
            "type": "rule",
            "values": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"],
        }
    },
}
_LARGEST_PAGE = 60_000
_LARGEST_SCRIPT = 10_000
_THUMB_PX = 56


@asynccontextmanager
async def _somebody(chromium: Browser, url: str, **options: Any) -> AsyncIterator[Person]:
    context = await chromium.new_context(**({"locale": "nl-NL", "reduced_motion": "reduce"} | options))
    yield await person_in(context, url)
    await context.close()


async def _every_screen(person: Person, look: Look) -> None:
    """Go through the whole conversation and everything beside it, and look at each screen."""
    await person.open("/?kiosk=1")
    await look("welcome")
    await person.begin()
    await look("language")
    for choice in (
        *TAPS_TO_THE_NAME,
        "explain",
        "skip",
        *TAPS_AFTER_THE_NAME,
        "ok",
        "others",
        "back",
        "done",
    ):
        await person.tap(choice)
        await look(choice)
    for path in ("/privacy", "/next-person", "/nothing"):
        await person.open(path)
        await look(path)


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_axe_finds_nothing_on_any_screen_by_day_or_by_night(chromium: Browser, calm_url: str) -> None:
    async with _somebody(chromium, calm_url) as person:

        async def look(screen: str) -> None:
            # One walk for both: the same page in other colours.
            for scheme, options in _AXE.items():
                await person.page.emulate_media(color_scheme=scheme)
                dark = await person.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
                assert dark is (scheme == "dark")
                report = (await Axe().run(person.page, options=options)).response
                named = [
                    (rule["id"], [node["html"] for node in rule["nodes"]]) for rule in report["violations"]
                ]
                assert named == [], f"{screen}, {scheme}"
                assert "color-contrast-enhanced" in {rule["id"] for rule in report["passes"]}, screen

        await _every_screen(person, look)


@pytest.mark.parametrize(
    "window",
    [
        {"viewport": {"width": 320, "height": 640}},
        # A desk of 1280 pixels, enlarged to 200% and to 400%.
        {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
        {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    ],
    ids=["320 pixels", "200%", "400%"],
)
async def test_no_screen_must_be_moved_sideways(
    chromium: Browser, calm_url: str, window: dict[str, Any]
) -> None:
    async with _somebody(chromium, calm_url, **window) as person:

        async def look(screen: str) -> None:
            assert await person.sideways() <= 0, screen

        await _every_screen(person, look)


async def test_letters_of_double_size_still_fit(chromium: Browser, calm_url: str) -> None:
    async with _somebody(chromium, calm_url, viewport={"width": 640, "height": 800}) as person:

        async def look(screen: str) -> None:
            await person.page.evaluate("document.documentElement.style.fontSize = '250%'")
            assert await person.sideways() <= 0, screen

        await _every_screen(person, look)


async def test_every_answer_is_large_enough_for_a_thumb_and_every_letter_for_the_eye(
    chromium: Browser, calm_url: str
) -> None:
    async with _somebody(chromium, calm_url, viewport={"width": 390, "height": 844}) as person:

        async def look(screen: str) -> None:
            for button in await person.page.locator("#now .ask .choice").all():
                box = await button.bounding_box()
                assert box is not None, screen
                assert min(box["width"], box["height"]) >= _THUMB_PX, screen
            sizes = await person.page.locator(
                "#question, #question *, .ask .choice, #details p"
            ).evaluate_all("all => all.map((each) => parseFloat(getComputedStyle(each).fontSize))")
            small = [size for size in sizes if size < 16]
            assert small == [], screen

        await _every_screen(person, look)


async def test_in_the_dark_the_page_is_dark(chromium: Browser, calm_url: str) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        async with _somebody(chromium, calm_url, color_scheme=scheme) as person:
            await person.open()
            shades[scheme] = await person.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert shades == {"light": "rgb(245, 242, 234)", "dark": "rgb(18, 22, 24)"}


async def test_the_last_page_on_paper_is_the_address_and_the_hours(person: Person) -> None:
    await person.begin()
    await person.tap(*WHOLE_INTAKE)
    await person.page.emulate_media(media="print")
    assert await person.page.locator(".card .place").is_visible()
    for hidden in (".map", ".choice", "#typed", ".chose", ".bottom"):
        assert not await person.page.locator(hidden).first.is_visible(), hidden


async def test_the_whole_page_is_light(chromium: Browser, calm_url: str) -> None:
    async with _somebody(chromium, calm_url) as person:
        sizes: dict[str, int] = {}

        async def weigh(response: Response) -> None:
            sizes[response.url.partition("?")[0].removeprefix(calm_url)] = len(await response.body())

        await person.begin()
        await person.tap(*WHOLE_INTAKE)
        person.page.on("response", weigh)
        await person.page.reload(wait_until="networkidle")
        assert {"/", "/static/chat.css", "/static/chat.js"} <= set(sizes)
        assert sum(sizes.values()) < _LARGEST_PAGE
        assert sizes["/static/chat.js"] < _LARGEST_SCRIPT


async def test_nothing_is_fetched_from_elsewhere_and_nothing_is_refused(
    chromium: Browser, calm_url: str
) -> None:
    async with _somebody(chromium, calm_url) as person:
        asked: set[str] = set()
        said: list[str] = []
        person.page.on("request", lambda request: asked.add(request.url))
        person.page.on("console", lambda message: said.append(message.text))
        person.page.on("pageerror", lambda error: said.append(str(error)))
        await person.begin()
        await person.tap(*WHOLE_INTAKE)
        assert {url for url in asked if not url.startswith(calm_url + "/")} == set()
        assert said == []


# ── From right to left ─────────────────────────────────────────────────────────────────────────────────


class Mirrored(KeysAsTexts):
    """Every text in Arabic letters, so that the layout is what a reader of Arabic sees."""

    def render(self, text: Text | Name, language: str) -> str:
        return text.name if isinstance(text, Name) else "نص قصير"


async def test_a_language_from_right_to_left_turns_the_page_around(chromium: Browser) -> None:
    chats = Chats()
    app = create_app(Site(inbox=chats, transcripts=chats, catalogues=Mirrored(), public_url=""))
    with serving(app) as url:
        async with _somebody(chromium, url, locale="ar", viewport={"width": 390, "height": 844}) as person:
            await person.begin()
            await person.say("Fatma")
            await person.tap("yes")
            assert await person.page.locator("html").get_attribute("dir") == "rtl"
            chosen = await person.page.locator(".chose").last.bounding_box()
            brand = await person.page.locator(".brand img").bounding_box()
            tick = await person.page.locator("[aria-pressed] span").first.bounding_box()
            assert chosen is not None
            assert brand is not None
            assert tick is not None
            assert chosen["x"] < 60, "the person's own words stand at the end of the line: the left"
            assert brand["x"] > 195, "the logo stands at the beginning: the right"
            assert tick["x"] > 195, "so do the words of a button"
            assert await person.sideways() <= 0
            await person.tap("ok")
            keys = [await key.bounding_box() for key in await person.page.locator(".keys .choice").all()]
            lefts = [key["x"] for key in keys[:3] if key]
            assert lefts == sorted(lefts), "but 1 2 3 stand as on every telephone"


async def test_the_page_says_which_language_it_is_in(
    chromium: Browser, own_url: str, memory: Memory, catalogues: Catalogues
) -> None:
    async with _somebody(chromium, own_url, locale="en-GB") as person:
        await person.open()
        assert await person.page.locator("html").get_attribute("lang") == "en"
        await person.begin()
        await person.tap("nl")
        assert await person.page.locator("html").get_attribute("lang") == "nl"
