"""Taalhuizen: the list, and the form of one, with what a learner would see before it is saved.

GET  /houses                     those that somebody may see
GET  /houses/<house>             the form; POST looks ahead or saves
GET  /houses/<house>/picture     the picture that a learner gets, with other hours if the address says so
"""

from __future__ import annotations

from babel.dates import get_day_names
from starlette.responses import RedirectResponse, Response

from bot.geo.taalhuis_file import read_field
from bot.geo.taalhuis_week import MOST_BLOCKS
from bot.geo.taalhuis_wrong import Wrong
from bot.pictures import PictureBook
from bot.resources import resource_dir
from bot.services.office import houses
from bot.services.office.house_rules import HOURS, Draft, checked
from bot.services.office.houses import Changed, House, Preview
from console.office.frame import Frame, Place
from console.office.guard import not_found
from console.office.houses_form import CHOICES, FIELDS, LONGEST, MODES, draft_in, shown_again
from console.office.site import OfficeSite
from console.office.table import EVERYBODY, OPERATOR, ROOT, STAFF, Page, Visit
from flows.model import Name, Text

MENU = (Place("/houses", Text("console.houses"), EVERYBODY),)
_LEARNER_LANGUAGE = "nl"


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""
    room = _Houses(site, frame)
    may_change = STAFF | OPERATOR
    return (
        Page("GET", "/houses", EVERYBODY, room.listed),
        Page("GET", "/houses/{house:int}", may_change, room.show),
        Page("POST", "/houses/{house:int}", may_change, room.change),
        Page("GET", "/houses/{house:int}/picture", may_change, room.picture),
    )


class _Houses:
    def __init__(self, site: OfficeSite, frame: Frame) -> None:
        self._site = site
        self._frame = frame
        self._pictures = PictureBook(resource_dir("data"))

    async def listed(self, visit: Visit) -> Response:
        async with self._site.office.looking() as scene:
            found = await houses.listed(scene, visit.viewer)
            today = scene.now.astimezone(scene.zone).date()
        viewer = visit.viewer
        return self._frame.page(
            visit,
            "houses.html",
            houses=found,
            mine=frozenset(house.id for house in found if viewer.operator or house.id in viewer.houses),
            today=today,
            is_shown=houses.is_shown,
            word=Name,
        )

    async def show(self, visit: Visit) -> Response:
        async with self._site.office.looking() as scene:
            house = await houses.one(scene, visit.viewer, visit.number("house"))
        if house is None:
            return not_found(self._frame, visit)
        saved = visit.form.one("done") == "saved"
        return self._form(visit, house, house.draft, saved=saved)

    async def change(self, visit: Visit) -> Response:
        draft = draft_in(visit.form)
        if visit.form.one("do") != "save":
            return await self._look_ahead(visit, draft)
        async with self._site.office.acting() as scene:
            changed = await houses.change(scene, visit.viewer, visit.number("house"), draft)
            directory = scene.worlds.directory
        if changed is None:
            return not_found(self._frame, visit)
        if changed.outdated or changed.faults:
            return self._not_saved(visit, changed, draft)
        # The other processes look for changes by themselves.
        await directory.refresh()
        return RedirectResponse(f"{ROOT}/houses/{changed.house.row.id}?done=saved", status_code=303)

    async def _look_ahead(self, visit: Visit, draft: Draft) -> Response:
        found = checked(draft)
        async with self._site.office.looking() as scene:
            house = await houses.one(scene, visit.viewer, visit.number("house"))
            if house is None:
                return not_found(self._frame, visit)
            ahead = None if found.faults else houses.seen_by_learner(scene, house.row, found.values)
        if found.faults:
            return self._not_saved(visit, Changed(house, faults=found.faults), draft)
        return self._form(visit, house, draft, looked=True, ahead=ahead, values=found.values)

    def _not_saved(self, visit: Visit, changed: Changed, draft: Draft) -> Response:
        status = 409 if changed.outdated else 422
        return self._form(
            visit,
            changed.house,
            draft,
            status=status,
            faults=changed.faults,
            outdated=changed.outdated,
            differs=changed.differs,
        )

    async def picture(self, visit: Visit) -> Response:
        asked = visit.form.one("hours")[:LONGEST]
        try:
            values = {"opening_hours": read_field("opening_hours", asked)} if asked else {}
        except Wrong:
            return not_found(self._frame, visit)
        async with self._site.office.looking() as scene:
            house = await houses.one(scene, visit.viewer, visit.number("house"))
            always = {"active": True, "closed_until": None, **values}
            ahead = houses.seen_by_learner(scene, house.row, always) if house else None
        if ahead is None:
            return not_found(self._frame, visit)
        png = await self._pictures.house(ahead.card, _LEARNER_LANGUAGE)
        return Response(png, media_type="image/png")

    def _form(
        self, visit: Visit, house: House, draft: Draft, *, status: int = 200, **more: object
    ) -> Response:
        context: dict[str, object] = {
            "saved": False,
            "looked": False,
            "ahead": None,
            "values": {},
            "faults": {},
            "outdated": False,
            "differs": (),
        }
        context |= more
        ahead = context["ahead"]
        return self._frame.page(
            visit,
            "houses_house.html",
            status=status,
            house=house.row,
            staff=house.staff,
            draft=draft,
            words=shown_again(draft),
            # Who saves after seeing what the other changed has had both before them.
            seen=house.row.updated_at.isoformat() if context["outdated"] else draft.seen,
            now=house.draft,
            choices=CHOICES,
            modes=MODES,
            fields=FIELDS,
            hours=HOURS,
            blocks=range(MOST_BLOCKS),
            days=[name for _, name in sorted(get_day_names("wide", locale=visit.language).items())],
            said=_said(self._frame, ahead) if isinstance(ahead, Preview) else (),
            spans=_spans(ahead) if isinstance(ahead, Preview) else (),
            word=Name,
            context=context,
        )


def _said(frame: Frame, ahead: Preview) -> list[list[str]]:
    """The messages as a learner reads them, each with its lines."""
    return [
        [frame.texts.render(line, _LEARNER_LANGUAGE) for line in message.lines] for message in ahead.messages
    ]


def _spans(ahead: Preview) -> list[str]:
    """What the picture shows of the week, in words: for each day its hours."""
    names = get_day_names("wide", locale=_LEARNER_LANGUAGE)
    return [
        f"{names[day]} {', '.join(f'{start}-{end}' for start, end in spans) or '-'}"
        for day, spans in enumerate(ahead.card.week)
    ]
