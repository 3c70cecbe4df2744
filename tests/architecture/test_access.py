"""Every route of the whole web server is in the table of who may use it, and what is not there is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import Message, Scope
from starlette.websockets import WebSocket

from bot import demo_people
from bot.app import Core, build_core
from bot.channels.web import WebChannel
from bot.demo import DemoTime, demo_clock
from bot.programs import WEBHOOK_PATH
from bot.server import build_web
from bot.settings import Settings
from console.access import RULES, Who, is_listed, rule_of
from console.app import Site, create_app
from console.demo import RULES as DEMO_RULES
from console.late import PATHS, LateOffice
from handlers.application import build_application
from handlers.webhook import webhook_route
from tests.console.fakes import Chats, KeysAsTexts
from tests.support.worlds import catalogues

_TOKEN = "123456:test-token"
CONSOLE = "/console/"


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    settings = Settings(data_dir=tmp_path, telegram_token=_TOKEN, _env_file=None)
    core = build_core(settings, [WebChannel()], limits={}, catalogues=catalogues())
    yield core
    await core.database.close()


@pytest.fixture
def whole(core: Core) -> Starlette:
    """Everything that `run --webhook` serves; more than any other command does."""
    application = build_application(core.settings)
    return build_web(core, [webhook_route(application, secret="s" * 16, path=WEBHOOK_PATH)])


def _served(routes: Sequence[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Method and path of each route, as the table writes them; a kind that we do not use has no method."""
    for route in routes:
        match route:
            case Route(endpoint=LateOffice() as office):
                yield from _served(office.load().routes)
            case Route(path=path, methods=set() as methods):
                room = f"{path.partition('{')[0]}*" if path.endswith("}") else path
                if path.startswith(CONSOLE):
                    room = f"{CONSOLE}*"  # Which role for which page: test_office_access.py.
                yield from ((method, room) for method in methods - {"HEAD"})
            case Mount(path=path):
                # A rule goes by the first part of a path: it holds for what is mounted further in.
                yield "GET", f"/{path.split('/')[1]}/*"
            case _:
                yield "", repr(route)


def test_every_route_has_a_rule_and_every_rule_a_route(whole: Starlette) -> None:
    assert sorted(set(_served(whole.routes))) == sorted(RULES)


def test_every_page_of_the_console_lies_where_the_web_server_looks_for_it(whole: Starlette) -> None:
    late = [route for route in whole.routes if isinstance(route, Route) and route.path in PATHS]
    office: object = late[0].endpoint
    assert isinstance(office, LateOffice)
    inner = [route for route in office.load().routes if isinstance(route, Route)]

    missed = [one.path for one in inner if not any(outer.path_regex.match(one.path) for outer in late)]
    assert len(inner) > 50
    assert missed == []


def test_the_demo_serves_what_it_has_rules_for_and_nothing_else_does(core: Core, whole: Starlette) -> None:
    demo = build_web(core, demo=demo_people.page(core, DemoTime(core, demo_clock(core.settings.data_dir))))
    served = {(method, room) for method, room in _served(demo.routes) if not room.startswith("/phone")}
    phones = {(method, "/phone/*") for method, room in _served(demo.routes) if room.startswith("/phone")}
    of_telegram = {rule for rule, who in RULES.items() if who is Who.TELEGRAM}

    assert served | phones == (set(RULES) - of_telegram) | (set(DEMO_RULES) - {("POST", "/phone/*")})
    assert not set(_served(whole.routes)) & set(DEMO_RULES)


@pytest.mark.parametrize(
    ("method", "path"), [*DEMO_RULES, ("GET", "/phone/learner/"), ("POST", "/phone/staff/answer")]
)
async def test_no_other_command_has_the_demo_or_its_clock(whole: Starlette, method: str, path: str) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(whole), base_url="http://127.0.0.1"
    ) as stranger:
        answer = await stranger.request(method, path, data={"step": "day"})

    assert answer.status_code == 404


def test_what_has_no_rule_is_nobodys() -> None:
    assert rule_of("GET", "/privacy") is Who.ANYBODY
    assert rule_of("HEAD", "/static/chat.css") is Who.ANYBODY
    assert [rule_of("DELETE", "/privacy"), rule_of("POST", "/static/chat.css"), rule_of("GET", "/x")] == [
        None
    ] * 3
    assert [path for path in ("/static", "/staticky/x", "/privacy/x", "//", "") if is_listed(path)] == []


async def _planted(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("served")


async def _planted_socket(socket: WebSocket) -> None:
    await socket.accept()


def _with(*routes: BaseRoute) -> Starlette:
    chats = Chats()
    site = Site(inbox=chats, transcripts=chats, catalogues=KeysAsTexts(), public_url="")
    return create_app(site, extra_routes=routes)


def test_the_table_misses_a_route_that_somebody_plants() -> None:
    routes = [Route("/planted", _planted, methods=["POST"]), WebSocketRoute("/socket", _planted_socket)]

    assert not set(_served(routes)) & set(RULES)
    assert len(list(_served(routes))) == 2


@pytest.mark.parametrize(
    ("route", "method", "path", "status"),
    [
        (Route("/planted", _planted), "GET", "/planted", 404),
        (Route("/planted/{number}", _planted), "GET", "/planted/1", 404),
        (Mount("/planted", routes=[Route("/inside", _planted)]), "GET", "/planted/inside", 404),
        (Route("/privacy", _planted, methods=["DELETE"]), "DELETE", "/privacy", 405),
    ],
    ids=["route", "pattern", "mount", "another method"],
)
async def test_a_planted_route_is_refused(route: BaseRoute, method: str, path: str, status: int) -> None:
    transport = httpx.ASGITransport(_with(route))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as stranger:
        answer = await stranger.request(method, path)

    assert answer.status_code == status
    assert "served" not in answer.text
    assert answer.headers["x-frame-options"] == "DENY"


async def test_a_planted_socket_is_refused() -> None:
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        said.append(message)

    scope: Scope = {"type": "websocket", "path": "/", "headers": [], "query_string": b"", "subprotocols": []}
    await _with(WebSocketRoute("/", _planted_socket))(scope, receive, send)

    assert [message["type"] for message in said] == ["websocket.close"]


async def test_what_is_telegrams_alone_is_refused_without_the_secret(whole: Starlette) -> None:
    theirs = [(method, path) for (method, path), who in RULES.items() if who is Who.TELEGRAM]
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(whole), base_url="http://127.0.0.1"
    ) as stranger:
        statuses = [
            (await stranger.request(method, path, json={"update_id": 1})).status_code
            for method, path in theirs
        ]

    assert theirs
    assert set(statuses) == {403}
