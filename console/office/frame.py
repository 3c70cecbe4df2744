"""Renders the pages of the console: one Jinja environment, one way to say that something is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.services.office.viewer import OfficeRole, Viewer
from console.office.table import ROOT, Visit
from console.pages import HERE, asset_urls
from console.ports import Texts
from flows.cards.members import ROLE
from flows.model import Moment, Name, Param, Text

LANGUAGES = ("nl", "en")
"""What staff can read."""

_PROBLEMS: Mapping[int, tuple[Text, Text]] = {
    400: (Text("console.problem.unreadable"), Text("console.problem.unreadable.help")),
    401: (Text("console.problem.signed_out"), Text("console.problem.signed_out.help")),
    403: (Text("console.problem.not_yours"), Text("console.problem.not_yours.help")),
    404: (Text("console.problem.not_found"), Text("console.problem.not_found.help")),
    409: (Text("console.problem.changed"), Text("console.problem.changed.help")),
    413: (Text("console.problem.too_long"), Text("console.problem.too_long.help")),
    419: (Text("console.problem.old_page"), Text("console.problem.old_page.help")),
    422: (Text("console.problem.bsn"), Text("console.problem.bsn.help")),
    429: (Text("console.problem.too_fast"), Text("console.problem.too_fast.help")),
    500: (Text("console.problem.defect"), Text("console.problem.defect.help")),
    503: (Text("console.problem.away"), Text("console.problem.away.help")),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the menu, for those who have one of the roles."""

    path: str
    label: Text
    roles: frozenset[OfficeRole]


class Frame:
    """Everything of the console that answers with HTML. `menu` is what stands at the top of each page."""

    def __init__(self, texts: Texts, zone: ZoneInfo, menu: tuple[Place, ...]) -> None:
        self.texts = texts
        self.zone = zone
        self._menu = menu
        self._jinja = Environment(
            loader=FileSystemLoader(HERE / "templates" / "office"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.globals |= {"asset": asset_urls(), "root": ROOT, "at": self.at, "name": Name}

    def language(self, viewer: Viewer | None, request: Request) -> str:
        """That of the person's chat where staff can read it, else the browser's, else Dutch."""
        wanted = viewer.language if viewer else ""
        if wanted in LANGUAGES:
            return wanted
        return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "nl"

    def page(self, visit: Visit, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        """A whole page, or a part of one where the template has no frame."""
        here = visit.request.url.path
        return self._render(
            template,
            visit.language,
            status,
            {
                "viewer": visit.viewer,
                "me": _me(visit.viewer),
                "form_token": visit.form_token,
                "menu": [
                    (ROOT + place.path, place.label, _is_here(here, ROOT + place.path))
                    for place in self._menu
                    if place.roles & visit.viewer.roles
                ],
                **context,
            },
        )

    def bare(self, request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        """A page for somebody who is not signed in."""
        language = self.language(None, request)
        return self._render(
            template, language, status, {"viewer": None, "me": [], "menu": [], "form_token": "", **context}
        )

    def problem(self, request: Request, status: int, visit: Visit | None = None) -> HTMLResponse:
        """Say kindly what is wrong and what to do."""
        title, help_ = _PROBLEMS.get(status, _PROBLEMS[500])
        # A browser knows no 419; what it means is "this form is too old".
        shown = 403 if status == 419 else status
        if visit is None:
            return self.bare(request, "problem.html", status=shown, title=title, help=help_)
        return self.page(visit, "problem.html", status=shown, title=title, help=help_)

    def at(self, moment: datetime) -> datetime:
        """A moment as the clock on the wall of a Taalhuis shows it."""
        return moment.astimezone(self.zone)

    def _render(
        self, template: str, language: str, status: int, context: Mapping[str, object]
    ) -> HTMLResponse:
        def t(text: str | Text | Name, **params: Param) -> str:
            if isinstance(text, str):
                text = Text(text, params)
            return self.texts.render(text, language)

        def when(moment: datetime) -> str:
            wall = Moment(self.at(moment).strftime("%Y-%m-%dT%H:%M"))
            return self.texts.render(Text("console.moment", {"moment": wall}), language)

        html = self._jinja.get_template(template).render(context, t=t, when=when, language=language)
        return HTMLResponse(html, status_code=status)


def _me(viewer: Viewer) -> list[tuple[Text, str]]:
    """Each role of somebody, and where: a house, or a region."""
    found = [(ROLE[member.role], member.place) for member in viewer.members]
    return [*found, (Text("console.operator"), "")] if viewer.operator else found


def _is_here(path: str, place: str) -> bool:
    return path == place or (place != ROOT and path.startswith(f"{place}/"))
