"""Everybody who could ask for a page of the console, over a planted sign-up, and requests that they make up.

For the guard in `tests/architecture/test_office_access.py`. The planted sign-up, its people and whatever
hangs on it have the number 1 (its staff 2), see `tests.support.trespass`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy import select
from starlette.applications import Starlette

from bot.db.models import Chat
from bot.services.office import sessions
from bot.services.office.office import Office
from bot.services.office.viewer import OfficeRole
from console.office.app import pages_of
from console.office.guard import form_token_of
from console.office.table import ROOT, Page
from tests.support.building import Rig
from tests.support.loop import OTHER_HOUSE, house_id, make_regional, make_staff, region_of
from tests.support.office import COOKIE, HOST, office_app, office_site
from tests.support.trespass import LEARNER, SAID, STAFF, VOLUNTEER, another_learner

PARAMETERS: Mapping[str, int] = {
    "appointment": 1,
    "before": 9,
    "feed": 1,
    "gemeente": 1,
    "house": 0,
    "invite": 1,
    "member": 1,
    "note": 1,
    "number": 1,
    "offer": 1,
    "referral": 1,
    "session": 1,
    "task": 1,
    "upload": 1,
    "view": 1,
}
"""Which planted row a parameter of a path names; the house (0) is looked up."""
WORDS: Mapping[str, str] = {"kind": "csv"}
"""Parameters that name no row."""
OF_THE_OPERATOR = frozenset({"house", "invite", "upload"})
"""What the operator has to do with, wherever it is."""

_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a browser. `cookie` "" for who never signed in; `roles` those of the console."""

    name: str
    cookie: str
    roles: frozenset[OfficeRole]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request."""

    page: str
    status: int
    text: str


def all_pages(rig: Rig) -> tuple[Page, ...]:
    """Every page that there is, of whatever room."""
    site = office_site(rig)
    return pages_of(site, site.frame(()))


def parameters(page: Page) -> list[str]:
    """The names of the rows in the path of a page."""
    return [name for name in _PARAMETER.findall(page.path) if name not in WORDS]


async def outsiders(rig: Rig) -> list[Visitor]:
    """Everybody who has nothing to look for in the planted sign-up, whoever they are. Its learner and its
    volunteer are among them: the pages are not for them, even with a cookie.
    """
    await another_learner(rig)
    await make_staff(rig, OTHER_HOUSE, address="staff-there", name="Dirk")
    await make_regional(rig, address="region-here", name="Els")
    await make_regional(rig, await region_of(rig, OTHER_HOUSE), address="region-there", name="Frits")
    nothing: frozenset[OfficeRole] = frozenset()
    staff, regional = frozenset({OfficeRole.STAFF}), frozenset({OfficeRole.REGIONAL})
    return [
        Visitor("stranger", "", nothing),
        Visitor("made-up cookie", "A" * 43, nothing),
        await _with_cookie(rig, "learner", LEARNER, nothing),
        await _with_cookie(rig, "volunteer", VOLUNTEER, nothing),
        await _with_cookie(rig, "staff elsewhere", "staff-there", staff),
        await _with_cookie(rig, "regional here", "region-here", regional),
        await _with_cookie(rig, "regional elsewhere", "region-there", regional),
        await _with_cookie(rig, "operator", "", frozenset({OfficeRole.OPERATOR})),
    ]


async def staff_of_the_house(rig: Rig) -> Visitor:
    """Whose sign-up it is."""
    return await _with_cookie(rig, "staff of the house", STAFF, frozenset({OfficeRole.STAFF}))


async def _with_cookie(rig: Rig, name: str, address: str, roles: frozenset[OfficeRole]) -> Visitor:
    """`address` "" for the operator."""
    async with Office(rig.process).acting() as scene:
        chat_id = await scene.connection.scalar(select(Chat.id).where(Chat.address == address))
        started = await sessions.start(scene, chat_id=chat_id, operator=not address, browser="Test")
    return Visitor(name, started.token, roles)


# ── Requests ────────────────────────────────────────────────────────────────────────────────────────────


def app_of(rig: Rig) -> Starlette:
    """The console without its brake, which would let nobody try everything."""
    hours = itertools.count(0, 3600)
    return office_app(rig, clock=lambda: float(next(hours)))


@asynccontextmanager
async def browsing(app: Starlette, who: Visitor) -> AsyncIterator[httpx.AsyncClient]:
    """The browser of this visitor. No answer changes its cookie."""
    headers = {"cookie": f"{COOKIE}={who.cookie}"} if who.cookie else {}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=headers) as http:
        yield http


async def _fields(rig: Rig) -> dict[str, str]:
    """What forms and addresses of ours could name, all of it the planted sign-up."""
    house = str(await house_id(rig))
    named = dict.fromkeys(PARAMETERS, "1") | {"before": "9", "house": house, "taalhuis": house}
    return named | {"volunteer": "1", "staff": "2", "case": "1", "version": "0", "text": SAID, "words": SAID}


async def get_all(rig: Rig, app: Starlette, who: Visitor, *, method: str = "GET") -> list[Answer]:
    """Ask for each page that can be looked at, plainly and with everything named in the address."""
    fields = await _fields(rig)
    found = []
    async with browsing(app, who) as http:
        for page in all_pages(rig):
            if page.method == "GET":
                for query in ({}, fields):
                    path = await _path(rig, page)
                    answer = await http.request(method, path, params=query)
                    found.append(Answer(f"GET {page.path}", answer.status_code, answer.text))
    return found


async def post_all(
    rig: Rig, app: Starlette, who: Visitor, *, token: str | None = None, **headers: str
) -> list[Answer]:
    """Send each form. `token`: another one than that of this visitor's own session, "" for none."""
    fields = await _fields(rig)
    given = form_token_of(who.cookie) if token is None else token
    found = []
    async with browsing(app, who) as http:
        for page in all_pages(rig):
            if page.method == "POST":
                # Where a file is sent, the token stands in the address.
                params = {"form": given} if page.uploads else {}
                path = await _path(rig, page)
                answer = await http.post(path, params=params, data={**fields, "form": given}, headers=headers)
                found.append(Answer(f"POST {page.path}", answer.status_code, answer.text))
    return found


async def _path(rig: Rig, page: Page) -> str:
    house = await house_id(rig)

    def filled(name: str) -> str:
        return WORDS[name] if name in WORDS else str(PARAMETERS[name] or house)

    return ROOT + _PARAMETER.sub(lambda found: filled(found[1]), page.path)
