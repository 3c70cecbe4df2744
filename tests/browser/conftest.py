"""One Chromium for all browser tests, a fresh profile for each, and the page over the real engine.

`TAALWIJZER_TEST_WEB_URL` points the tests that need nothing but a page at a server that runs already.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.geo.places import PlaceTable
from bot.i18n import Catalogues
from bot.resources import resource_dir
from console.app import Site, create_app
from flows.intake import intake_flow
from tests.browser.memory import Memory, MemoryWorld
from tests.browser.person import Person, person_in
from tests.support.browser import launch, serving

# The page looks twice a second, and asks during the last tenth: shorter, and it may forget without asking.
KIOSK_SECONDS = 8


@pytest.fixture(scope="session")
def catalogues() -> Catalogues:
    return Catalogues(resource_dir("locale"))


@pytest.fixture(scope="session")
def places() -> PlaceTable:
    return PlaceTable.load(resource_dir("data"))


@pytest.fixture
def memory(catalogues: Catalogues, places: PlaceTable) -> Memory:
    return Memory(flow=intake_flow(), world=MemoryWorld(catalogues, places))


@pytest.fixture
def own_url(memory: Memory, catalogues: Catalogues) -> Iterator[str]:
    """The page over `memory`, for tests that look behind it. A kiosk there forgets after `KIOSK_SECONDS`."""
    site = Site(
        inbox=memory,
        transcripts=memory,
        catalogues=catalogues,
        public_url="",
        kiosk_idle_seconds=KIOSK_SECONDS,
    )
    app = create_app(site)
    with serving(app) as url:
        yield url


@pytest.fixture
def patient_url(memory: Memory, catalogues: Catalogues) -> Iterator[str]:
    """The same page, for tests that look longer at a screen than that."""
    with serving(
        create_app(Site(inbox=memory, transcripts=memory, catalogues=catalogues, public_url=""))
    ) as url:
        yield url


@pytest.fixture
def web_url(request: pytest.FixtureRequest) -> str:
    """A page to talk to: the server that was named, or our own."""
    return _named() or str(request.getfixturevalue("own_url"))


@pytest.fixture
def calm_url(request: pytest.FixtureRequest) -> str:
    """A page to look at for as long as it takes: the server that was named, or our own."""
    return _named() or str(request.getfixturevalue("patient_url"))


def _named() -> str:
    return os.environ.get("TAALWIJZER_TEST_WEB_URL", "").rstrip("/")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def person(chromium: Browser, web_url: str) -> AsyncIterator[Person]:
    """Somebody with a Dutch phone."""
    context = await chromium.new_context(locale="nl-NL", viewport={"width": 390, "height": 844})
    yield await person_in(context, web_url)
    await context.close()
