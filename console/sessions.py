"""Who is in front of the screen, known by a cookie and by nothing else.

The cookie holds 32 random bytes. The services only ever get its SHA-256, so nobody who reads the database can
sit down in somebody's chair. A new conversation always gets a new cookie: one that was planted beforehand
never becomes a session. What proves that a form came from our own page is derived from the cookie too, so no
secret has to be shared between processes.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

SESSION_DAYS = 7
KIOSK_DAYS = 365
KIOSK_COOKIE = "taalwijzer_kiosk"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_NONCE_BITS = 62


@dataclass(frozen=True, slots=True)
class Session:
    """One person's chair. `token` goes into the cookie only."""

    token: str

    @property
    def address(self) -> str:
        """The chat's address for the services: 64 hex digits."""
        return hashlib.sha256(self.token.encode()).hexdigest()

    @property
    def form_token(self) -> str:
        """Proof that a form was rendered for this session."""
        return hashlib.sha256(b"form:" + self.token.encode()).hexdigest()

    def rendered(self, form_token: str) -> bool:
        """Whether the form came from a page of this session; compared in constant time."""
        return hmac.compare_digest(self.form_token.encode(), form_token.encode())


def new_session() -> Session:
    return Session(secrets.token_urlsafe(32))


def new_nonce() -> int:
    """The number of one rendered page: whatever comes back from it is one answer, however often it comes."""
    return secrets.randbits(_NONCE_BITS) or 1


def is_nonce(value: int) -> bool:
    return 0 < value < 1 << _NONCE_BITS


@dataclass(frozen=True, slots=True)
class Cookies:
    """How our cookies are set.

    `secure` when the public address is https; `kiosk_seconds` is how long a shared screen may lie idle. With
    a `path` of its own a part of the site has a chair of its own: the phones of the demo.
    """

    secure: bool
    kiosk_seconds: int
    path: str = "/"

    @property
    def name(self) -> str:
        """With the prefix a browser refuses this cookie from any other host or over plain http."""
        if not self.secure:
            return "taalwijzer"
        return "__Host-taalwijzer" if self.path == "/" else "__Secure-taalwijzer"

    def session(self, request: Request) -> Session | None:
        token = request.cookies.get(self.name, "")
        return Session(token) if _TOKEN.fullmatch(token) else None

    def is_kiosk(self, request: Request) -> bool:
        return request.cookies.get(KIOSK_COOKIE) == "1"

    def keep(self, response: Response, session: Session, *, kiosk: bool) -> None:
        """Keep the chair for a week; on a kiosk only as long as somebody is there. Each answer renews it."""
        # A minute more than the page's own clock, so that the page can still say who must be forgotten.
        seconds = self.kiosk_seconds + 60 if kiosk else SESSION_DAYS * 86_400
        self._set(response, self.name, session.token, seconds)

    def end(self, response: Response) -> None:
        response.delete_cookie(
            self.name, path=self.path, secure=self.secure, httponly=True, samesite="strict"
        )

    def mark_kiosk(self, response: Response) -> None:
        """Remember that this screen is shared. Only clearing the browser's cookies takes it back."""
        self._set(response, KIOSK_COOKIE, "1", KIOSK_DAYS * 86_400)

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path=self.path, secure=self.secure, httponly=True, samesite="strict"
        )


@dataclass(frozen=True, slots=True)
class OneChair(Cookies):
    """A page before which always the same person sits, whoever opens it: the demo. No cookie says who."""

    chair: Session | None = None

    def session(self, request: Request) -> Session | None:
        return self.chair

    def keep(self, response: Response, session: Session, *, kiosk: bool) -> None:
        """There is nothing to keep."""

    def end(self, response: Response) -> None:
        """Nor to end."""
