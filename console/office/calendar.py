"""The calendar of somebody's own role: its secret address made, shown once and taken back; and the address
itself, which a calendar program reads without being signed in.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import StorageUnavailable
from bot.services.loop.feeds import Address, Feed
from bot.services.office import calendar
from bot.services.office.calendar import Calendars
from console.limits import RateLimiter
from console.office.frame import Frame
from console.office.guard import not_found
from console.office.site import OfficeSite
from console.office.table import ROOT, STAFF, Page, Visit
from flows.model import Moment

BURST = 60
PER_SECOND = 0.5
"""Programs look once an hour; many of them from one address, where a service reads for its users."""
_PATH = "/calendar"


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""

    async def page(visit: Visit, made: Address | None = None, house: int = 0) -> Response:
        async with site.office.looking() as scene:
            found = await calendar.own(scene, visit.viewer)
            served = bool(scene.worlds.site.url)
        return frame.page(
            visit,
            "calendar.html",
            calendars=found,
            made=made,
            made_for=house,
            served=served,
            moment_of=_moment,
        )

    async def show(visit: Visit) -> Response:
        return await page(visit)

    async def make(visit: Visit) -> Response:
        """The answer shows the address, this once: sent on to another page it would have to be kept."""
        house = visit.form.number("house")
        async with site.office.acting() as scene:
            served = bool(scene.worlds.site.url)
            made = await calendar.make(scene, visit.viewer, house) if served else None
        return await page(visit, made, house) if made else not_found(frame, visit)

    async def revoke(visit: Visit) -> Response:
        async with site.office.acting() as scene:
            done = await calendar.revoke(scene, visit.viewer, visit.form.number("house"))
        if done is None:
            return not_found(frame, visit)
        return RedirectResponse(ROOT + _PATH, status_code=303)

    return (
        Page("GET", _PATH, STAFF, show),
        Page("POST", f"{_PATH}/new", STAFF, make),
        Page("POST", f"{_PATH}/off", STAFF, revoke),
    )


def _moment(wall: datetime) -> Moment:
    return Moment(wall.strftime("%Y-%m-%dT%H:%M"))


# ── Read by programs ───────────────────────────────────────────────────────────────────────────────────────


def feed_routes(site: OfficeSite) -> list[BaseRoute]:
    """The address that programs read. Whoever has it may read it: it is the secret."""
    calendars, limiter = Calendars(site.office), RateLimiter(site.clock, burst=BURST, per_second=PER_SECOND)

    async def read(request: Request) -> Response:
        if not limiter.allows(request.client.host if request.client else ""):
            return PlainTextResponse("", status_code=429, headers={"Retry-After": "60"})
        name = str(request.path_params["name"])
        try:
            feed = await calendars.read(name.removesuffix(".ics")) if name.endswith(".ics") else None
        except StorageUnavailable:
            return PlainTextResponse("", status_code=503, headers={"Retry-After": "60"})
        if feed is None:
            return PlainTextResponse("", status_code=404)
        return _answer(request, feed)

    return [Route("/calendar/{name}", read, methods=["GET"])]


def _answer(request: Request, feed: Feed) -> Response:
    changed_at = feed.changed_at.astimezone(UTC).replace(microsecond=0)
    headers = {
        # Weak, because it is the same calendar when it is sent compressed.
        "ETag": f'W/"{feed.digest.hex()[:32]}"',
        "Last-Modified": format_datetime(changed_at, usegmt=True),
        "Cache-Control": "private, no-cache",
    }
    if _has_it(request, headers["ETag"], changed_at):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="taalhuis.ics"'
    return Response(feed.content, headers=headers, media_type="text/calendar")


def _has_it(request: Request, etag: str, changed_at: datetime) -> bool:
    """Does the program have this already? A moment counts only where no tag was given."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        opaque = etag.removeprefix("W/")
        return any(tag.strip().removeprefix("W/") in (opaque, "*") for tag in tags.split(","))
    since = request.headers.get("if-modified-since", "")
    return since == format_datetime(changed_at, usegmt=True)
