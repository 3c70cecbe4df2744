"""The week of a house, with its appointments in their places. What is done with one: `planning_case`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from bot.services.office import planning
from bot.services.office.planning import Block, Week, week_code
from console.office import planning_case
from console.office.frame import Frame, Place
from console.office.guard import not_found
from console.office.planning_grid import grid_of
from console.office.planning_words import CONFLICTS, DONE, OUTCOMES, STATES
from console.office.site import OfficeSite
from console.office.table import ROOT, STAFF, Page, Visit
from flows.model import Day, Name, Text

# Translators: in the menu of the console: the appointments of the week.
MENU = (Place("/planning", Text("console.planning"), STAFF),)

_WEEK = timedelta(days=7)


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""

    async def show(visit: Visit) -> Response:
        house, volunteer = _house(visit), visit.form.number("volunteer")
        async with site.office.acting() as scene:
            today = planning.today_of(scene)
            monday = planning.monday_of(visit.form.one("week"), today)
            found = await planning.week(scene, visit.viewer, house, monday, volunteer=volunteer)
        if found is None:
            return not_found(frame, visit)
        return frame.page(
            visit,
            "planning.html",
            today=today,
            week=found,
            grid=grid_of(found),
            volunteer=volunteer,
            houses=sorted(visit.viewer.houses.values(), key=lambda one: one.place),
            turning=_turning(found, volunteer, today_code=week_code(today)),
            said=DONE.get(visit.form.one("did")),
            states=STATES,
            outcomes=OUTCOMES,
            conflicts=CONFLICTS,
            link=_link,
            day_of=_day_of,
            name=Name,
        )

    return (Page("GET", "/planning", STAFF, show), *planning_case.pages(site, frame))


def _house(visit: Visit) -> int:
    """The one that was chosen, or the first of theirs."""
    return visit.form.number("house") or min(visit.viewer.houses)


def _turning(week: Week, volunteer: int, *, today_code: str) -> Mapping[str, Any]:
    """The addresses of the weeks around this one, and its own code."""

    def address(code: str) -> str:
        return address_of(week.house.id, code, volunteer=volunteer)

    return {
        "code": week_code(week.monday),
        "number": week.monday.isocalendar().week,
        "earlier": address(week_code(week.monday - _WEEK)),
        "later": address(week_code(week.monday + _WEEK)),
        "today": address(today_code),
    }


def address_of(house: int, week: str, *, volunteer: int = 0, did: str = "") -> str:
    """The page of a week."""
    asked = {"house": house, "week": week, "volunteer": volunteer or "", "did": did}
    return f"{ROOT}/planning?{urlencode({name: value for name, value in asked.items() if value})}"


def _link(block: Block) -> str:
    """The page of an appointment, as it was seen here; one that is over leads to the sign-up."""
    if block.state == "done":
        return f"{ROOT}/intake/{block.referral_id}"
    asked = {"v": block.version, "minutes": block.minutes}
    if block.state == "proposed":
        asked["instead"] = block.wall
    return f"{ROOT}/planning/case/{block.referral_id}?{urlencode(asked)}"


def _day_of(day: Any) -> Day:
    return Day(day.isoformat())
