"""One learner's appointment: how it stands, another moment looked at before it is asked or planned, and no
appointment any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from bot.domain.days import day_of
from bot.services.office import planning_moves as moves
from bot.services.office.planning import NoMoment, first_open, today_of, week_code
from bot.services.office.planning_moves import NOTHING_YET, Came, How, Look, OnDesk, Wish
from bot.services.scene import Scene
from console.office.frame import Frame
from console.office.guard import not_found
from console.office.planning_words import CONFLICTS, NOT_DONE, REFUSED, STATES
from console.office.site import OfficeSite
from console.office.table import ROOT, STAFF, Page, Visit
from flows.cards.calendar import MOST_MOMENTS, Availability, availability
from flows.model import Moment, Text

MORE = "none"
"""In the place of the moment that another one replaces: it is asked beside them."""
_PATH = "/planning/case/{referral:int}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a page shows: the appointment, and the moment that is looked at."""

    shown: OnDesk
    fields: Mapping[str, Any]
    look: Look | None


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """The pages of one appointment, for `console.office.planning`."""

    async def show(visit: Visit) -> Response:
        async with site.office.acting() as scene:
            found = await _found(scene, visit, _asked(visit))
        if found is None:
            return not_found(frame, visit)
        seen = visit.form.one("v")
        old = bool(seen) and seen != found.shown.version
        return _page(frame, visit, found, Came.CHANGED if old else None)

    async def put(visit: Visit) -> Response:
        wish, how = _asked(visit), How.ASK if visit.form.one("how") == How.ASK else How.AGREED
        refused = False
        async with site.office.acting() as scene:
            try:
                came = await moves.put(scene, visit.viewer, visit.number("referral"), wish, how)
            except NoMoment:
                came, refused = Came.CHANGED, True
            found = await _found(scene, visit, wish)
        if refused and found:
            return _page(frame, visit, found, None, status=422)
        return _answer(frame, visit, found, came, wish.day)

    async def cancel(visit: Visit) -> Response:
        async with site.office.acting() as scene:
            before = await moves.on_desk(scene, visit.viewer, visit.number("referral"))
            came = await moves.cancel(
                scene, visit.viewer, visit.number("referral"), visit.form.one("version")
            )
            found = await _found(scene, visit, _asked(visit))
        return _answer(frame, visit, found, came, before.at[:10] if before else "")

    return (
        Page("GET", _PATH, STAFF, show),
        Page("POST", _PATH, STAFF, put),
        Page("POST", f"{_PATH}/cancel", STAFF, cancel),
    )


def _asked(visit: Visit) -> Wish:
    form = visit.form
    return Wish(
        day=form.one("day"),
        clock=form.one("time"),
        minutes=form.number("minutes"),
        version=form.one("version"),
        instead=form.one("instead"),
    )


async def _found(scene: Scene, visit: Visit, wish: Wish) -> Found | None:
    shown = await moves.on_desk(scene, visit.viewer, visit.number("referral"))
    if shown is None:
        return None
    look = await moves.look(scene, shown, wish) if wish.day else None
    return Found(shown, _fields(scene, shown, wish), look)


def _fields(scene: Scene, shown: OnDesk, wish: Wish) -> Mapping[str, Any]:
    """What stands in the form: what was asked, or else where the appointment stands now."""
    at = wish.instead if wish.instead in shown.moments else shown.at
    instead = MORE if wish.instead == MORE else at
    today = today_of(scene)
    day = wish.day or at[:10] or today.isoformat()
    opens = first_open(shown.house, day_of(day) or today).strftime("%H:%M")
    return {
        "today": today.isoformat(),
        "day": day,
        "time": wish.clock[:5] or at[11:] or opens,
        "minutes": wish.minutes or shown.minutes,
        "lengths": sorted({*moves.LENGTHS, shown.minutes}),
        "instead": instead if shown.moments else "",
    }


def _answer(frame: Frame, visit: Visit, found: Found | None, came: Came | None, day: str) -> Response:
    if found is None or came is None:
        return not_found(frame, visit)
    if came in NOT_DONE:
        return _page(frame, visit, found, came, status=409)
    on = day_of(day)
    week = f"&week={week_code(on)}" if on else ""
    house = found.shown.house.id
    return RedirectResponse(f"{ROOT}/planning?house={house}{week}&did={came}", status_code=303)


def _page(frame: Frame, visit: Visit, found: Found, came: Came | None, *, status: int = 200) -> Response:
    shown, look = found.shown, found.look
    return frame.page(
        visit,
        "planning_case.html",
        status=status,
        of=shown,
        field=found.fields,
        look=look if came is None else None,
        wrong=NOT_DONE[came] if came else REFUSED.get(look.refused) if look else None,
        wish=availability(shown.name, Availability(shown.days, shown.parts)),
        cancels=visit.form.one("cancel") == "1" and came is None,
        room=len(shown.moments) < MOST_MOMENTS,
        is_new=shown.version == NOTHING_YET or not shown.status,
        week=_week_of(shown),
        states=STATES,
        conflicts=CONFLICTS,
        moment_of=Moment,
        title=_TITLE[bool(shown.status)],
    )


# Translators: above the page to make an appointment with a learner.
_NEW = Text("console.planning.case.new")
# Translators: above the page of an appointment.
_OLD = Text("console.planning.case")
_TITLE = {False: _NEW, True: _OLD}


def _week_of(shown: OnDesk) -> str:
    """Back to where it stands."""
    day = day_of(shown.at[:10])
    week = f"&week={week_code(day)}" if day else ""
    return f"{ROOT}/planning?house={shown.house.id}{week}"
