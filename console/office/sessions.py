"""Where somebody is signed in, and how to sign out: here, in another browser, or everywhere else."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from console.office.frame import Frame
from console.office.guard import not_found
from console.office.signing_in import SIGN_IN
from console.office.site import OfficeSite
from console.office.table import EVERYBODY, ROOT, Page, Visit

PATH = "/sessions"


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""
    sessions, cookies = site.sessions, site.cookies

    async def show(visit: Visit) -> Response:
        mine = await sessions.mine(visit.viewer)
        return frame.page(visit, "sessions.html", sessions=mine, here=visit.viewer.session_id)

    async def end(visit: Visit) -> Response:
        if visit.number("session") == visit.viewer.session_id:
            return await out(visit)
        if not await sessions.end(visit.viewer, visit.number("session")):
            return not_found(frame, visit)
        return RedirectResponse(ROOT + PATH, status_code=303)

    async def end_others(visit: Visit) -> Response:
        await sessions.end_others(visit.viewer)
        return RedirectResponse(ROOT + PATH, status_code=303)

    async def out(visit: Visit) -> Response:
        await sessions.end(visit.viewer, visit.viewer.session_id)
        response = RedirectResponse(SIGN_IN, status_code=303)
        cookies.sign_out(response)
        return response

    return (
        Page("GET", PATH, EVERYBODY, show),
        Page("POST", f"{PATH}/{{session:int}}/end", EVERYBODY, end),
        Page("POST", f"{PATH}/others", EVERYBODY, end_others),
        Page("POST", f"{PATH}/out", EVERYBODY, out),
    )
