"""The web side put together: routes, headers, static files, and what the composition root adds.

GET  /             the conversation, or a welcome that stores nothing
POST /start        begins one, with a new cookie
POST /answer       one answer: a form, with or without JavaScript
GET  /new          the page again, if anything came since; else nothing
GET  /file/<n>     the file of a message; GET /voice/<n> its sound
GET  /next-person  asks whether the screen may be cleared; POST clears it
GET  /privacy      what is kept, and how long
GET  /static/…     one style sheet, one script, the logo

Who may use which is in `console.access`, and a route that is not there is refused.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan

from bot.services.inbox import Inbox
from console.access import DefaultDeny
from console.chat import Chat
from console.files import Files
from console.headers import LastResort, SecurityHeaders
from console.limits import RateLimiter
from console.pages import STATIC_DIR, Pages
from console.ports import Sounds, Texts, Transcripts
from console.sessions import Cookies

KIOSK_IDLE_SECONDS = 600


def create_app(
    *,
    inbox: Inbox,
    transcripts: Transcripts,
    catalogues: Texts,
    public_url: str,
    sounds: Mapping[str, Sounds] | None = None,
    kiosk_idle_seconds: int = KIOSK_IDLE_SECONDS,
    clock: Callable[[], float] = time.monotonic,
    extra_routes: Sequence[BaseRoute] = (),
    lifespan: Lifespan[Starlette] | None = None,
) -> Starlette:
    """Build the ASGI application.

    `public_url` is `Settings.public_url`: with https the cookies are for https alone. `clock` counts seconds
    upwards, for the brake. `sounds` are those that can be heard here, by channel. `extra_routes` come before
    our own and get the headers, but no brake and no form rules: a webhook has its own. Without a rule in
    `console.access` they are refused as any other.
    """
    https = public_url.startswith("https://")
    pages = Pages(texts=catalogues, cookies=Cookies(secure=https, kiosk_seconds=kiosk_idle_seconds))
    sounds = sounds or {}
    chat = Chat(
        inbox=inbox,
        transcripts=transcripts,
        pages=pages,
        public_url=public_url,
        limiter=RateLimiter(clock),
        heard=frozenset(sounds),
    )
    files = Files(transcripts, pages, sounds)

    async def http_problem(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return pages.problem(request, status)

    return Starlette(
        routes=[*extra_routes, *_routes(chat, files)],
        middleware=[
            Middleware(SecurityHeaders, https=https),
            Middleware(LastResort, page=lambda request: pages.problem(request, 500)),
            Middleware(DefaultDeny, page=pages.problem),
        ],
        exception_handlers={HTTPException: http_problem},
        lifespan=lifespan,
    )


def _routes(chat: Chat, files: Files) -> list[BaseRoute]:
    return [
        Route("/", chat.show, methods=["GET"]),
        Route("/start", chat.start, methods=["POST"]),
        Route("/answer", chat.answer, methods=["POST"]),
        Route("/new", chat.news, methods=["GET"]),
        Route("/file/{number:int}", files.file, methods=["GET"]),
        Route("/voice/{number:int}", files.voice, methods=["GET"]),
        Route("/next-person", chat.ask_next_person, methods=["GET"]),
        Route("/next-person", chat.next_person, methods=["POST"]),
        Route("/privacy", chat.privacy, methods=["GET"]),
        Mount("/static", StaticFiles(directory=STATIC_DIR)),
    ]
