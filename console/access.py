"""Who may use which route of the web server. What is not in the table is refused, whatever the router knows.

Everything on this port is for anybody, for Telegram, for the operator or for who is signed in. A new
route gets its line here first, and with it the answer to the question who it is for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose


class Who(StrEnum):
    """`OWNER` sees what belongs to the conversation of the own cookie and nothing of anybody else; the route
    looks there and nowhere else. `TELEGRAM` proves itself with the secret header, which the webhook checks.
    `MEMBER` has a role and is signed in: which role for which page, `console.office` says and checks; the
    pages on which somebody signs in stand there too, and show nothing of anybody.
    `HOLDER` knows a secret address, which the route looks up; it is for programs that sign in nowhere.
    `OPERATOR` is not checked here: the proxy keeps these routes from the outside, as docs/operations.md
    shows.
    """

    ANYBODY = "anybody"
    OWNER = "owner"
    TELEGRAM = "telegram"
    OPERATOR = "operator"
    MEMBER = "member"
    HOLDER = "holder"


# Method and path. A path that ends with "/*" is everything below it; nothing else is a pattern.
RULES: Mapping[tuple[str, str], Who] = {
    ("GET", "/"): Who.ANYBODY,
    ("POST", "/start"): Who.ANYBODY,
    ("POST", "/answer"): Who.ANYBODY,
    ("POST", "/spoken"): Who.OWNER,
    ("GET", "/next-person"): Who.ANYBODY,
    ("POST", "/next-person"): Who.ANYBODY,
    ("GET", "/privacy"): Who.ANYBODY,
    ("GET", "/new"): Who.OWNER,
    ("GET", "/file/*"): Who.OWNER,
    ("GET", "/voice/*"): Who.OWNER,
    ("GET", "/picture/*"): Who.OWNER,
    ("GET", "/speech/*"): Who.OWNER,
    ("GET", "/static/*"): Who.ANYBODY,
    ("GET", "/calendar/*"): Who.HOLDER,
    ("GET", "/console"): Who.MEMBER,
    ("GET", "/console/*"): Who.MEMBER,
    ("POST", "/console/*"): Who.MEMBER,
    ("POST", "/telegram/webhook"): Who.TELEGRAM,
    ("GET", "/healthz"): Who.OPERATOR,
    ("GET", "/metrics"): Who.OPERATOR,
}


Rules = Mapping[tuple[str, str], Who]


def rule_of(method: str, path: str, rules: Rules = RULES) -> Who | None:
    """Who may do this; None for nobody. HEAD is a GET without its body."""
    method = "GET" if method == "HEAD" else method
    return rules.get((method, _listed(path, rules)))


def is_listed(path: str, rules: Rules = RULES) -> bool:
    """Whether anybody may do anything at this path."""
    return any(listed == _listed(path, rules) for _, listed in rules)


def _listed(path: str, rules: Rules) -> str:
    """The path as the table has it."""
    room = f"/{path.split('/')[1]}/*" if path.count("/") > 1 else path
    return room if any(listed == room for _, listed in rules) else path


class DefaultDeny:
    """Lets through what has a rule; `page` answers the rest: 404, or 405 when the path has another method."""

    def __init__(
        self, app: ASGIApp, *, page: Callable[[Request, int], Response], rules: Rules = RULES
    ) -> None:
        self.app = app
        self.page = page
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        elif scope["type"] == "http" and rule_of(scope["method"], scope["path"], self.rules) is None:
            status = 405 if is_listed(scope["path"], self.rules) else 404
            await self.page(Request(scope), status)(scope, receive, send)
        else:
            await self.app(scope, receive, send)
