"""The one way in: gathers what arrives at the same time into one transaction, and answers each sender only
after the commit.

While one batch is being committed, the next one gathers. So a quiet bot answers every update at once, and a
busy one pays for
one commit where it would have paid for a hundred. If a batch fails, each of it is tried alone: one bad
update can't hold up others.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import IntegrityError

from bot.errors import StorageConflict, StorageUnavailable
from bot.services.conversations import Conversations
from bot.services.inbox import Inbound, Receipt
from bot.services.metrics import Metrics

log = structlog.get_logger()

MOST_IN_A_BATCH = 128
TRIES = 3


@dataclass(slots=True)
class Waiting:
    """One update and the sender who waits for its receipt."""

    inbound: Inbound
    receipt: asyncio.Future[Receipt]
    since: float = field(default_factory=time.perf_counter)


class Receiver:
    """Implements `bot.services.inbox.Inbox` for one process."""

    def __init__(self, conversations: Conversations, metrics: Metrics) -> None:
        self._conversations = conversations
        self._metrics = metrics
        self._waiting: deque[Waiting] = deque()
        self._arrived = asyncio.Event()
        self._stopping = False
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to take in."""
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Take in what has arrived, then end. What arrives later is refused as `StorageUnavailable`."""
        self._stopping = True
        self._arrived.set()
        if self._loop is not None:
            await self._loop

    async def receive(self, inbound: Inbound) -> Receipt:
        """See `Inbox`."""
        if self._stopping:
            raise StorageUnavailable("stopping")
        waiting = Waiting(inbound, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._arrived.set()
        return await waiting.receipt

    async def _run(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                many = min(len(self._waiting), MOST_IN_A_BATCH)
                await self._take([self._waiting.popleft() for _ in range(many)])
            if self._stopping:
                return

    async def _take(self, batch: list[Waiting]) -> None:
        try:
            receipts = await self._commit([item.inbound for item in batch])
        except StorageUnavailable as error:
            _fail(batch, error)
        except Exception as error:
            if len(batch) > 1:
                log.warning("batch_split", size=len(batch), error=type(error).__name__)
                for item in batch:
                    await self._take([item])
            else:
                await self._refuse(batch[0], error)
        else:
            self._done(batch, receipts)

    async def _commit(self, batch: list[Inbound]) -> list[Receipt]:
        for _ in range(TRIES - 1):
            try:
                return await self._conversations.take_in(batch)
            except (IntegrityError, StorageConflict):
                # Another process took one of these in, or made the same chat, a moment ago: now we will see
                # it. Or each waited for what the other held, and this one gave way.
                continue
        return await self._conversations.take_in(batch)

    async def _refuse(self, item: Waiting, error: Exception) -> None:
        try:
            receipt = await self._conversations.refuse(item.inbound, type(error).__name__)
        except StorageUnavailable as away:
            _fail([item], away)
        except Exception as second:
            log.error("update_without_answer", update=item.inbound.update_id, error=type(second).__name__)
            await self._set_aside(item, second)
        else:
            self._done([item], [receipt])

    async def _set_aside(self, item: Waiting, error: Exception) -> None:
        try:
            receipt = await self._conversations.set_aside(item.inbound, type(error).__name__)
        except Exception as third:
            log.error("update_not_noted", update=item.inbound.update_id, error=type(third).__name__)
            _fail([item], StorageUnavailable(type(third).__name__))
        else:
            self._done([item], [receipt])

    def _done(self, batch: list[Waiting], receipts: list[Receipt]) -> None:
        now = time.perf_counter()
        for item, receipt in zip(batch, receipts, strict=True):
            self._metrics.committed(now - item.since)
            if not item.receipt.done():
                item.receipt.set_result(receipt)


def _fail(batch: list[Waiting], error: StorageUnavailable) -> None:
    for item in batch:
        if not item.receipt.done():
            item.receipt.set_exception(StorageUnavailable(str(error)))
