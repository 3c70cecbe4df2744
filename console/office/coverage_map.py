"""The map of a region: where there is a Taalhuis, where there is none, and where people come from.

GET /map    the first region that somebody may see; `?region=<id>` another
"""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from bot.domain.masking import SMALL
from bot.services.office import coverage
from bot.services.office.coverage import FAR_KM, NEAR_KM, Coverage, Town
from console.office.coverage_map_shapes import FAR, MIDDLE, NEAR, draw
from console.office.frame import Frame, Place
from console.office.guard import not_found
from console.office.site import OfficeSite
from console.office.table import EVERYBODY, Page, Visit
from flows.model import Km, Name, Text

MENU = (Place("/map", Text("console.map"), EVERYBODY),)
_BANDS = {
    # Translators: on a map: how far it is to a Taalhuis.
    NEAR: Text("console.map.near", {"km": int(NEAR_KM)}),
    # Translators: on a map: how far it is to a Taalhuis.
    MIDDLE: Text("console.map.middle", {"km": int(NEAR_KM), "far": int(FAR_KM)}),
    # Translators: on a map: how far it is to a Taalhuis.
    FAR: Text("console.map.far", {"far": int(FAR_KM)}),
}


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""

    async def show(visit: Visit) -> Response:
        async with site.office.looking() as scene:
            found = await coverage.look(scene, visit.viewer, visit.form.number("region"))
            places = scene.worlds.places
        if found is None:
            return not_found(frame, visit)
        # Thousands of squares: others are to be served meanwhile.
        drawing = await asyncio.to_thread(draw, found, places)
        return frame.page(
            visit,
            "coverage_map.html",
            found=found,
            drawing=drawing,
            bands=_BANDS,
            without=_without(found),
            counts={town.name: _count(town) for town in found.towns},
            km=Km,
            word=Name,
        )

    return (Page("GET", "/map", EVERYBODY, show),)


def _without(found: Coverage) -> list[str]:
    return sorted(town.name for town in found.towns if not town.houses)


def _count(town: Town) -> str:
    """How many people came from there, as far as it may be told; "" for nobody, and for what stays hidden."""
    if town.others is None:
        return "" if town.mine else f"< {SMALL}"
    return str(town.mine + town.others) if town.others >= 0 and town.mine + town.others else ""
