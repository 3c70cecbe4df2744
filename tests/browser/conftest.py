"""One Chromium and one server for all browser tests, a fresh profile for each: the page over the real engine.

`TAALWIJZER_TEST_WEB_URL` points the tests that need nothing but a page at a server that runs already.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.geo.places import PlaceTable
from bot.i18n import Catalogues
from bot.pictures import PictureBook
from bot.resources import resource_dir
from console.app import Site, create_app
from flows.intake import intake_flow
from tests.browser.desks import Desks, desks_over
from tests.browser.memory import Memory, MemoryWorld
from tests.browser.person import Person, person_in
from tests.support.browser import launch, serving
from tests.support.voices import FakeVoices, tone


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
def own_url(memory: Memory) -> Iterator[str]:
    """The page over `memory`, for tests that look behind it."""
    with _served(memory) as url:
        yield url


@pytest.fixture(scope="session")
def web_url(catalogues: Catalogues, places: PlaceTable) -> Iterator[str]:
    """A page to talk to: the server that was named, or our own."""
    named = os.environ.get("TAALWIJZER_TEST_WEB_URL", "").rstrip("/")
    memory = Memory(flow=intake_flow(), world=MemoryWorld(catalogues, places))
    with nullcontext(named) if named else _served(memory) as url:
        yield url


def _served(memory: Memory) -> AbstractContextManager[str]:
    texts = memory.world.catalogues
    # Every test comes from the same address, and together they press faster than one person.
    site = Site(
        inbox=memory,
        transcripts=memory,
        catalogues=texts,
        public_url="",
        pictures=PictureBook(resource_dir("data")),
        voices=FakeVoices(sound=tone()),
        spoken=frozenset(texts.languages),
        clock=_Hours(),
    )
    return serving(create_app(site))


class _Hours:
    """A clock for the brake, of which each look is an hour later."""

    def __init__(self) -> None:
        self._ticks = itertools.count()

    def __call__(self) -> float:
        return next(self._ticks) * 3600.0


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def person(chromium: Browser, web_url: str) -> AsyncIterator[Person]:
    """Somebody with a Dutch phone."""
    context = await chromium.new_context(
        locale="nl-NL", reduced_motion="reduce", viewport={"width": 390, "height": 844}
    )
    yield await person_in(context, web_url)
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def desks(chromium: Browser, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Desks]:
    """The console for whoever sits down, over a fresh database."""
    async with desks_over(sqlite_template, tmp_path, chromium) as made:
        yield made
