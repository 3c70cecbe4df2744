"""The web chat's routes. Each narrows the request, calls one service and shows the conversation as it is.

An answer is taken only when it comes from our own page, and counts once however often it is sent: the page's
number is the update id.
"""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.errors import StorageUnavailable
from bot.services.inbox import Actor, Inbound, Inbox, Receipt
from bot.services.transcripts import Transcript
from console.aloud import with_sound
from console.forms import Answer, Fields, FormTooLarge, FormUnreadable, answer_of, began, read_fields
from console.limits import RateLimiter
from console.origin import from_our_page
from console.pages import LANGUAGE_COOKIE, Pages, Retry, browser_languages
from console.ports import Transcripts
from console.sessions import Session, new_session
from console.speaking import form_token, read_spoken
from console.view import conversation_of

SOURCE = "web"
_QUESTION = "/#now"
_Read = TypeVar("_Read")


class Refused(Exception):
    """The request is not taken; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Chat:
    """`public_url` is where people reach us, or "" when that is only the Host header. `heard` are the
    channels whose voice notes can be played here, `voiced` the languages that are read aloud.
    """

    inbox: Inbox
    transcripts: Transcripts
    pages: Pages
    public_url: str
    limiter: RateLimiter
    speaking: RateLimiter
    heard: frozenset[str] = frozenset()
    voiced: frozenset[str] = frozenset()

    async def show(self, request: Request) -> Response:
        """The conversation. Without one a page that stores nothing is shown: a crawler makes no rows."""
        if "kiosk" in request.query_params:
            return self._become_kiosk(request)
        session = self.pages.cookies.session(request)
        try:
            transcript = await self.transcripts.of(session.address) if session else None
        except StorageUnavailable:
            return self.pages.problem(request, 503)
        if session is None or transcript is None:
            return self.pages.welcome(request)
        return self._page(request, session, transcript)

    async def news(self, request: Request) -> Response:
        """The page again when something came since it was made, else 204. A page that lies open asks this by
        itself, which is no sign that somebody is there: no cookie is renewed.
        """
        session = self.pages.cookies.session(request)
        try:
            version = await self.transcripts.version(session.address) if session else None
            if version is not None and version == request.query_params.get("after"):
                return Response(status_code=204)
            transcript = await self.transcripts.of(session.address) if session else None
        except StorageUnavailable:
            return self.pages.problem(request, 503)
        if session is None or transcript is None:
            return self.pages.welcome(request)
        return self._shown(request, session, transcript, "")

    async def start(self, request: Request) -> Response:
        """Begin a conversation, unless one is going on."""
        try:
            fields = await self._fields(request)
            answer = _answer(fields)
        except Refused as refused:
            return self.pages.problem(request, refused.status)
        try:
            session = self.pages.cookies.session(request)
            if session and await self.transcripts.of(session.address):
                return self._see(_QUESTION)
            session = new_session()
            receipt = await self._receive(
                request, session, Answer(answer.nonce, began(fields)), fields.get("language", "")
            )
            if receipt.repeated:
                # A double click: the cookie went with the first answer, and a second one would have no words.
                return self._see("/")
            return await self._answered(request, session, receipt)
        except StorageUnavailable:
            return self.pages.problem(request, 503, retry=Retry("/start", fields))

    async def answer(self, request: Request) -> Response:
        """Take one answer and show what follows."""
        session = self.pages.cookies.session(request)
        try:
            fields = await self._fields(request)
            if session is None:
                return self._see("/")
            if not session.rendered(fields.get("form", "")):
                raise Refused(403)
            answer = _answer(fields)
        except Refused as refused:
            return self.pages.problem(request, refused.status)
        try:
            if await self.transcripts.of(session.address) is None:
                return self._see("/")
            if answer.reply is None:
                return self._see(_QUESTION)
            receipt = await self._receive(request, session, answer, "")
            return await self._answered(request, session, receipt)
        except StorageUnavailable:
            return self.pages.problem(request, 503, retry=Retry("/answer", fields))

    async def spoken(self, request: Request) -> Response:
        """Take one answer that was recorded, and show what follows."""
        session = self.pages.cookies.session(request)
        try:
            self._admit(request, self.speaking)
            if session is None or not session.rendered(form_token(request)):
                raise Refused(403)
            answer = await _readable(read_spoken(request))
        except Refused as refused:
            return self.pages.problem(request, refused.status)
        try:
            if await self.transcripts.of(session.address) is None:
                return self._see("/")
            receipt = await self._receive(request, session, answer, "")
            return await self._answered(request, session, receipt)
        except StorageUnavailable:
            return self.pages.problem(request, 503)

    async def ask_next_person(self, request: Request) -> Response:
        session = self.pages.cookies.session(request)
        return self.pages.next_person(request, session) if session else self._see("/")

    async def next_person(self, request: Request) -> Response:
        """Forget what is on the screen and end the session."""
        session = self.pages.cookies.session(request)
        try:
            fields = await self._fields(request)
            if session and not session.rendered(fields.get("form", "")):
                raise Refused(403)
        except Refused as refused:
            return self.pages.problem(request, refused.status)
        if session:
            try:
                await self.transcripts.forget(session.address)
            except StorageUnavailable:
                # The screen comes first: without its cookie nobody can reach the conversation any more.
                structlog.get_logger(__name__).warning("forget_postponed", reason="storage_unavailable")
        response = self._see("/")
        self.pages.cookies.end(response)
        response.delete_cookie(LANGUAGE_COOKIE, path=self.pages.cookies.path)
        # Empties the browser's memory of earlier pages too, where it listens to this.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    async def privacy(self, request: Request) -> Response:
        return self.pages.privacy(request)

    def _become_kiosk(self, request: Request) -> Response:
        """The start page of a kiosk's browser. A link elsewhere switches nothing on, and none off."""
        response = self._see("/")
        if request.query_params["kiosk"] == "1" and from_our_page(request, self.public_url):
            self.pages.cookies.mark_kiosk(response)
        return response

    async def _fields(self, request: Request) -> Fields:
        """The form, once the sender is known to be no stranger.

        Raises:
            Refused: 429, 403, 413 or 400.
        """
        self._admit(request, self.limiter)
        return await _readable(read_fields(request))

    def _admit(self, request: Request, limiter: RateLimiter) -> None:
        if not limiter.allows(request.client.host if request.client else ""):
            raise Refused(429)
        if not from_our_page(request, self.public_url):
            raise Refused(403)

    async def _receive(self, request: Request, session: Session, answer: Answer, language: str) -> Receipt:
        hint = (
            language if language in self.pages.texts.languages else next(iter(browser_languages(request)), "")
        )
        actor = Actor(
            channel=SOURCE,
            address=session.address,
            language_hint=hint,
            shared_screen=self.pages.cookies.is_kiosk(request),
        )
        return await self.inbox.receive(Inbound(SOURCE, answer.nonce, actor, answer.reply))

    async def _answered(self, request: Request, session: Session, receipt: Receipt) -> Response:
        """The script gets the page at once; a plain form is sent on, so that a reload asks for nothing twice.

        A toast is said only once, so it comes with the answer itself.
        """
        toast = self.pages.texts.render(receipt.toast, receipt.language) if receipt.toast else ""
        if toast or request.headers.get("x-requested-with") == "fetch":
            transcript = await self.transcripts.of(session.address)
            if transcript:
                return self._page(request, session, transcript, toast)
        response = self._see(_QUESTION)
        self.pages.remember(request, response, session, receipt.language)
        return response

    def _page(self, request: Request, session: Session, transcript: Transcript, toast: str = "") -> Response:
        """The conversation; both cookies are renewed, for somebody is there."""
        response = self._shown(request, session, transcript, toast)
        self.pages.remember(request, response, session, transcript.language)
        return response

    def _shown(self, request: Request, session: Session, transcript: Transcript, toast: str) -> Response:
        page = conversation_of(transcript, self.pages.texts, heard=self.heard)
        conversation = with_sound(page, transcript, self.pages.texts, spoken=self.voiced)
        return self.pages.chat(request, session=session, conversation=conversation, toast=toast)

    def _see(self, path: str) -> RedirectResponse:
        return RedirectResponse(self.pages.url(path), status_code=303)


async def _readable(reading: Awaitable[_Read]) -> _Read:
    try:
        return await reading
    except FormTooLarge:
        raise Refused(413) from None
    except FormUnreadable:
        raise Refused(400) from None


def _answer(fields: Fields) -> Answer:
    try:
        return answer_of(fields)
    except FormUnreadable:
        raise Refused(400) from None
