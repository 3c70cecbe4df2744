"""The people of one's own Taalhuizen: a list, a page for each, and what staff can do for them.

GET  /people                            everybody, filtered and sorted
GET  /people/<member>                   one of them
POST /people/<member>/pause             no new learners for a while, or again
POST /people/<member>/profile           what a volunteer can do
GET  /people/<member>/end               asks once, and says what happens; POST does it

Links for new people are in `console.office.people_invites`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.responses import RedirectResponse, Response

from bot.services.loop.volunteers import KNOWN, Filled
from bot.services.office import people, people_invites
from bot.services.office.people import Sort, Wanted
from console.office.form import Form
from console.office.frame import Frame, Place
from console.office.guard import not_found
from console.office.people_words import DONE, FAULTS, ROLES, SORTS
from console.office.site import OfficeSite
from console.office.table import ROOT, STAFF, Page, Visit
from flows.cards import labels
from flows.cards.intake_card import state
from flows.cards.members import ROLE
from flows.cards.profile import FOR_NOW, LANGUAGES, MOST_LEARNERS
from flows.model import Name, Text

MENU = (Place("/people", Text("console.people"), STAFF),)
_CHOICES: dict[str, Any] = {
    "word": Name,
    "roles": ROLES,
    "role_names": ROLE,
    "needs": labels.NEEDS,
    "languages": {code: labels.language(code) for code in LANGUAGES},
    "day_parts": labels.DAY_PARTS,
    "days": labels.DAYS,
    "sorts": SORTS,
    "state": state,
    "capacities": range(1, MOST_LEARNERS + 1),
}


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""
    room = _People(site, frame)
    one = "/people/{member:int}"
    return (
        Page("GET", "/people", STAFF, room.everybody),
        Page("GET", one, STAFF, room.one),
        Page("POST", f"{one}/pause", STAFF, room.pause),
        Page("POST", f"{one}/profile", STAFF, room.profile),
        Page("GET", f"{one}/end", STAFF, room.ask_end),
        Page("POST", f"{one}/end", STAFF, room.end),
    )


class _People:
    def __init__(self, site: OfficeSite, frame: Frame) -> None:
        self._site = site
        self._frame = frame

    async def everybody(self, visit: Visit) -> Response:
        wanted = wanted_of(visit.form)
        async with self._site.office.acting() as scene:
            found = await people.everybody(scene, visit.viewer, wanted)
            invites = await people_invites.open_here(scene, visit.viewer)
        return self._frame.page(
            visit,
            "people.html",
            people=found,
            wanted=wanted,
            invites=invites,
            houses=visit.viewer.houses,
            done=DONE.get(visit.form.one("done")),
            wrong=FAULTS.get(visit.form.one("wrong")),
            **_CHOICES,
        )

    async def one(self, visit: Visit) -> Response:
        async with self._site.office.acting() as scene:
            found = await people.whole(scene, visit.viewer, visit.number("member"))
            today = scene.now.astimezone(scene.zone).date()
        if found is None:
            return not_found(self._frame, visit)
        return self._frame.page(
            visit,
            "people_person.html",
            one=found.person,
            learners=found.learners,
            offers=found.offers,
            today=today,
            done=DONE.get(visit.form.one("done")),
            wrong=FAULTS.get(visit.form.one("wrong")),
            **_CHOICES,
        )

    async def pause(self, visit: Visit) -> Response:
        member = visit.number("member")
        goes_on = visit.form.one("do") == "resume"
        until = None if goes_on else _day(visit.form.one("until"), for_now=visit.form.one("do") == "for_now")
        if until is None and not goes_on:
            return _back(member, wrong="day")
        async with self._site.office.acting() as scene:
            done = await people.pause(scene, visit.viewer, member, until)
        if done is None:
            return not_found(self._frame, visit)
        if not done:
            return _back(member, wrong="day")
        return _back(member, done="resumed" if goes_on else "paused")

    async def profile(self, visit: Visit) -> Response:
        member = visit.number("member")
        lists = {field: visit.form.many(field) for field in KNOWN}
        filled = Filled(lists, visit.form.number("capacity"), seen=visit.form.one("seen"))
        async with self._site.office.acting() as scene:
            done = await people.change_profile(scene, visit.viewer, member, filled)
        if done is None:
            return not_found(self._frame, visit)
        return _back(member, done="profile") if done else _back(member, wrong="changed")

    async def ask_end(self, visit: Visit) -> Response:
        async with self._site.office.acting() as scene:
            found = await people.whole(scene, visit.viewer, visit.number("member"))
        if found is None or found.person.is_me:
            return not_found(self._frame, visit)
        return self._frame.page(visit, "people_end.html", one=found.person, **_CHOICES)

    async def end(self, visit: Visit) -> Response:
        async with self._site.office.acting() as scene:
            done = await people.end(scene, visit.viewer, visit.number("member"))
        if not done:
            return not_found(self._frame, visit)
        return RedirectResponse(f"{ROOT}/people?done=ended", status_code=303)


def wanted_of(form: Form) -> Wanted:
    """Whom the address asks for; what is no choice of ours is left out."""

    def known(name: str, choices: object) -> str:
        value = form.one(name)
        return value if isinstance(choices, dict) and value in choices else ""

    sort = form.one("sort")
    return Wanted(
        role=known("role", ROLES),
        need=known("need", labels.NEEDS),
        language=known("language", _CHOICES["languages"]),
        free=form.one("free") == "yes",
        sort=Sort(sort) if sort in frozenset(Sort) else Sort.NAME,
    )


def _day(text: str, *, for_now: bool) -> date | None:
    try:
        return date.fromisoformat(FOR_NOW if for_now else text)
    except ValueError:
        return None


def _back(member: int, **said: str) -> Response:
    query = "&".join(f"{name}={code}" for name, code in said.items())
    return RedirectResponse(f"{ROOT}/people/{member}?{query}", status_code=303)
