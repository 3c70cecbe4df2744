"""The demo page: the phones of a learner, a volunteer and a member of staff beside each other, and a clock.

GET  /demo            the three phones
POST /demo/clock      moves the clock of the demo forward
POST /demo/console    opens the console as one of the people of the demo, without more ado
GET  /phone/<who>/…   the web chat of one of them, the same as everywhere

These routes are there in the demo only, and so is the clock.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.domain.browser import browser_named
from bot.errors import StorageUnavailable
from bot.services.inbox import Inbox
from bot.services.office.sessions import Started
from bot.services.office.viewer import OfficeRole
from console.access import Who
from console.forms import FormTooLarge, FormUnreadable, read_fields
from console.office.cookies import DeskCookies
from console.office.table import ROOT
from console.origin import from_our_page
from console.pages import Pages
from console.sessions import Session
from flows.model import Moment, Text

PATH = "/demo"
CLOCK_PATH = "/demo/clock"
CONSOLE_PATH = "/demo/console"
LEARNER = "learner"
_TITLES: Mapping[str, Text] = {
    LEARNER: Text("console.demo.learner"),
    "volunteer": Text("console.demo.volunteer"),
    "staff": Text("console.demo.staff"),
}
_DESKS: Mapping[OfficeRole, Text] = {
    OfficeRole.STAFF: Text("console.demo.desk.staff"),
    OfficeRole.REGIONAL: Text("console.demo.desk.regional"),
    OfficeRole.OPERATOR: Text("console.demo.desk.operator"),
}
RULES: Mapping[tuple[str, str], Who] = {
    ("GET", PATH): Who.ANYBODY,
    ("POST", CLOCK_PATH): Who.ANYBODY,
    ("POST", CONSOLE_PATH): Who.ANYBODY,
    ("GET", "/phone/*"): Who.ANYBODY,
    ("POST", "/phone/*"): Who.ANYBODY,
}


class Step(StrEnum):
    """How far the clock is moved."""

    HOUR = "hour"
    DAY = "day"
    REMINDER = "reminder"


class Time(Protocol):
    """The clock of the demo."""

    def now(self) -> datetime:
        """The wall time at a Taalhuis."""

    async def move(self, step: Step) -> bool:
        """Go forward and wait until all that fell due is done; False when there is no reminder to go to.

        Raises:
            StorageUnavailable: the database is away.
        """


SignIn = Callable[[OfficeRole, str], Awaitable[Started]]
"""Signs somebody of the demo in: their role, and the name of the browser."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo page needs. `chairs` are the people whose phones always stand there, by who they are;
    `desks` who can be at a desk.
    """

    time: Time
    chairs: Mapping[str, Session]
    learner_inbox: Inbox
    desks: Sequence[OfficeRole]
    sign_in: SignIn


@dataclass(frozen=True, slots=True)
class DemoPages:
    """The page and its clock."""

    demo: Demo
    pages: Pages
    cookies: DeskCookies
    public_url: str

    async def show(self, request: Request) -> Response:
        moment = Moment(self.demo.time.now().strftime("%Y-%m-%dT%H:%M"))
        return self.pages.demo(
            request,
            now=Text("console.demo.now", {"moment": moment}),
            phones=[(who, _TITLES[who]) for who in (LEARNER, *self.demo.chairs)],
            desks=[(role.value, _DESKS[role]) for role in self.demo.desks],
            stuck="stuck" in request.query_params,
        )

    async def console(self, request: Request) -> Response:
        """Open the console as somebody of the demo."""
        if not from_our_page(request, self.public_url):
            return self.pages.problem(request, 403)
        try:
            role = OfficeRole((await read_fields(request)).get("role", ""))
            browser = browser_named(request.headers.get("user-agent", ""))
            started = await self.demo.sign_in(role, browser)
        except FormTooLarge:
            return self.pages.problem(request, 413)
        except (FormUnreadable, ValueError):
            return self.pages.problem(request, 400)
        except StorageUnavailable:
            return self.pages.problem(request, 503)
        response = RedirectResponse(ROOT, status_code=303)
        self.cookies.sign_in(response, started)
        return response

    async def move(self, request: Request) -> Response:
        """Move the clock, and show the page again."""
        if not from_our_page(request, self.public_url):
            return self.pages.problem(request, 403)
        try:
            step = Step((await read_fields(request)).get("step", ""))
            moved = await self.demo.time.move(step)
        except FormTooLarge:
            return self.pages.problem(request, 413)
        except (FormUnreadable, ValueError):
            return self.pages.problem(request, 400)
        except StorageUnavailable:
            return self.pages.problem(request, 503)
        return RedirectResponse(PATH if moved else f"{PATH}?stuck=1", status_code=303)
