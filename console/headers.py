"""What goes with every answer, whatever route or failure it came from: headers that keep a page to itself.

Pure ASGI around everything, so that no route can forget it. The last resort for a defect is here too: the
person gets a kind page and the log gets where it happened, never the words that were in the air.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC_PATH = "/static/"
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        # What was just recorded is played before it is sent.
        "media-src 'self' blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_OURS_MAY_FRAME = "; ".join(("frame-ancestors 'self'", "frame-src 'self'"))
_FRAMED = {
    "Content-Security-Policy": _POLICY.replace("frame-ancestors 'none'", _OURS_MAY_FRAME),
    "X-Frame-Options": "SAMEORIGIN",
}
_FOREVER = "public, max-age=31536000, immutable"
_A_YEAR = "max-age=31536000"


class SecurityHeaders:
    """Adds the headers; static files, whose address changes with their contents, may be kept. What
    says itself that it is private keeps its own word for how long."""

    def __init__(self, app: ASGIApp, *, https: bool, framed: bool = False) -> None:
        """`framed`: pages of ours may stand inside each other, as the phones of the demo do."""
        self.app = app
        self.headers = {
            **_HEADERS,
            **(_FRAMED if framed else {}),
            **({"Strict-Transport-Security": _A_YEAR} if https else {}),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
                kept = scope["path"].startswith(STATIC_PATH) and message["status"] in {200, 304}
                if not headers.get("Cache-Control", "").startswith("private"):
                    headers["Cache-Control"] = _FOREVER if kept else "no-store"
            await send(message)

        await self.app(scope, receive, send_with_headers)


class LastResort:
    """Catches a defect below it. The server would print the whole exception, and that may hold an answer."""

    def __init__(self, app: ASGIApp, *, page: Callable[[Request], Response]) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            structlog.get_logger(__name__).error(
                "page_failed",
                method=scope["method"],
                reason=type(error).__name__,
                at=f"{frame.filename.rpartition('/')[2]}:{frame.lineno}",
            )
            if not started:
                await self.page(Request(scope))(scope, receive, send)
