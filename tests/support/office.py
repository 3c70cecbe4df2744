"""Somebody at a desk: the console over a rig, reached through ASGI, signed in as whoever a test wants."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape

import httpx
import pytest
from starlette.applications import Starlette

from bot.db.queries.members import MemberRow
from bot.services.office import sessions
from bot.services.office.office import Office
from bot.services.recordings import Recordings
from bot.services.transcripts import Transcripts
from console.app import Site, create_app
from console.office.site import OfficeSite
from tests.support.building import Rig

HOST = "http://test.example"
COOKIE = "taalwijzer_desk"


@dataclass
class Desk:
    """A browser without JavaScript before the console."""

    http: httpx.AsyncClient
    page: httpx.Response = field(default_factory=lambda: httpx.Response(200, text=""))

    async def get(self, path: str = "") -> httpx.Response:
        """A page below /console."""
        self.page = await self.http.get(f"/console{path}")
        return self.page

    @property
    def form_token(self) -> str:
        """The token of any form on the present page."""
        found = re.search(r'name="form" value="([0-9a-f]{64})"', self.page.text)
        assert found, "there is no form on this page"
        return unescape(found[1])

    async def post(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """Send a form of the present page; a redirect is followed to what is shown then."""
        data: Mapping[str, str | list[str]] = {"form": self.form_token, **fields}
        response = await self.http.post(f"/console{path}", data=data)
        self.page = response
        if response.is_redirect:
            self.page = await self.http.get(response.headers["location"].partition("#")[0])
        return response


def office_site(rig: Rig, *, clock: Callable[[], float] = lambda: 0.0) -> OfficeSite:
    """The console of a rig. `clock` moves the brake."""
    kept = Recordings(rig.database, rig.codec, {})
    return OfficeSite(
        office=Office(rig.process),
        texts=rig.worlds.catalogues,
        zone=rig.worlds.zone,
        public_url="",
        bot_link=rig.worlds.bot_link,
        clock=clock,
        sounds=dict.fromkeys(kept.channels | {"telegram"}, kept),
    )


def office_app(rig: Rig, *, clock: Callable[[], float] = lambda: 0.0) -> Starlette:
    """The web side of a rig with its console."""
    site = Site(
        inbox=rig.receiver,
        transcripts=Transcripts(rig.database, rig.codec, "web"),
        catalogues=rig.worlds.catalogues,
        public_url="",
    )
    return create_app(site, office=office_site(rig, clock=clock))


async def session_token(rig: Rig, who: MemberRow | None) -> str:
    """The cookie of somebody who has just signed in; None for the operator."""
    async with Office(rig.process).acting() as scene:
        started = await sessions.start(
            scene, chat_id=who.chat_id if who else None, operator=who is None, browser="Test"
        )
    return started.token


@asynccontextmanager
async def at_desk(rig: Rig, who: MemberRow | None) -> AsyncIterator[Desk]:
    """Somebody who is signed in; None for the operator."""
    cookies = {COOKIE: await session_token(rig, who)}
    transport = httpx.ASGITransport(office_app(rig))
    async with httpx.AsyncClient(transport=transport, base_url=HOST, cookies=cookies) as http:
        yield Desk(http)


@pytest.fixture
async def stranger(rig: Rig) -> AsyncIterator[Desk]:
    """Somebody who is not signed in."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(office_app(rig)), base_url=HOST) as http:
        yield Desk(http)
