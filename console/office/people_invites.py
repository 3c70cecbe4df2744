"""Links for new people: staff make them for their own house, the operator for every house and region.

POST /people/invite                     a link, shown this once
POST /people/invites/<invite>/revoke    taken back
GET  /invites                           for the operator: all open links; POST makes one
POST /invites/<invite>/revoke           taken back
"""

from __future__ import annotations

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from bot.services.office import people_invites
from bot.services.office.people_invites import BY_OPERATOR, Made
from console.office.frame import Frame, Place
from console.office.people_words import DONE, FAULTS
from console.office.site import OfficeSite
from console.office.table import OPERATOR, ROOT, STAFF, Page, Visit
from flows.cards.members import ROLE
from flows.model import Name, Text

MENU = (Place("/invites", Text("console.invites"), OPERATOR),)


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""
    room = _Invites(site, frame)
    return (
        Page("POST", "/people/invite", STAFF, room.make_here),
        Page("POST", "/people/invites/{invite:int}/revoke", STAFF, room.revoke_here),
        Page("GET", "/invites", OPERATOR, room.everywhere),
        Page("POST", "/invites", OPERATOR, room.make_anywhere),
        Page("POST", "/invites/{invite:int}/revoke", OPERATOR, room.revoke_anywhere),
    )


class _Invites:
    def __init__(self, site: OfficeSite, frame: Frame) -> None:
        self._site = site
        self._frame = frame

    async def make_here(self, visit: Visit) -> Response:
        role, house = visit.form.one("role"), visit.form.number("house")
        async with self._site.office.acting() as scene:
            made = await people_invites.make_here(scene, visit.viewer, role, house)
        return self._shown(visit, made, "/people") if made else _to("/people?wrong=many")

    async def revoke_here(self, visit: Visit) -> Response:
        async with self._site.office.acting() as scene:
            done = await people_invites.revoke_here(scene, visit.viewer, visit.number("invite"))
        return _to("/people?done=revoked" if done else "/people?wrong=gone")

    async def everywhere(self, visit: Visit) -> Response:
        async with self._site.office.looking() as scene:
            found = await people_invites.everywhere(scene)
        return self._frame.page(
            visit,
            "people_invites.html",
            found=found,
            roles={role: ROLE[role] for role in BY_OPERATOR},
            role_names=ROLE,
            done=DONE.get(visit.form.one("done")),
            wrong=FAULTS.get(visit.form.one("wrong")),
        )

    async def make_anywhere(self, visit: Visit) -> Response:
        role, place = visit.form.one("role"), visit.form.number("place")
        async with self._site.office.acting() as scene:
            made = await people_invites.make_anywhere(scene, visit.viewer, role, place)
        return self._shown(visit, made, "/invites") if made else _to("/invites?wrong=gone")

    async def revoke_anywhere(self, visit: Visit) -> Response:
        async with self._site.office.acting() as scene:
            done = await people_invites.revoke_anywhere(scene, visit.viewer, visit.number("invite"))
        return _to("/invites?done=revoked" if done else "/invites?wrong=gone")

    def _shown(self, visit: Visit, made: Made, back: str) -> Response:
        """Not at an address of its own: the link is known here and now, and nowhere afterwards."""
        return self._frame.page(
            visit,
            "people_invited.html",
            made=made,
            word=Name,
            # Drawn by us from the link; nothing of it is typed by anybody.
            picture=Markup(made.picture),  # noqa: S704
            role=ROLE[made.role],
            back=ROOT + back,
        )


def _to(path: str) -> Response:
    return RedirectResponse(ROOT + path, status_code=303)
