"""Lets a person through to a page: signed in, with a role that may try it, and with a form of our own."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.errors import StorageUnavailable
from bot.services.office.sessions import Sessions
from console.forms import FormTooLarge, FormUnreadable
from console.limits import RateLimiter
from console.office.cookies import DeskCookies
from console.office.form import Form, HoldsBsn, query_of, read_form
from console.office.frame import Frame
from console.office.signing_in import SIGN_IN
from console.office.table import ROOT, Page, Visit
from console.origin import from_our_page

TOKEN = "form"  # noqa: S105 (the name of a field)
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Guard:
    """In front of every page. What it refuses, it refuses before the page was asked for anything."""

    sessions: Sessions
    frame: Frame
    cookies: DeskCookies
    limiter: RateLimiter
    public_url: str

    def route(self, page: Page) -> Route:
        """The route of a page, behind this guard."""

        async def endpoint(request: Request) -> Response:
            try:
                return await self._through(request, page)
            except StorageUnavailable:
                return self.frame.problem(request, 503)

        return Route(ROOT + page.path, endpoint, methods=[page.method])

    async def _through(self, request: Request, page: Page) -> Response:
        if not self.limiter.allows(request.client.host if request.client else ""):
            return self.frame.problem(request, 429)
        token = self.cookies.session_of(request)
        # A page that looks for news every few seconds, also when everybody has gone home.
        by_itself = request.method == "GET" and "hx-request" in request.headers
        viewer = await self.sessions.viewer(token, by_itself=by_itself) if token else None
        if viewer is None:
            return self._signed_out(request)
        visit = Visit(request, viewer, self.frame.language(viewer, request), Form({}), form_token_of(token))
        if not page.roles & viewer.roles:
            return self.frame.problem(request, 403, visit)
        if any(isinstance(one, int) and one > _LARGEST_ID for one in request.path_params.values()):
            return not_found(self.frame, visit)  # No row has it, and no database can look for it.
        return await self._done(visit, page)

    async def _done(self, visit: Visit, page: Page) -> Response:
        request = visit.request
        try:
            form = await self._form(visit, page)
            if form is None:
                return self.frame.problem(request, 419, visit)
            return await page.do(Visit(request, visit.viewer, visit.language, form, visit.form_token))
        except HoldsBsn:
            await self.sessions.number_refused()
            return self.frame.problem(request, 422, visit)
        except FormTooLarge:
            return self.frame.problem(request, 413, visit)
        except FormUnreadable:
            return self.frame.problem(request, 400, visit)

    async def _form(self, visit: Visit, page: Page) -> Form | None:
        """The fields; None when the form was not made for this session."""
        if page.method == "GET":
            return query_of(visit.request)
        if not from_our_page(visit.request, self.public_url):
            return None
        form = query_of(visit.request) if page.uploads else await read_form(visit.request)
        given = form.one(TOKEN)
        return form if hmac.compare_digest(given.encode(), visit.form_token.encode()) else None

    def _signed_out(self, request: Request) -> Response:
        if request.method == "POST" or "hx-request" in request.headers:
            return self.frame.problem(request, 401)
        return RedirectResponse(SIGN_IN, status_code=303)


def form_token_of(token: str) -> str:
    """Proof that a form was rendered for this session."""
    return hashlib.sha256(b"desk form:" + token.encode()).hexdigest()


def not_found(frame: Frame, visit: Visit) -> Response:
    """The one answer to "not yours" and "no such thing"."""
    return frame.problem(visit.request, 404, visit)
