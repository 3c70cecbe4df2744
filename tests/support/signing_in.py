"""Somebody who signs in on the web pages: the link, the browser, and the question in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bot.db.queries.members import MemberRow
from bot.services.office import signing_in
from bot.services.office.office import Office
from flows.model import Name
from flows.replies import Command
from tests.support.building import Rig
from tests.support.loop import cards
from tests.support.office import HOST, office_app

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
OVER = "Deze link werkt niet meer"
OPENING = "taalwijzer_opening"


@asynccontextmanager
async def browser(rig: Rig, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which nobody is signed in."""
    transport = httpx.ASGITransport(office_app(rig))
    shown = {"user-agent": FIREFOX, **headers}
    async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=shown) as http:
        yield http


async def asked_for(rig: Rig, address: str = "staff") -> str:
    """The path of the link that somebody gets for /console."""
    await rig.hear(Command("console"), address=address)
    link = cards(rig, address)[0].prompt.lines[0].params["link"]
    assert isinstance(link, Name)
    assert link.name.startswith(f"{HOST}/console/in/")
    return link.name.removeprefix(HOST)


async def by_command(rig: Rig, member: MemberRow | None) -> str:
    """The path of a link of the command line; None for the operator."""
    async with Office(rig.process).acting() as scene:
        link = await signing_in.make_by_command(scene, member)
    return link.address("")


def question(rig: Rig, address: str = "staff") -> dict[str, object]:
    """What the chat asks: the browser and the code."""
    [line] = cards(rig, address)[0].prompt.lines
    assert line.key == "staff.console.ask"
    return {name: value.name for name, value in line.params.items() if isinstance(value, Name)}
