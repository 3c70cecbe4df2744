"""The first page: where somebody who signs in begins."""

from __future__ import annotations

from starlette.responses import Response

from console.office.frame import Frame, Place
from console.office.site import OfficeSite
from console.office.table import EVERYBODY, Page, Visit
from flows.model import Text

MENU = (Place("", Text("console.home"), EVERYBODY),)


def pages(_site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""

    async def show(visit: Visit) -> Response:
        return frame.page(visit, "home.html")

    return (Page("GET", "", EVERYBODY, show),)
