"""What a page of the console is: one row of the table from which routes and rights are made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.services.office.viewer import OfficeRole, Viewer
from console.office.form import Form

ROOT = "/console"

STAFF = frozenset({OfficeRole.STAFF})
REGIONAL = frozenset({OfficeRole.REGIONAL})
OPERATOR = frozenset({OfficeRole.OPERATOR})
EVERYBODY = frozenset(OfficeRole)


@dataclass(frozen=True, slots=True)
class Visit:
    """One signed-in person who asks for one page. `form` holds the fields of a POST, or the query of a GET;
    `form_token` goes into every form of the answer.
    """

    request: Request
    viewer: Viewer
    language: str
    form: Form
    form_token: str

    def number(self, name: str) -> int:
        """A number in the path; the routes let nothing else through."""
        return int(self.request.path_params[name])


Do = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """One route. Having the role lets somebody try; whose case or house it is, `do` looks at itself, and
    answers 404 to "not yours" and "no such thing" alike.

    `path` begins below `/console`, with numbers as `{referral:int}`. `uploads`: the body is a file, which
    `do` reads from the request itself; `form` is the query of the address, and the token stands there.
    """

    method: str
    path: str
    roles: frozenset[OfficeRole]
    do: Do
    uploads: bool = False
