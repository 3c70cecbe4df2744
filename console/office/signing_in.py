"""The pages before somebody is signed in: how to get a link, the button behind it, and the wait for a tap.

GET  /console/in          how to sign in
GET  /console/in/<token>  one button; looking changes nothing, so a preview of the link uses nothing up
POST /console/in/<token>  the button: from now on the link belongs to this browser, without the token
GET  /console/in/wait     the code that the chat shows too
POST /console/in/wait     signs in when the chat said yes: asked by the page itself, or by a button
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.browser import browser_named
from bot.errors import StorageUnavailable
from bot.services.office.sessions import Sessions, Started
from bot.services.office.signing_in import SigningIn
from console.limits import RateLimiter
from console.office.cookies import DeskCookies
from console.office.frame import Frame
from console.office.table import ROOT
from console.origin import from_our_page

SIGN_IN = f"{ROOT}/in"
WAIT = f"{SIGN_IN}/wait"
BURST, PER_SECOND = 30, 0.2
"""Links that one network may try: a morning on which a whole library signs in, and then one in 5 seconds."""

Do = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class SignInPages:
    """What anybody may ask for. `links` is the brake on links, `limiter` that on the rest."""

    signing_in: SigningIn
    sessions: Sessions
    frame: Frame
    cookies: DeskCookies
    limiter: RateLimiter
    links: RateLimiter
    public_url: str
    bot_link: str

    def routes(self) -> list[Route]:
        link = f"{SIGN_IN}/{{token}}"
        return [
            self._route("GET", SIGN_IN, self.how, self.limiter),
            self._route("GET", WAIT, self.wait, self.limiter),
            self._route("POST", WAIT, self.go_on, self.limiter),
            self._route("GET", link, self.look, self.links),
            self._route("POST", link, self.open, self.links),
        ]

    def _route(self, method: str, path: str, do: Do, limiter: RateLimiter) -> Route:
        async def endpoint(request: Request) -> Response:
            if not limiter.allows(request.client.host if request.client else ""):
                return self.frame.problem(request, 429)
            if method == "POST" and not from_our_page(request, self.public_url):
                return self.frame.problem(request, 419)
            try:
                return await do(request)
            except StorageUnavailable:
                return self.frame.problem(request, 503)

        return Route(path, endpoint, methods=[method])

    async def how(self, request: Request) -> Response:
        """Nobody is signed in here; or somebody comes from another site, and no cookie came along."""
        return self.frame.bare(request, "sign_in.html", bot_link=self.bot_link)

    async def look(self, request: Request) -> Response:
        """The button."""
        if not await self.signing_in.is_good(request.path_params["token"]):
            return self._over(request)
        return self.frame.bare(request, "sign_in_open.html", address=request.url.path)

    async def open(self, request: Request) -> Response:
        """The button was pressed."""
        opened = await self.signing_in.open(
            request.path_params["token"],
            word=self.cookies.opening_of(request),
            browser=browser_named(request.headers.get("user-agent", "")),
            before=self.cookies.session_of(request),
        )
        if opened is None:
            return self._over(request)
        if opened.started:
            return self._signed_in(opened.started)
        response = RedirectResponse(WAIT, status_code=303)
        self.cookies.open(response, opened.word)
        return response

    async def wait(self, request: Request, *, tried: bool = False) -> Response:
        """The code, until the chat has answered."""
        waiting = await self.signing_in.waiting(self.cookies.opening_of(request))
        if waiting is None:
            return RedirectResponse(ROOT, 303) if await self._is_in(request) else self._over(request)
        return self.frame.bare(
            request,
            "sign_in_wait.html",
            code=waiting.code,
            address=WAIT,
            tried=tried,
            ready=waiting.confirmed,
        )

    async def go_on(self, request: Request) -> Response:
        """Sign in if the chat has said yes."""
        word = self.cookies.opening_of(request)
        started = await self.signing_in.finish(word, before=self.cookies.session_of(request))
        by_script = "hx-request" in request.headers
        if started:
            return self._signed_in(started, by_script=by_script)
        if not by_script:
            return await self.wait(request, tried=True)
        # The page goes on asking while the console opens, and nothing may get in the way of that.
        if await self.signing_in.waiting(word) or await self._is_in(request):
            return Response(status_code=204)
        return Response(headers={"HX-Redirect": WAIT})

    async def _is_in(self, request: Request) -> bool:
        token = self.cookies.session_of(request)
        return bool(token) and await self.sessions.viewer(token) is not None

    def _signed_in(self, started: Started, *, by_script: bool = False) -> Response:
        response = Response(headers={"HX-Redirect": ROOT}) if by_script else RedirectResponse(ROOT, 303)
        self.cookies.sign_in(response, started)
        return response

    def _over(self, request: Request) -> Response:
        """One answer to expired, used, refused, opened elsewhere, and never made."""
        return self.frame.bare(request, "sign_in_over.html", status=404, bot_link=self.bot_link)
