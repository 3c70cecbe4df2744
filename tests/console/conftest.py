"""The real pages over small fakes, reached through ASGI: no port, no browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html import unescape

import httpx
import pytest

from console.app import Site, create_app
from tests.console.fakes import Chats, KeysAsTexts

HOST = "http://test.example"


@dataclass
class Clock:
    """Seconds that only a test moves."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Visitor:
    """A browser without JavaScript: it sends the forms that it was given."""

    http: httpx.AsyncClient
    page: httpx.Response = field(default_factory=lambda: httpx.Response(200, text=""))

    async def get(self, path: str = "/") -> httpx.Response:
        self.page = await self.http.get(path)
        return self.page

    async def begin(self) -> httpx.Response:
        await self.get()
        return await self.send("/start", begin="1")

    def form(self, **changes: str) -> dict[str, str]:
        """The hidden fields of the first form on the page."""
        first = self.page.text.partition("<main>")[2].partition("</form>")[0]
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', first)
        return {name: unescape(value) for name, value in found} | changes

    async def send(self, path: str = "/answer", **changes: str) -> httpx.Response:
        return await self.post(path, self.form(**changes))

    async def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        response = await self.http.post(path, data=fields, headers=headers)
        self.page = response
        if response.is_redirect:
            await self.get(response.headers["location"].partition("#")[0])
        return response


@pytest.fixture
def chats() -> Chats:
    return Chats()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def visitor(chats: Chats, clock: Clock) -> AsyncIterator[Visitor]:
    site = Site(inbox=chats, transcripts=chats, catalogues=KeysAsTexts(), public_url="", clock=clock)
    app = create_app(site)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST) as http:
        yield Visitor(http)
