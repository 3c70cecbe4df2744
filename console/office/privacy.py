"""The yearly privacy report: of one's own Taalhuizen for staff, of the whole installation for the operator.

GET  /privacy?year=2026
"""

from __future__ import annotations

from starlette.responses import Response

from bot.services.rights import report
from console.office.frame import Frame, Place
from console.office.site import OfficeSite
from console.office.table import OPERATOR, STAFF, Page, Visit
from flows.model import Name, Text

_ROLES = STAFF | OPERATOR
MENU = (Place("/privacy", Text("console.privacy"), _ROLES),)
_YEARS = 3


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""

    async def show(visit: Visit) -> Response:
        viewer = visit.viewer
        async with site.office.looking() as scene:
            this_year = scene.now.astimezone(scene.zone).year
            years = range(this_year, this_year - _YEARS, -1)
            year = visit.form.number("year", this_year)
            year = year if year in years else this_year
            houses = None if viewer.operator else sorted(viewer.houses)
            found = await report.of_year(scene.connection, year, scene.zone, houses=houses)
        return frame.page(visit, "privacy.html", report=found, years=years, whole=viewer.operator, word=Name)

    return (Page("GET", "/privacy", _ROLES, show),)
