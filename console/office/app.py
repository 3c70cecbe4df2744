"""The console put together: each room brings its pages and its places in the menu.

Everything stands below `/console`. `console.office.guard` is in front of every page of every room; what is
not a `Page` of a room does not exist. Signing in (`console.office.signing_in`) is the one thing before it.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import BaseRoute

from console.office import (
    audit,
    calendar,
    coverage_map,
    home,
    houses,
    imports,
    people,
    people_invites,
    planning,
    privacy,
    queue,
    reports,
    rights,
    sessions,
    sheet,
)
from console.office.frame import Frame, Place
from console.office.site import OfficeSite
from console.office.table import Page

Room = Callable[[OfficeSite, Frame], tuple[Page, ...]]

ROOMS: tuple[Room, ...] = (
    home.pages,
    queue.pages,
    sheet.pages,
    planning.pages,
    calendar.pages,
    people.pages,
    people_invites.pages,
    houses.pages,
    imports.pages,
    coverage_map.pages,
    rights.pages,
    reports.pages,
    audit.pages,
    privacy.pages,
    sessions.pages,
)
"""Each room's `pages(site, frame)`."""

MENU: tuple[Place, ...] = (
    *home.MENU,
    *queue.MENU,
    *planning.MENU,
    *people.MENU,
    *people_invites.MENU,
    *houses.MENU,
    *imports.MENU,
    *coverage_map.MENU,
    *reports.MENU,
    *audit.MENU,
    *privacy.MENU,
)


def pages_of(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """Every page of the console, for the routes and for the test of who may use which."""
    return tuple(page for room in ROOMS for page in room(site, frame))


def office_routes(site: OfficeSite) -> list[BaseRoute]:
    """The routes of the console."""
    frame = site.frame(MENU)
    guard = site.guard(frame)
    own = (guard.route(page) for page in pages_of(site, frame))
    return [*site.sign_in(frame).routes(), *calendar.feed_routes(site), *own]
