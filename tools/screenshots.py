"""Pictures of every screen of the web chat: `tools/screenshots.py [FOLDER] [--url URL]`.

Without the address of a running server it serves the pages itself: the real conversation, two made-up houses.
With `--demo URL` it takes pictures of the three phones of a running demo instead, on their way to a lesson;
the demo must be new, for what was said before stands there too.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, async_playwright

from bot.geo.places import PlaceTable
from bot.i18n import Catalogues
from bot.resources import resource_dir
from console.app import Site, create_app
from flows.intake import intake_flow
from tests.browser.memory import Memory, MemoryWorld
from tests.browser.person import TAPS_AFTER_THE_NAME, TAPS_TO_THE_NAME, Person, person_in
from tests.browser.watcher import WIDE, watching
from tests.support.browser import launch, serving

FOLDER = Path("docs/screenshots")
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True, slots=True)
class Look:
    """One way of looking at the pages; `name` begins the name of each picture."""

    name: str
    width: int = PHONE["width"]
    height: int = PHONE["height"]
    dark: bool = False
    locale: str = "nl-NL"
    language: str = "nl"


LOOKS = (
    Look("phone"),
    Look("dark", dark=True),
    Look("desk", width=1280, height=900),
    Look("narrow", width=320, height=640),
    Look("english", locale="en-GB", language="en"),
)


async def take(url: str, folder: Path) -> list[Path]:
    """Walk through the conversation in every look; return the pictures, in order."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    made: list[Path] = []
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        for look in LOOKS:
            async with _context(browser, look) as context:
                made += await _walk(await person_in(context, url), look, folder)
        await browser.close()
    return made


@asynccontextmanager
async def _context(browser: Browser, look: Look) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme="dark" if look.dark else "light",
        reduced_motion="reduce",
        locale=look.locale,
        device_scale_factor=1.5,
    )
    yield context
    await context.close()


async def _walk(person: Person, look: Look, folder: Path) -> list[Path]:
    made: list[Path] = []

    async def shot(name: str) -> None:
        made.append(folder / f"{look.name}-{len(made):02}-{name}.png")
        await person.page.screenshot(path=made[-1])

    await person.open()
    await shot("welcome")
    await person.begin()
    await shot("language")
    await person.tap(look.language)
    await shot("hello")
    await person.tap("start")
    await shot("consent")
    await person.tap(*TAPS_TO_THE_NAME[2:])
    await shot("name")
    await person.say("Fatma")
    await person.tap("k8", "k80")
    await shot("keypad")
    await person.tap("k801", "k8011", "+reading", "+numbers")
    await shot("needs")
    await person.tap("explain")
    await shot("explained")
    await person.tap("ok", "+work", "ok", "yes")
    await shot("letter")
    await person.tap(*TAPS_AFTER_THE_NAME[10:-1], "walk_in")
    await shot("overview")
    await person.tap("ok")
    await shot("taalhuis")
    await person.open("/privacy")
    await shot("privacy")
    await person.open("/next-person")
    await shot("next-person")
    await person.open("/nothing")
    await shot("not-found")
    return made


async def take_demo(url: str, folder: Path) -> list[Path]:
    """Go through the whole loop and look three times."""
    made: list[Path] = []

    async def shot(name: str) -> None:
        # What was last said is on its way to the other phones, and scrolls into sight there.
        await watcher.page.wait_for_timeout(4_000)
        made.append(folder / f"demo-{len(made) + 1}-{name}.png")
        await watcher.page.screenshot(path=made[-1])

    async with async_playwright() as playwright:
        browser = await launch(playwright)
        context = await browser.new_context(viewport=WIDE, reduced_motion="reduce", locale="nl-NL")
        watcher = await watching(await context.new_page(), url)
        await watcher.sign_up()
        await watcher.find_a_volunteer()
        await shot("offer")
        await watcher.propose_a_day()
        await watcher.agree()
        await shot("appointment")
        await watcher.later("herinnering")
        await watcher.later("herinnering")
        await watcher.learner.hears("Morgen ziet u")
        await shot("reminder")
        await browser.close()
    return made


def _our_own_pages() -> Memory:
    world = MemoryWorld(Catalogues(resource_dir("locale")), PlaceTable.load(resource_dir("data")))
    return Memory(flow=intake_flow(), world=world)


def main() -> None:
    """Print one line a picture."""
    parser = argparse.ArgumentParser(description="Take a picture of every screen of the web chat.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--url", default="", help="a running web chat, for example http://127.0.0.1:8080")
    parser.add_argument("--demo", default="", help="a running demo that nobody has used yet")
    arguments = parser.parse_args()
    if arguments.demo:
        for picture in asyncio.run(take_demo(arguments.demo.rstrip("/"), arguments.folder)):
            print(picture)
        return
    memory = _our_own_pages()
    site = Site(inbox=memory, transcripts=memory, catalogues=memory.world.catalogues, public_url="")
    app = create_app(site)
    with nullcontext(arguments.url.rstrip("/")) if arguments.url else serving(app) as url:
        for picture in asyncio.run(take(url, arguments.folder)):
            print(picture)


if __name__ == "__main__":
    main()
