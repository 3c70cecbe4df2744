"""The control API under /control/: what a test does to a server that runs as its own process.

`remote.py` is its client. A request that makes no sense gets 422 with the reason, a finger that finds no
button 409.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tests.support.bot_api import faults
from tests.support.bot_api.model import Call, JsonDict, Upload, Violation

if TYPE_CHECKING:
    from tests.support.bot_api.server import BotApiServer

ACTS = frozenset(
    {"send", "tap", "press", "share_location", "share_contact", "forward_contact", "voice", "photo"}
    | {"sticker", "edit", "start", "block", "unblock", "deactivate"}
)
_FAULTS: dict[str, type[faults.Fault]] = {
    "TooManyRequests": faults.TooManyRequests,
    "ServerError": faults.ServerError,
    "Forbidden": faults.Forbidden,
    "BadRequest": faults.BadRequest,
    "ReadTimeout": faults.ReadTimeout,
    "DropConnection": faults.DropConnection,
}
Handler = Callable[[Request, JsonDict], object]


class _Json(JSONResponse):
    """JSON in which an upload is its name and size."""

    def render(self, content: object) -> bytes:
        return json.dumps(content, ensure_ascii=False, default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, Upload):
        return {"upload": value.name, "bytes": len(value.data)}
    raise TypeError(f"{type(value).__name__} has no JSON")


def _shallow(record: Call | Violation) -> JsonDict:
    """Its fields as they are: `asdict` would take the uploads inside apart."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def fault_to_json(fault: faults.Fault) -> JsonDict:
    """A fault as the control API takes it: its fields and its `kind`."""
    return {"kind": type(fault).__name__} | asdict(fault)


def fault_from_json(body: JsonDict) -> faults.Fault:
    """The fault of `fault_to_json`. Raises KeyError or TypeError for anything else."""
    details = dict(body)
    return _FAULTS[details.pop("kind")](**details)


class Control:
    """The routes; each is a few lines over the same server object that in-process tests use."""

    def __init__(self, server: "BotApiServer") -> None:
        self._server = server

    def routes(self) -> list[BaseRoute]:
        """The routes of the control API."""
        table: list[tuple[str, str, Handler]] = [
            ("POST", "/control/phones", self._make_phone),
            ("POST", "/control/phones/{chat_id:int}/{act}", self._act),
            ("GET", "/control/phones/{chat_id:int}/screen", self._screen),
            ("GET", "/control/calls", self._calls),
            ("GET", "/control/violations", self._violations),
            ("GET", "/control/updates", self._updates),
            ("GET", "/control/attempts", self._attempts),
            ("POST", "/control/deliver_twice", self._deliver_twice),
            ("POST", "/control/faults", self._next_fault),
            ("POST", "/control/faults/random", self._random_faults),
            ("DELETE", "/control/faults", self._clear_faults),
            ("GET", "/control/limits", self._limits),
            ("POST", "/control/limits", self._set_limits),
        ]
        return [Route(path, _endpoint(handler), methods=[verb]) for verb, path, handler in table]

    def _make_phone(self, request: Request, body: JsonDict) -> object:
        return {"chat_id": self._server.phone(**body).chat_id}

    def _act(self, request: Request, body: JsonDict) -> object:
        act = request.path_params["act"]
        if act not in ACTS:
            raise KeyError(act)
        if isinstance(body.get("what"), list):
            body["what"] = tuple(body["what"])
        phone = self._server.phones[request.path_params["chat_id"]]
        return {"update_id": getattr(phone, act)(**body)}

    def _screen(self, request: Request, body: JsonDict) -> object:
        return asdict(self._server.phones[request.path_params["chat_id"]].screen)

    def _calls(self, request: Request, body: JsonDict) -> object:
        method = request.query_params.get("method", "").lower()
        since = int(request.query_params.get("since", 0))
        found = (call for call in self._server.calls[since:] if method in ("", call.method.lower()))
        return [_shallow(call) for call in found]

    def _violations(self, request: Request, body: JsonDict) -> object:
        found = self._server.defects if "defects" in request.query_params else self._server.violations
        return [_shallow(violation) for violation in found]

    def _updates(self, request: Request, body: JsonDict) -> object:
        return self._server.updates.pending

    def _attempts(self, request: Request, body: JsonDict) -> object:
        return [asdict(attempt) for attempt in self._server.webhook.attempts]

    def _deliver_twice(self, request: Request, body: JsonDict) -> object:
        self._server.deliver_twice(body["update_id"])
        return {}

    def _next_fault(self, request: Request, body: JsonDict) -> object:
        fault = fault_from_json(body.pop("fault"))
        self._server.faults.next(fault=fault, **body)
        return {}

    def _random_faults(self, request: Request, body: JsonDict) -> object:
        kinds = [fault_from_json(kind) for kind in body.pop("kinds")]
        self._server.faults.random(kinds=kinds, **body)
        return {}

    def _clear_faults(self, request: Request, body: JsonDict) -> object:
        self._server.faults.clear()
        return {}

    def _limits(self, request: Request, body: JsonDict) -> object:
        limits = self._server.limits
        names = ("enforce", "exceeded", "refused", "peak_per_second")
        return {name: getattr(limits, name) for name in names}

    def _set_limits(self, request: Request, body: JsonDict) -> object:
        self._server.limits.enforce = bool(body["enforce"])
        return self._limits(request, body)


def _endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        body = json.loads(await request.body() or b"{}")
        try:
            return _Json(handler(request, body))
        except AssertionError as error:
            return _Json({"error": str(error)}, status_code=409)
        except (KeyError, TypeError, ValueError) as error:
            return _Json({"error": f"{type(error).__name__}: {error}"}, status_code=422)

    return endpoint
