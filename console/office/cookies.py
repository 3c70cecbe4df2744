"""The cookies of who works here: one of who is signed in, one of a browser that is about to be.

Both hold 32 random bytes, of which the database has a keyed hash. With https a browser refuses them from any
other host; no script reads them, and no other site can have them sent along.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.services.office.sessions import SESSION_HOURS, Started
from bot.services.office.signing_in import LINK_MINUTES


@dataclass(frozen=True, slots=True)
class DeskCookies:
    """How they are set. `https`: the public address is."""

    https: bool

    @property
    def session(self) -> str:
        """The name of the one of who is signed in."""
        return self._named("taalwijzer_desk")

    @property
    def opening(self) -> str:
        """The name of the one of a browser that opened a link."""
        return self._named("taalwijzer_opening")

    def session_of(self, request: Request) -> str:
        """The token; "" for none."""
        return request.cookies.get(self.session, "")

    def opening_of(self, request: Request) -> str:
        """The word; "" for none."""
        return request.cookies.get(self.opening, "")

    def sign_in(self, response: Response, started: Started) -> None:
        """Another token than any that was there before: one that was planted never becomes a session."""
        self._set(response, self.session, started.token, SESSION_HOURS * 3_600)
        self._forget(response, self.opening)

    def sign_out(self, response: Response) -> None:
        self._forget(response, self.session)

    def open(self, response: Response, word: str) -> None:
        self._set(response, self.opening, word, LINK_MINUTES * 60)

    def _named(self, name: str) -> str:
        return f"__Host-{name}" if self.https else name

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=self.https, httponly=True, samesite="strict"
        )

    def _forget(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.https, httponly=True, samesite="strict")
