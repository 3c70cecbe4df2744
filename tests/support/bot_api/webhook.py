"""Webhook delivery: one update at a time for each chat, in order, again and again until it is accepted."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from tests.support.bot_api.model import JsonDict
from tests.support.bot_api.signals import Signal
from tests.support.bot_api.updates import UpdateQueue


@dataclass(frozen=True, slots=True)
class WebhookConfig:
    """What setWebhook was told."""

    url: str
    secret_token: str | None
    max_connections: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery. `status` is None when no answer came; `at` is monotonic; `number` counts from 1."""

    update_id: int
    number: int
    at: float
    status: int | None

    @property
    def accepted(self) -> bool:
        """True when the bot has taken the update."""
        return self.status is not None and 200 <= self.status < 300


class Webhook:
    """Sends what waits to the registered address. `delays_s` follow failures; the last one repeats."""

    def __init__(self, queue: UpdateQueue, *, delays_s: Sequence[float], timeout_s: float) -> None:
        self.attempts: list[Attempt] = []
        self.last_error: tuple[int, str] | None = None
        self.config: WebhookConfig | None = None
        self.delays_s = tuple(delays_s)
        self.timeout_s = timeout_s
        self._queue = queue
        self._changed = Signal()
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(1)
        queue.arrived.listen(self._changed.fire)

    def register(self, config: WebhookConfig | None) -> None:
        """Points the deliveries at another address, or stops them with None."""
        self.config = config
        self._slots = asyncio.Semaphore(config.max_connections if config else 1)
        self._changed.fire()

    async def run(self) -> None:
        """Delivers until it is cancelled."""
        async with httpx.AsyncClient(timeout=self.timeout_s, trust_env=False) as client:
            try:
                while True:
                    self._start_deliveries(client)
                    await self._changed.wait()
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start_deliveries(self, client: httpx.AsyncClient) -> None:
        if self.config is None:
            return
        for chat_id, update in self._queue.first_of_each_chat(self._busy):
            self._busy.add(chat_id)
            task = asyncio.create_task(self._deliver(client, chat_id, update))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _deliver(self, client: httpx.AsyncClient, chat_id: int, update: JsonDict) -> None:
        number = 0
        try:
            while self.config is not None:
                number += 1
                if await self._attempt(client, self.config, update, number):
                    self._queue.accept(update)
                    return
                await self._pause(self.delays_s[min(number, len(self.delays_s)) - 1])
        finally:
            self._busy.discard(chat_id)
            self._changed.fire()

    async def _pause(self, seconds: float) -> None:
        """Waits, but no longer than until the webhook is registered anew or removed."""
        config = self.config
        deadline = time.monotonic() + seconds
        with contextlib.suppress(TimeoutError):
            while self.config is config:
                async with asyncio.timeout(deadline - time.monotonic()):
                    await self._changed.wait()

    async def _attempt(
        self, client: httpx.AsyncClient, config: WebhookConfig, update: JsonDict, number: int
    ) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": config.secret_token} if config.secret_token else {}
        status: int | None = None
        async with self._slots:
            at = time.monotonic()
            try:
                status = (await client.post(config.url, json=update, headers=headers)).status_code
            except httpx.HTTPError as error:
                self.last_error = (int(time.time()), f"{type(error).__name__}: {error}")
        attempt = Attempt(update["update_id"], number, at, status)
        self.attempts.append(attempt)
        if status is not None and not attempt.accepted:
            self.last_error = (int(time.time()), f"Wrong response from the webhook: {status}")
        return attempt.accepted
