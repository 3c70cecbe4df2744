"""The rights of a learner, by staff whom they asked: see what is kept, hand it over, put it right, erase it.

GET  /intake/<referral>/data            everything, in words
POST /intake/<referral>/data            the same as a file to hand over
POST /intake/<referral>/correct         a name, a telephone number or a place
GET  /intake/<referral>/erase           says what happens; POST asks once more, and then does it
GET  /erased                            afterwards
"""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from bot.services.office import rights
from console.files import kept
from console.office.frame import Frame, Place
from console.office.guard import not_found
from console.office.site import OfficeSite
from console.office.table import ROOT, STAFF, Page, Visit
from flows.model import Text

MENU: tuple[Place, ...] = ()
_LONGEST = 60
_SAID = {
    "done": Text("console.rights.corrected"),
    "name": Text("console.rights.wrong.name"),
    "phone": Text("console.rights.wrong.phone"),
    "place": Text("console.rights.wrong.place"),
}
_FIELDS = ("name", "phone", "place")


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""
    room = _Rights(site, frame)
    one = "/intake/{referral:int}"
    return (
        Page("GET", f"{one}/data", STAFF, room.show),
        Page("POST", f"{one}/data", STAFF, room.hand_over),
        Page("POST", f"{one}/correct", STAFF, room.correct),
        Page("GET", f"{one}/erase", STAFF, room.ask_erase),
        Page("POST", f"{one}/erase", STAFF, room.erase),
        Page("GET", "/erased", STAFF, room.erased),
    )


class _Rights:
    def __init__(self, site: OfficeSite, frame: Frame) -> None:
        self._office = site.office
        self._frame = frame

    async def show(self, visit: Visit) -> Response:
        async with self._office.acting() as scene:
            found = await rights.look(scene, visit.viewer, visit.number("referral"))
        if found is None:
            return not_found(self._frame, visit)
        said = visit.form.one("said")
        return self._frame.page(visit, "rights.html", one=found, said=_SAID.get(said), wrong=said in _FIELDS)

    async def hand_over(self, visit: Visit) -> Response:
        async with self._office.acting() as scene:
            document = await rights.hand_over(scene, visit.viewer, visit.number("referral"))
        return kept(document) if document else not_found(self._frame, visit)

    async def correct(self, visit: Visit) -> Response:
        referral, field = visit.number("referral"), visit.form.one("field")
        words = visit.form.text("words", most=_LONGEST)
        async with self._office.acting() as scene:
            done = await rights.correct(scene, visit.viewer, referral, field, words)
        if done is None:
            return not_found(self._frame, visit)
        said = "done" if done else field if field in _FIELDS else "name"
        return RedirectResponse(f"{ROOT}/intake/{referral}/data?said={said}", status_code=303)

    async def ask_erase(self, visit: Visit) -> Response:
        return await self._ask(visit, again=False)

    async def erase(self, visit: Visit) -> Response:
        if visit.form.one("sure") != "yes":
            return await self._ask(visit, again=True)
        async with self._office.acting() as scene:
            done = await rights.erase(scene, visit.viewer, visit.number("referral"))
        if not done:
            return not_found(self._frame, visit)
        return RedirectResponse(f"{ROOT}/erased", status_code=303)

    async def erased(self, visit: Visit) -> Response:
        return self._frame.page(visit, "rights_erased.html")

    async def _ask(self, visit: Visit, *, again: bool) -> Response:
        referral = visit.number("referral")
        async with self._office.acting() as scene:
            name = await rights.name_of(scene, visit.viewer, referral)
        if name is None:
            return not_found(self._frame, visit)
        return self._frame.page(visit, "rights_erase.html", referral=referral, name=name, again=again)
