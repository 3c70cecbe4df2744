"""The ASGI face: /bot<token>/<method>, /file/bot<token>/<path> and /control/."""

import json
from typing import Protocol

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tests.support.bot_api.checks import Model, check_model, decode_params
from tests.support.bot_api.faults import DropConnection, Fault, Lost, ReadTimeout, ServerError, refusal
from tests.support.bot_api.limits import Limits
from tests.support.bot_api.methods import Methods
from tests.support.bot_api.model import ApiError, Call, JsonDict, Upload, Violation, bad_request
from tests.support.bot_api.world import World

_NOT_FOUND = ApiError(404, "Not Found")
_UNAUTHORIZED = ApiError(401, "Unauthorized")
_PROXY_PAGE = "<html><head><title>{0} Bad Gateway</title></head><body><h1>{0}</h1></body></html>"


class FaultBook(Protocol):
    """Where the accidents come from."""

    def pick(self, method: str, chat_id: int | str | None) -> Fault | None:
        """The fault this call meets."""


class Cutter(Protocol):
    """Closes connections without an answer."""

    async def cut(self, client: tuple[str, int], *, after_s: float) -> None:
        """Closes the connection of `client` after a while."""


class Desk:
    """Takes a call from the wire to its answer, and writes down what happened."""

    def __init__(
        self,
        *,
        token: str,
        world: World,
        methods: Methods,
        models: dict[str, Model],
        faults: FaultBook,
        limits: Limits,
        cutter: Cutter,
    ) -> None:
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self._token = token
        self._world = world
        self._methods = methods
        self._models = models
        self._faults = faults
        self._limits = limits
        self._cutter = cutter

    def routes(self) -> list[BaseRoute]:
        """The routes of the Bot API."""
        return [
            Route("/bot{token}/{method}", self._endpoint, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download, methods=["GET"]),
        ]

    async def _download(self, request: Request) -> Response:
        if request.path_params["token"] != self._token:
            return _answer(_UNAUTHORIZED)
        path = request.path_params["path"]
        for stored in self._world.files.values():
            if stored.path == path:
                return Response(stored.data, media_type="application/octet-stream")
        return _answer(_NOT_FOUND)

    async def _endpoint(self, request: Request) -> Response:
        if request.path_params["token"] != self._token:
            return _answer(_UNAUTHORIZED)
        call = Call(request.path_params["method"], {})
        self.calls.append(call)
        try:
            raw = await _read_params(request)
        except ValueError as error:
            return self._refuse(call, bad_request("json", f"can't parse JSON object: {error}"))
        model = self._models.get(call.method.lower())
        call.params = decode_params(model, raw) if model else raw
        fault = self._faults.pick(call.method, call.chat_id)
        if isinstance(fault, Lost):
            return await self._lose(request, call, fault)
        return await self._respond(call, fault)

    async def _lose(self, request: Request, call: Call, fault: Lost) -> Response:
        call.fault = repr(fault)
        if fault.after_effect:
            await self._carry_out(call)
            call.answer = call.status = None
        assert request.client is not None, "uvicorn knows its clients"
        match fault:
            case ReadTimeout(seconds):
                await self._cutter.cut(request.client, after_s=seconds)
            case DropConnection():
                await self._cutter.cut(request.client, after_s=0)
        return Response(status_code=500)  # written to a closed connection: nobody reads it

    async def _respond(self, call: Call, fault: Fault | None) -> Response:
        if fault is None:
            return await self._carry_out(call)
        call.fault = repr(fault)
        assert not isinstance(fault, Lost), "an answer that is lost is not written"
        if isinstance(fault, ServerError):
            call.status = fault.status
            return Response(
                _PROXY_PAGE.format(fault.status), status_code=fault.status, media_type="text/html"
            )
        return self._refuse(call, refusal(fault))

    async def _carry_out(self, call: Call) -> Response:
        name = call.method.lower()
        try:
            if not self._methods.knows(name):
                raise ApiError(404, "Not Found", rule="unknown_method")
            check_model(self._models[name], call.params)
            self._limits.check(name, call.chat_id)
            result = await self._methods.call(name, call.params)
        except ApiError as error:
            return self._refuse(call, error)
        call.answer, call.status = {"ok": True, "result": result}, 200
        return JSONResponse(call.answer)

    def _refuse(self, call: Call, error: ApiError) -> Response:
        if error.rule is not None:
            violation = Violation(error.rule, call.method, call.chat_id, error.description, call.params)
            self.violations.append(violation)
        call.answer, call.status = error.body(), error.status
        return _answer(error)


def _answer(error: ApiError) -> Response:
    return JSONResponse(error.body(), status_code=error.status)


async def _read_params(request: Request) -> JsonDict:
    """Query, then body, as the real server mixes them. What is null counts as absent."""
    params: JsonDict = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        body = json.loads(await request.body() or b"{}")
        if not isinstance(body, dict):
            raise ValueError("object expected")
        params |= body
    elif kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        params |= await _read_form(request)
    return {name: value for name, value in params.items() if value is not None}


async def _read_form(request: Request) -> JsonDict:
    params: JsonDict = {}
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                data = await value.read()
                params[name] = Upload(value.filename or name, data, value.content_type or "")
            else:
                params[name] = value
    return _with_attachments(params)


def _with_attachments(params: JsonDict) -> JsonDict:
    """Puts an upload in the place of the `attach://name` that points at it."""
    prefix = "attach://"
    pointed = {
        name: value.removeprefix(prefix)
        for name, value in params.items()
        if isinstance(value, str) and value.startswith(prefix) and value.removeprefix(prefix) in params
    }
    taken = set(pointed.values())
    kept = {name: value for name, value in params.items() if name not in taken}
    return kept | {name: params[source] for name, source in pointed.items()}


def make_app(routes: list[BaseRoute]) -> Starlette:
    """The application of the given routes."""
    return Starlette(routes=routes)
