"""The page about one sign-up: shown, looked at again every few seconds, and each deed done from it.

Without JavaScript all of it works; with it the page shows what others do, and never touches what is being
typed (`console/static/sheet.js`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from bot.services.office import deciding, sheet
from bot.services.office.deciding import DEEDS
from bot.services.office.sheet_present import Present
from console.office.form import Form
from console.office.frame import Frame
from console.office.guard import not_found
from console.office.sheet_forms import LONGEST_WORDS, kept_of, wish_of
from console.office.sheet_sounds import sound_pages
from console.office.sheet_words import DONE, Words
from console.office.site import OfficeSite
from console.office.table import ROOT, STAFF, Do, Page, Visit

_MARK = "seen"
_LONGEST_SEARCH = 60


@dataclass(frozen=True, slots=True)
class SheetPages:
    """What answers for these pages. `present` is who has which page open, in this process."""

    site: OfficeSite
    frame: Frame
    present: Present

    async def show(self, visit: Visit) -> Response:
        """The page; `?done=…` says what was done just now."""
        referral = visit.number("referral")
        look = await sheet.opened(self.site.office, visit.viewer, referral, self.present)
        if look is None:
            return not_found(self.frame, visit)
        done = visit.form.one("done")
        return self.frame.page(
            visit, "sheet.html", **self._words(visit, look, done=done if done in DONE else "")
        )

    async def again(self, visit: Visit) -> Response:
        """What changed since: nothing (204), or the fresh parts and what happened."""
        form = visit.form
        look = await sheet.again(
            self.site.office, visit.viewer, visit.number("referral"), self.present, mark=form.one(_MARK)
        )
        if look is None:
            return not_found(self.frame, visit)
        if look.sheet is None and Words.others_of(look) == form.one("with"):
            return Response(status_code=204)
        return self.frame.page(
            visit, "sheet_again.html", seen=form.one(_MARK), **self._words(visit, look, fresh=True)
        )

    async def find(self, visit: Visit) -> Response:
        """Where it can go: Taalhuizen by name or town."""
        referral = visit.number("referral")
        words = visit.form.text("words", most=_LONGEST_SEARCH)
        found = await sheet.houses(self.site.office, visit.viewer, referral, words)
        if found is None:
            return not_found(self.frame, visit)
        part = "hx-request" in visit.request.headers
        return self.frame.page(
            visit,
            "sheet_houses.html" if part else "sheet_found.html",
            here=_path(referral),
            houses=found,
            typed=words,
            view=Words(frozenset(self.site.sounds)),
            seen=visit.form.one(_MARK),
        )

    async def earlier(self, visit: Visit) -> Response:
        """Messages before one: a part for the talk, or a page of its own."""
        referral = visit.number("referral")
        talk = await sheet.earlier(self.site.office, visit.viewer, referral, visit.number("before"))
        if talk is None:
            return not_found(self.frame, visit)
        part = "hx-request" in visit.request.headers
        return self.frame.page(
            visit,
            "sheet_said.html" if part else "sheet_earlier.html",
            here=_path(referral),
            talk=talk,
            words=Words(frozenset(self.site.sounds)),
        )

    async def handed(self, visit: Visit) -> Response:
        """It is at another Taalhuis now, and nothing of it can be seen here any more."""
        return self.frame.page(visit, "sheet_handed.html")

    def deed(self, name: str) -> Do:
        """The form of one deed."""

        async def do(visit: Visit) -> Response:
            referral = visit.number("referral")
            wish = wish_of(visit.form, seen=visit.form.one(_MARK))
            decided = await deciding.decide(self.site.office, visit.viewer, referral, name, wish)
            if decided is None:
                return not_found(self.frame, visit)
            if decided.gone:
                return RedirectResponse(f"{ROOT}/intake/handed", status_code=303)
            if decided.did:
                return RedirectResponse(f"{_path(referral)}?done={name}", status_code=303)
            return self._not_done(visit, name, decided)

        return do

    def _not_done(self, visit: Visit, name: str, decided: deciding.Decided) -> Response:
        return self.frame.page(
            visit,
            "sheet_changed.html",
            status=422 if decided.wrong else 409,
            here=_path(visit.number("referral")),
            deed=name,
            decided=decided,
            kept=kept_of(visit.form),
            typed=visit.form.text("words", most=LONGEST_WORDS) if _has_words(visit.form) else None,
            words=Words(frozenset(self.site.sounds)),
        )

    def _words(
        self, visit: Visit, look: sheet.Look, *, done: str = "", fresh: bool = False
    ) -> dict[str, Any]:
        """What the templates of the page are given."""
        return {
            "look": look,
            "sheet": look.sheet,
            "here": _path(visit.number("referral")),
            "words": Words(frozenset(self.site.sounds)),
            "done": done,
            "fresh": fresh,
        }


def _has_words(form: Form) -> bool:
    return "words" in form.fields


def _path(referral: int) -> str:
    return f"{ROOT}/intake/{referral}"


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""
    made = SheetPages(site, frame, Present())
    here = "/intake/{referral:int}"
    return (
        Page("GET", "/intake/handed", STAFF, made.handed),
        Page("GET", here, STAFF, made.show),
        Page("GET", f"{here}/again", STAFF, made.again),
        Page("GET", f"{here}/talk/{{before:int}}", STAFF, made.earlier),
        Page("POST", f"{here}/find", STAFF, made.find),
        *sound_pages(site, frame),
        *(Page("POST", f"{here}/{name}", STAFF, made.deed(name)) for name in DEEDS),
    )
