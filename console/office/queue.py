"""The queue: who waits, for how long, and who is to do the next thing. Look, filter, sort, page and search.

A page that is loaded is written in the audit with whom it lists. One that a browser fetches again by itself
is only when somebody else is on it than before: that is when somebody was shown whom they had not seen.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.db.queries.office_queue_model import Spot
from bot.services.office import queue as service
from bot.services.office import queue_filter, views
from bot.services.office.queue import Looked, Start
from bot.services.office.queue_filter import Filter
from bot.services.office.queue_search import MOST_LETTERS, Kind, Search
from console.office import queue_tasks, queue_views
from console.office.frame import Frame, Place
from console.office.queue_words import Shown, counts_of, lists_of, shown_of
from console.office.site import OfficeSite
from console.office.table import ROOT, STAFF, Page, Visit
from flows.model import Text

HERE = f"{ROOT}/intakes"
MENU = (Place("/intakes", Text("console.queue"), STAFF),)

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)
_SPOT_PARTS = 3
_MOST_DIGITS = 17
_OWN_ADDRESS = "HX-Push-Url"


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""
    room = Room(site, frame)
    return (
        Page("GET", "/intakes", STAFF, room.show),
        Page("POST", "/intakes/find", STAFF, room.find),
        *queue_views.pages(site, frame),
        *queue_tasks.pages(site, frame),
    )


class Room:
    """The pages about the list itself."""

    def __init__(self, site: OfficeSite, frame: Frame) -> None:
        self._office = site.office
        self._frame = frame

    async def show(self, visit: Visit) -> Response:
        """The list; the whole page, or the part of it that a script asks for."""
        if not visit.request.url.query:
            opens = await self._first(visit)
            if opens is not None:
                return RedirectResponse(opens, status_code=303)
        chosen = queue_filter.read(visit.form.one)
        looked = await service.look(
            self._office, visit.viewer, chosen, find=visit.form.one("find"), start=_start(visit)
        )
        again = _by_script(visit.request) and "poll" in visit.form.fields
        if not again or looked.signed != visit.form.one("seen"):
            await service.write_down(self._office, visit.viewer, looked)
        shown = shown_of(visit.viewer, chosen, looked, _addresses(visit, chosen, looked))
        if again:
            return self._again(visit, chosen, looked, shown)
        return await self._whole(visit, chosen, looked, shown)

    async def find(self, visit: Visit) -> Response:
        """Look for somebody: what was typed goes on sealed, so it stands in no address."""
        words = visit.form.text("words", most=MOST_LETTERS)
        kind = visit.form.one("kind")
        if not words or kind not in set(Kind):
            return RedirectResponse(f"{HERE}?show=new", status_code=303)
        token = await service.find_by(self._office, visit.viewer, Search(Kind(kind), words))
        query = urlencode({"show": "all", "find": token})
        return RedirectResponse(f"{HERE}?{query}", status_code=303)

    def _again(self, visit: Visit, chosen: Filter, looked: Looked, shown: Shown) -> Response:
        """What a browser fetches by itself: nothing when it shows this already."""
        if visit.form.one("same") == shown.digest:
            return Response(status_code=204)
        counts = counts_of(chosen, looked)
        return self._frame.page(visit, "queue_again.html", list=shown, counts=counts, swap=True)

    async def _whole(self, visit: Visit, chosen: Filter, looked: Looked, shown: Shown) -> Response:
        async with self._office.looking() as scene:
            kept = await views.of(scene, visit.viewer)
        people = await service.choices(self._office, visit.viewer)
        part = _by_script(visit.request)
        response = self._frame.page(
            visit,
            "queue_part.html" if part else "queue.html",
            here=HERE,
            list=shown,
            counts=counts_of(chosen, looked),
            lists=lists_of(visit.viewer, chosen, people),
            search=looked.search,
            kinds=list(Kind),
            views=kept,
            view=visit.form.number("view"),
            query=chosen.query(),
            kept={name: chosen.one(name) for name in ("sort", "down") if chosen.one(name)},
            unreachable=chosen.one("unreachable") == "1",
            most_letters=MOST_LETTERS,
            most_name=views.MOST_LETTERS,
            full=len(kept) >= views.MOST,
            swap=part,
        )
        response.headers["Vary"] = "HX-Request"
        if part:
            response.headers[_OWN_ADDRESS] = shown.address
        return response

    async def _first(self, visit: Visit) -> str | None:
        async with self._office.looking() as scene:
            view = await views.first_of(scene, visit.viewer)
        return f"{HERE}?{urlencode({'view': view.id})}&{view.query}" if view else None


def _by_script(request: Request) -> bool:
    """A browser that goes back in its history wants the whole page."""
    headers = request.headers
    return "hx-request" in headers and "hx-history-restore-request" not in headers


def _start(visit: Visit) -> Start:
    form = visit.form
    if form.one("before"):
        return Start(_spot(form.one("before")), backwards=True)
    return Start(_spot(form.one("after")), backwards=form.one("end") == "1")


def _spot(written: str) -> Spot | None:
    """A place in the list as `_written` has it; None for anything else, which is the beginning."""
    parts = written.split(".")
    if len(parts) != _SPOT_PARTS:
        return None
    if not all(one.isascii() and one.isdecimal() and len(one) <= _MOST_DIGITS for one in parts):
        return None
    rank, instants, row = map(int, parts)
    return Spot(rank, _BEGIN + instants * _INSTANT, row)


def _written(spot: Spot) -> str:
    return f"{spot.rank}.{(spot.moment - _BEGIN) // _INSTANT}.{spot.id}"


def _addresses(visit: Visit, chosen: Filter, looked: Looked) -> dict[str, str]:
    """Where the links of the list lead: this page, itself again, and the pages around it."""
    find = visit.form.one("find") if looked.search else ""
    to = {
        "first": {} if looked.before else None,
        "before": {"before": _written(looked.before)} if looked.before else None,
        "after": {"after": _written(looked.after)} if looked.after else None,
        "last": {"end": "1"} if looked.after else None,
        "on": {_way(visit): _written(looked.stopped)} if looked.stopped else None,
    }
    found = {
        name: f"{HERE}?{chosen.query(find=find, **more)}" for name, more in to.items() if more is not None
    }
    start = {name: visit.form.one(name) for name in ("before", "after", "end") if visit.form.one(name)}
    here = chosen.query(find=find, **start) or "show=new"
    return {**found, "here": f"{HERE}?{here}", "find": find}


def _way(visit: Visit) -> str:
    return "before" if _start(visit).backwards else "after"
