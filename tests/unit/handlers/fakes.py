"""The world around the handlers: an inbox that can fail, a Telegram without a network, and quick time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.services.inbox import Inbound, Receipt
from bot.settings import Settings
from flows.model import Text
from handlers.application import DurableApplication, build_application, connect
from handlers.inbound import read_update
from handlers.register import Handlers, register
from tests.unit.channels.builders import KeyRenderer
from tests.unit.handlers.updates import BOT, JsonDict

TOKEN = "123456:test-token"


class FakeInbox:
    """Keeps what it received, once each; fails as long as `failure` names an error for an update."""

    def __init__(self) -> None:
        self.received: list[Inbound] = []
        self.deliveries: list[int] = []
        self.failure: Callable[[Inbound], Exception | None] = lambda _: None
        self.toast: Text | None = None
        self.at_once = 0
        self.most_at_once = 0

    async def receive(self, inbound: Inbound) -> Receipt:
        self.deliveries.append(inbound.update_id)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            # As a commit: others get their turn meanwhile.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        finally:
            self.at_once -= 1
        error = self.failure(inbound)
        if error is not None:
            raise error
        repeated = any(known.update_id == inbound.update_id for known in self.received)
        if not repeated:
            self.received.append(inbound)
        return Receipt(repeated, self.toast, "nl")

    @property
    def ids(self) -> list[int]:
        return [inbound.update_id for inbound in self.received]

    def fail_on(self, *update_ids: int, error: Exception) -> None:
        self.failure = lambda inbound: error if inbound.update_id in update_ids else None

    def recover(self) -> None:
        self.failure = lambda _: None


class FakeTelegram(BaseRequest):
    """Telegram's side of the wire: it keeps updates until an offset passes them, as the real one does.

    `refusals` are raised one by one by the next calls of that method. `on_poll` is called at every
    getUpdates. Toasts are answered as long as `toasts_pass` is set.
    """

    def __init__(self) -> None:
        self.waiting: list[JsonDict] = []
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.refusals: dict[str, list[TelegramError]] = {}
        self.on_poll: Callable[[], None] = lambda: None
        self.toasts_pass = asyncio.Event()
        self.toasts_pass.set()

    @property
    def read_timeout(self) -> float | None:
        return 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        endpoint = url.rsplit("/", 1)[-1]
        parameters = request_data.json_parameters if request_data else {}
        self.calls.append((endpoint, parameters))
        if self.refusals.get(endpoint):
            raise self.refusals[endpoint].pop(0)
        return 200, json.dumps({"ok": True, "result": await self._result(endpoint, parameters)}).encode()

    async def _result(self, endpoint: str, parameters: dict[str, str]) -> Any:
        if endpoint == "getMe":
            return BOT
        if endpoint == "answerCallbackQuery":
            await self.toasts_pass.wait()
        if endpoint != "getUpdates":
            return True
        offset = int(parameters.get("offset", 0))
        self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        if parameters.get("timeout") != "0":
            self.on_poll()
            await asyncio.sleep(0 if self.waiting else 0.001)
        return self.waiting[: int(parameters["limit"])]

    def of(self, endpoint: str) -> list[dict[str, str]]:
        """The parameters of every call of a method."""
        return [parameters for name, parameters in self.calls if name == endpoint]


class FakeTime:
    """Sleeps without waiting and remembers for how long."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    def now(self) -> datetime:
        return datetime(2030, 6, 3, 10, 0, tzinfo=UTC)


class Edge:
    """The real Application and handlers between a fake Telegram and a fake inbox."""

    def __init__(self, application: DurableApplication, telegram: FakeTelegram, inbox: FakeInbox) -> None:
        self.application = application
        self.telegram = telegram
        self.inbox = inbox
        self.handlers: Handlers = register(application, inbox=inbox, renderer=KeyRenderer())

    async def give(self, raw: JsonDict) -> None:
        """Process one update and what it starts."""
        try:
            await self.application.process_update(read_update(raw, self.application.bot))
        finally:
            await self.handlers.close()

    async def narrowed(self, raw: JsonDict) -> Inbound | None:
        """What the inbox got of one update."""
        await self.give(raw)
        return self.inbox.received[-1] if self.inbox.received else None


@asynccontextmanager
async def open_edge() -> AsyncIterator[Edge]:
    telegram = FakeTelegram()
    application = build_application(Settings(telegram_token=TOKEN, _env_file=None), request=telegram)
    edge = Edge(application, telegram, FakeInbox())
    await connect(application, sleep=FakeTime().sleep)
    yield edge
    await edge.handlers.close()
    await application.shutdown()
