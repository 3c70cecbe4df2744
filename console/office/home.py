"""The first page: what waits for whoever signs in, in numbers that lead to where it can be dealt with."""

from __future__ import annotations

from starlette.responses import Response

from bot.services.office import home
from bot.services.office.queue import Count
from console.office.frame import Frame, Place
from console.office.site import OfficeSite
from console.office.table import EVERYBODY, Page, Visit
from flows.model import Text

MENU = (Place("", Text("console.home"), EVERYBODY),)

Tile = tuple[str, Text, str, str]
"""How many, of what, where it leads to, and how it looks."""


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""

    async def show(visit: Visit) -> Response:
        found = await home.look(site.office, visit.viewer)
        tiles = _tiles(found.houses) if found.houses else ()
        return frame.page(visit, "home.html", tiles=tiles, regions=found.regions, unstaffed=found.unstaffed)

    return (Page("GET", "", EVERYBODY, show),)


def _tiles(houses: home.AtHouses) -> tuple[Tile, ...]:
    return (
        # Translators: under a number: sign-ups that nobody has looked at.
        (_many(houses.new), Text("console.home.new"), "/intakes?show=new", ""),
        # Translators: under a number: sign-ups whose term is nearly over.
        (_many(houses.soon), Text("console.home.soon"), "/intakes?mark=soon", ""),
        # Translators: under a number: sign-ups whose term is over.
        (_many(houses.late), Text("console.home.late"), "/intakes?mark=late", "late"),
        # Translators: under a number: tasks, such as to telephone somebody.
        (_many(houses.tasks), Text("console.home.tasks"), "/intakes/tasks", ""),
        # Translators: under a number: appointments of this day.
        (str(houses.today), Text("console.home.today"), "/planning", ""),
    )


def _many(count: Count) -> str:
    return f"{count.number}+" if count.more else str(count.number)
