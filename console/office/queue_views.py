"""Lists that somebody keeps by name: open, save, rename, put first, remove."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from bot.services.office import queue_filter, views
from console.office.form import Form, parse
from console.office.frame import Frame
from console.office.guard import not_found
from console.office.site import OfficeSite
from console.office.table import ROOT, STAFF, Page, Visit

HERE = f"{ROOT}/intakes"


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.queue`."""
    room = Room(site, frame)
    return (
        Page("GET", "/intakes/views", STAFF, room.show),
        Page("POST", "/intakes/views", STAFF, room.save),
        Page("GET", "/intakes/views/{view:int}", STAFF, room.open),
        Page("POST", "/intakes/views/{view:int}/name", STAFF, room.rename),
        Page("POST", "/intakes/views/{view:int}/first", STAFF, room.open_first),
        Page("POST", "/intakes/views/{view:int}/remove", STAFF, room.remove),
    )


class Room:
    """The pages about kept lists."""

    def __init__(self, site: OfficeSite, frame: Frame) -> None:
        self._office = site.office
        self._frame = frame

    async def show(self, visit: Visit) -> Response:
        """All of them, to change."""
        async with self._office.looking() as scene:
            kept = await views.of(scene, visit.viewer)
        return self._frame.page(
            visit, "queue_views.html", here=HERE, views=kept, most_name=views.MOST_LETTERS
        )

    async def save(self, visit: Visit) -> Response:
        """Keep the choices of the page by a name."""
        name = visit.form.text("name", most=views.MOST_LETTERS)
        chosen = queue_filter.read(_query(visit.form).one)
        if not name:
            return RedirectResponse(f"{HERE}?{chosen.query()}", status_code=303)
        async with self._office.acting() as scene:
            view = await views.save(scene, visit.viewer, name, chosen)
        return RedirectResponse(f"{HERE}/views/{view}" if view else f"{HERE}/views", status_code=303)

    async def open(self, visit: Visit) -> Response:
        """The list as it was kept."""
        async with self._office.looking() as scene:
            view = await views.one_of(scene, visit.viewer, visit.number("view"))
        if view is None:
            return not_found(self._frame, visit)
        return RedirectResponse(f"{HERE}?view={view.id}&{view.query}", status_code=303)

    async def rename(self, visit: Visit) -> Response:
        """Another name."""
        name = visit.form.text("name", most=views.MOST_LETTERS)
        async with self._office.acting() as scene:
            done = not name or await views.rename(scene, visit.viewer, visit.number("view"), name)
        return self._done(visit, done=done)

    async def open_first(self, visit: Visit) -> Response:
        """The queue opens with it; with none of them for 0."""
        async with self._office.acting() as scene:
            done = await views.open_first(scene, visit.viewer, visit.number("view"))
        return self._done(visit, done=done)

    async def remove(self, visit: Visit) -> Response:
        """Do not keep it any longer."""
        async with self._office.acting() as scene:
            done = await views.remove(scene, visit.viewer, visit.number("view"))
        return self._done(visit, done=done)

    def _done(self, visit: Visit, *, done: bool) -> Response:
        if not done:
            return not_found(self._frame, visit)
        return RedirectResponse(f"{HERE}/views", status_code=303)


def _query(form: Form) -> Form:
    """The choices as the page had them in its address."""
    return parse(form.one("query"))
