"""The demo page: the phones of a learner, a volunteer and a member of staff beside each other, and a clock.

GET  /demo            the three phones
POST /demo/clock      moves the clock of the demo forward
GET  /phone/<who>/…   the web chat of one of them, the same as everywhere

These routes are there in the demo only, and so is the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.errors import StorageUnavailable
from bot.services.inbox import Inbox
from console.access import Who
from console.forms import FormTooLarge, FormUnreadable, read_fields
from console.origin import from_our_page
from console.pages import Pages
from console.sessions import Session
from flows.model import Moment, Text

PATH = "/demo"
CLOCK_PATH = "/demo/clock"
LEARNER = "learner"
_TITLES: Mapping[str, Text] = {
    LEARNER: Text("console.demo.learner"),
    "volunteer": Text("console.demo.volunteer"),
    "staff": Text("console.demo.staff"),
}
RULES: Mapping[tuple[str, str], Who] = {
    ("GET", PATH): Who.ANYBODY,
    ("POST", CLOCK_PATH): Who.ANYBODY,
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


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo page needs. `chairs` are the people whose phones always stand there, by who they are."""

    time: Time
    chairs: Mapping[str, Session]
    learner_inbox: Inbox


@dataclass(frozen=True, slots=True)
class DemoPages:
    """The page and its clock."""

    demo: Demo
    pages: Pages
    public_url: str

    async def show(self, request: Request) -> Response:
        moment = Moment(self.demo.time.now().strftime("%Y-%m-%dT%H:%M"))
        return self.pages.demo(
            request,
            now=Text("console.demo.now", {"moment": moment}),
            phones=[(who, _TITLES[who]) for who in (LEARNER, *self.demo.chairs)],
            stuck="stuck" in request.query_params,
        )

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
