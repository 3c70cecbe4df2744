"""The web side put together: routes, headers, static files, and what the composition root adds.

GET  /             the conversation, or a welcome that stores nothing
POST /start        begins one, with a new cookie
POST /answer       one answer: a form, with or without JavaScript; POST /spoken one that was recorded
GET  /new          the page again, if anything came since; else nothing
GET  /file/<n>     the file of a message; GET /voice/<n> its sound, GET /picture/<n> its Taalhuis
GET  /speech/<n>   a message as it is read aloud
GET  /next-person  asks whether the screen may be cleared; POST clears it
GET  /privacy      what is kept, and how long
GET  /static/…     style sheets, scripts, the logo

The demo has more: `console.demo`; who works here has `/console`: `console.office`. Who may use which is in
`console.access`, and a route that is not there is refused.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan

from bot.channels.base import Pictures, Voices
from bot.services.inbox import Inbox
from console import aloud
from console import demo as demo_page
from console.access import RULES, DefaultDeny
from console.chat import Chat
from console.demo import Demo, DemoPages
from console.files import Files
from console.headers import LastResort, SecurityHeaders
from console.late import LateOffice
from console.limits import SPOKEN_BURST, SPOKEN_PER_SECOND, RateLimiter
from console.office.cookies import DeskCookies
from console.office.site import OfficeSite
from console.pages import STATIC_DIR, Pages, pictures_dir
from console.ports import Sounds, Texts, Transcripts
from console.sessions import Cookies, OneChair

KIOSK_IDLE_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a web chat is made of. `public_url` is `Settings.public_url`: with https the cookies are for https
    alone. `clock` counts seconds upwards, for the brake. `sounds` are those that can be heard here, by
    channel; `pictures` draws a Taalhuis, `voices` reads aloud in the languages of `spoken`. `base` is the
    path under which this chat stands, "" for the whole site.
    """

    inbox: Inbox
    transcripts: Transcripts
    catalogues: Texts
    public_url: str
    sounds: Mapping[str, Sounds] = field(default_factory=dict)
    pictures: Pictures | None = None
    voices: Voices | None = None
    spoken: frozenset[str] = frozenset()
    kiosk_idle_seconds: int = KIOSK_IDLE_SECONDS
    clock: Callable[[], float] = time.monotonic
    base: str = ""

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    def cookies(self) -> Cookies:
        return Cookies(self.https, self.kiosk_idle_seconds, self.base or "/")

    def pages(self, cookies: Cookies, *, demo_path: str = "") -> Pages:
        return Pages(texts=self.catalogues, cookies=cookies, base=self.base, demo_path=demo_path)

    def routes(self, pages: Pages) -> list[BaseRoute]:
        """The chat, without the way out that clears a screen."""
        chat, files = self._chat(pages), Files(self.transcripts, pages, self.sounds, self.pictures)
        return [
            Route("/", chat.show, methods=["GET"]),
            Route("/start", chat.start, methods=["POST"]),
            Route("/answer", chat.answer, methods=["POST"]),
            Route("/spoken", chat.spoken, methods=["POST"]),
            Route("/new", chat.news, methods=["GET"]),
            Route("/file/{number:int}", files.file, methods=["GET"]),
            Route("/voice/{number:int}", files.voice, methods=["GET"]),
            Route("/picture/{number:int}", files.picture, methods=["GET"]),
            Route("/privacy", chat.privacy, methods=["GET"]),
            *self._sounds(pages),
        ]

    def _sounds(self, pages: Pages) -> list[BaseRoute]:
        if self.voices is None:
            return []
        limiter = RateLimiter(self.clock, burst=aloud.BURST, per_second=aloud.PER_SECOND)
        speaker = aloud.Aloud(self.transcripts, pages, self.voices, limiter)
        return [Route("/speech/{number:int}", speaker.speech, methods=["GET"])]

    def way_out(self, pages: Pages) -> list[BaseRoute]:
        """Where one person makes place for the next."""
        chat = self._chat(pages)
        return [
            Route("/next-person", chat.ask_next_person, methods=["GET"]),
            Route("/next-person", chat.next_person, methods=["POST"]),
        ]

    def _chat(self, pages: Pages) -> Chat:
        return Chat(
            inbox=self.inbox,
            transcripts=self.transcripts,
            pages=pages,
            public_url=self.public_url,
            limiter=RateLimiter(self.clock),
            speaking=RateLimiter(self.clock, burst=SPOKEN_BURST, per_second=SPOKEN_PER_SECOND),
            heard=frozenset(self.sounds),
            voiced=self.spoken if self.voices else frozenset(),
        )


def create_app(
    site: Site,
    *,
    demo: Demo | None = None,
    office: OfficeSite | None = None,
    extra_routes: Sequence[BaseRoute] = (),
    lifespan: Lifespan[Starlette] | None = None,
) -> Starlette:
    """Build the ASGI application.

    `demo` adds its page and its clock, `office` the console of who works here. `extra_routes` come before our
    own and get the headers, but no brake and no form rules: a webhook has its own. Without a rule in
    `console.access` they are refused as any other.
    """
    pages = site.pages(site.cookies(), demo_path=demo_page.PATH if demo else "")
    front = replace(site, inbox=demo.learner_inbox) if demo else site

    async def http_problem(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return pages.problem(request, status)

    return Starlette(
        routes=[
            *extra_routes,
            *(_demo_routes(demo, site, pages) if demo else ()),
            *(LateOffice(office).routes() if office else ()),
            *front.routes(pages),
            *front.way_out(pages),
            Mount("/static/pictures", StaticFiles(directory=pictures_dir())),
            Mount("/static", StaticFiles(directory=STATIC_DIR)),
        ],
        middleware=_around(site, pages, demo),
        exception_handlers={HTTPException: http_problem},
        lifespan=lifespan,
    )


def _around(site: Site, pages: Pages, demo: Demo | None) -> list[Middleware]:
    """What every request goes through, from the outside in."""
    return [
        # On a slow line a third as long. What is secret in a page cannot be guessed from its length: nobody
        # else can make a browser ask for it with its cookie, which is SameSite=Strict.
        Middleware(GZipMiddleware, compresslevel=6),
        Middleware(SecurityHeaders, https=site.https, framed=demo is not None),
        Middleware(LastResort, page=lambda request: pages.problem(request, 500)),
        Middleware(DefaultDeny, page=pages.problem, rules={**RULES, **(demo_page.RULES if demo else {})}),
    ]


def _demo_routes(demo: Demo, site: Site, pages: Pages) -> list[BaseRoute]:
    page = DemoPages(demo, pages, DeskCookies(site.https), site.public_url)
    return [
        Route(demo_page.PATH, page.show, methods=["GET"]),
        Route(demo_page.CLOCK_PATH, page.move, methods=["POST"]),
        Route(demo_page.CONSOLE_PATH, page.console, methods=["POST"]),
        *(_phone(demo, site, who) for who in (demo_page.LEARNER, *demo.chairs)),
    ]


def _phone(demo: Demo, site: Site, who: str) -> Mount:
    """One chat with a chair of its own; whose name is known sits there for good."""
    place = replace(site, base=f"/phone/{who}")
    chair = demo.chairs.get(who)
    if chair is not None:
        pages = place.pages(OneChair(place.https, place.kiosk_idle_seconds, place.base, chair))
        return Mount(place.base, routes=place.routes(pages))
    place = replace(place, inbox=demo.learner_inbox)
    pages = place.pages(place.cookies())
    return Mount(place.base, routes=[*place.routes(pages), *place.way_out(pages)])
