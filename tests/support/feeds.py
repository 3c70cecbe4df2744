"""A calendar program that reads an address, and what it finds there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from icalendar import Calendar

from bot.db.queries import members
from bot.db.queries.members import MemberRow
from bot.services.loop import feeds
from bot.services.office.office import Office
from tests.support.building import Rig
from tests.support.office import HOST, office_app


@asynccontextmanager
async def program(rig: Rig) -> AsyncIterator[httpx.AsyncClient]:
    """A calendar program, which is signed in nowhere."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(office_app(rig)), base_url=HOST) as http:
        yield http


async def address_of(rig: Rig, member: MemberRow) -> str:
    async with Office(rig.process).acting() as scene:
        return (await feeds.make(scene, member)).url.removeprefix(HOST)


async def read(rig: Rig, address: str) -> Any:
    async with program(rig) as http:
        response = await http.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


async def volunteer_of(rig: Rig) -> MemberRow:
    async with rig.database.reading() as connection:
        (row,) = await rig.rows("SELECT id FROM member WHERE role = 'volunteer' ORDER BY id LIMIT 1")
        found = await members.get(connection, int(row[0]))
    assert found is not None
    return found
