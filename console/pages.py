"""Renders the pages: one Jinja environment, one way to get a text, one way to say that something is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.domain.origin import origin_of
from bot.resources import resource_dir
from console.forms import Fields
from console.ports import Texts
from console.sessions import Cookies, Session, new_nonce
from console.view import Conversation
from flows.model import Text

HERE = Path(__file__).resolve().parent
STATIC_DIR = HERE / "static"
LANGUAGE_COOKIE = "taalwijzer_language"

# Which words go with which status; any other one gets the words of a defect.
_PROBLEMS: Mapping[int, tuple[Text, Text]] = {
    400: (Text("web.problem.unreadable"), Text("web.problem.unreadable.help")),
    403: (Text("web.problem.old_page"), Text("web.problem.old_page.help")),
    404: (Text("web.problem.not_found"), Text("web.problem.not_found.help")),
    405: (Text("web.problem.not_found"), Text("web.problem.not_found.help")),
    413: (Text("web.problem.too_long"), Text("web.problem.too_long.help")),
    429: (Text("web.problem.too_fast"), Text("web.problem.too_fast.help")),
    500: (Text("web.problem.defect"), Text("web.problem.defect.help")),
    503: (Text("web.problem.away"), Text("web.problem.away.help")),
}


@dataclass(frozen=True, slots=True)
class Retry:
    """A form that can be sent again as it was: where to, and everything that was in it."""

    action: str
    fields: Fields


class Pages:
    """Everything that answers with HTML."""

    def __init__(self, *, texts: Texts, cookies: Cookies, base: str = "", demo_path: str = "") -> None:
        """`base` is the path under which these pages stand, without a slash at its end; `demo_path` where the
        demo is, if there is one.
        """
        self.texts = texts
        self.cookies = cookies
        self.base = base
        self._jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.globals["asset"] = asset_urls()
        self._jinja.globals["base"] = base
        self._jinja.globals["demo_path"] = demo_path
        self._jinja.globals["url"] = self.url

    def url(self, path: str) -> str:
        """The address of one of these pages; `path` begins with a slash."""
        return self.base + path

    def language(self, request: Request) -> str:
        """What a page is shown in until a conversation says so: the address, our cookie, then the browser."""
        asked = (request.query_params.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, ""))
        for language in asked:
            if language in self.texts.languages:
                return language
        for tag in browser_languages(request):
            best = self.texts.best(tag)
            if _root(best) == _root(tag):
                return best
        return self.texts.best("")

    def chat(
        self, request: Request, *, session: Session, conversation: Conversation, toast: str = ""
    ) -> HTMLResponse:
        """The conversation."""
        return self._page(
            "chat.html",
            request,
            conversation.language,
            session=session,
            chat=conversation,
            nonce=new_nonce(),
            toast=toast,
        )

    def remember(self, request: Request, response: Response, session: Session, language: str) -> None:
        """Set the session's cookie, and the language for pages that do not read the conversation."""
        self.cookies.keep(response, session, kiosk=self.cookies.is_kiosk(request))
        response.set_cookie(
            LANGUAGE_COOKIE,
            language,
            path=self.cookies.path,
            secure=self.cookies.secure,
            httponly=True,
            samesite="strict",
        )

    def demo(
        self,
        request: Request,
        *,
        now: Text,
        phones: Sequence[tuple[str, Text]],
        desks: Sequence[tuple[str, Text]],
        stuck: bool,
    ) -> HTMLResponse:
        """The phones beside each other, and who can open the console; `stuck` when there was no reminder to
        go to.
        """
        return self._page(
            "demo.html", request, self.language(request), now=now, phones=phones, desks=desks, stuck=stuck
        )

    def welcome(self, request: Request) -> HTMLResponse:
        """What is shown before there is a conversation; who came by a leaflet keeps that."""
        leaflet = origin_of(request.query_params.get("from", ""))
        origin = str(leaflet) if leaflet else ""
        return self._page("welcome.html", request, self.language(request), nonce=new_nonce(), origin=origin)

    def privacy(self, request: Request) -> HTMLResponse:
        session = self.cookies.session(request)
        return self._page("privacy.html", request, self.language(request), session=session)

    def next_person(self, request: Request, session: Session) -> HTMLResponse:
        return self._page("next.html", request, self.language(request), session=session)

    def problem(self, request: Request, status: int, *, retry: Retry | None = None) -> HTMLResponse:
        """Say kindly what is wrong and what to do; with `retry` the answer can be sent again as it was."""
        title, help_ = _PROBLEMS.get(status, _PROBLEMS[500])
        response = self._page(
            "problem.html", request, self.language(request), title=title, help=help_, retry=retry
        )
        response.status_code = status
        return response

    def _page(self, template: str, request: Request, language: str, **context: object) -> HTMLResponse:
        def t(text: str | Text) -> str:
            return self.texts.render(Text(text) if isinstance(text, str) else text, language)

        html = self._jinja.get_template(template).render(
            {"session": None} | context,
            t=t,
            language=language,
            direction="rtl" if self.texts.is_rtl(language) else "ltr",
            languages=[(code, self.texts.own_name(code)) for code in self.texts.languages],
            kiosk=self.cookies.is_kiosk(request),
            kiosk_seconds=self.cookies.kiosk_seconds,
        )
        return HTMLResponse(html)


def browser_languages(request: Request) -> list[str]:
    """The tags of Accept-Language, best first; at most eight, and nothing that is no tag."""
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")[:8]):
        tag, _, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if tag.replace("-", "").isalnum() and tag.isascii() and len(tag) <= 35:
            weighed.append((-weight, place, tag))
    return [tag for _, _, tag in sorted(weighed)]


def _root(tag: str) -> str:
    return tag.lower().replace("_", "-").partition("-")[0]


def asset_urls() -> Mapping[str, str]:
    """Each static file with a piece of its hash, so that a browser may keep it and still sees a new one."""
    found = {path.name: path for path in STATIC_DIR.iterdir()}
    found |= {f"pictures/{path.name}": path for path in pictures_dir().glob("*.svg")}
    return {
        name: f"/static/{name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
        for name, path in sorted(found.items())
    }


def pictures_dir() -> Path:
    """Where our own drawings are."""
    return resource_dir("data") / "pictures"
