"""Our own loop over getUpdates, because the offset is the acknowledgement.

Telegram forgets an update as soon as a poll names a higher offset. The library's updater names it while the
update still waits in memory, so a kill loses it. Here the offset passes an update only after its commit.

    getUpdates(offset) → chats side by side, each in order → offset = lowest that failed, or past the last
           ▲                                                                  │
           └──────────────── after a wait that grows, if one failed ◀─────────┘

What was committed before the one that failed comes again and is recognised by the inbox.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram_errors import retry_after_seconds
from handlers.application import ALLOWED_UPDATES, DurableApplication, Sleep, unknown_token
from handlers.backoff import Backoff
from handlers.inbound import read_update
from handlers.lanes import Lanes

POLL_SECONDS = 25
# The answer of a long poll may take a little longer than the poll itself.
POLL_GRACE_SECONDS = 10.0
BATCH = 100
# A database that is away is asked again soon, since people are waiting; Telegram is spared a little more.
LONGEST_STORAGE_WAIT_SECONDS = 8.0
LONGEST_NETWORK_WAIT_SECONDS = 30.0
# After a defect of ours: the others are not held up by it.
DEFECT_WAIT_SECONDS = 1.0


class Poller:
    """Fetches updates until `stop`. `polled_at` is when Telegram last answered, for the health page."""

    def __init__(
        self,
        application: DurableApplication,
        *,
        clock: Callable[[], datetime],
        sleep: Sleep,
        poll_seconds: int = POLL_SECONDS,
    ) -> None:
        self.polled_at: datetime | None = None
        self._bot = application.bot
        self._clock = clock
        self._sleep = sleep
        self._poll_seconds = poll_seconds
        self._lanes = Lanes(application)
        self._storage = Backoff(first=0.5, longest=LONGEST_STORAGE_WAIT_SECONDS)
        self._network = Backoff(first=1.0, longest=LONGEST_NETWORK_WAIT_SECONDS)
        self._stopping = asyncio.Event()
        self._offset: int | None = None
        self._log = structlog.get_logger(__name__)

    async def run(self) -> None:
        """Poll until `stop` was called, finish what is in hand and confirm it. `connect` comes first.

        Raises:
            SettingsError: Telegram does not know the token.
        """
        await self._until_answered("deleteWebhook", {"drop_pending_updates": "false"})
        while not self._stopping.is_set():
            batch = await self._until_answered("getUpdates", self._poll())
            if batch:
                await self._take(batch)
        await self._confirm()

    def stop(self) -> None:
        """End the loop after the updates in hand; `run` then returns. May be called more than once."""
        self._stopping.set()

    def _poll(self) -> dict[str, str | int]:
        parameters: dict[str, str | int] = {
            "timeout": self._poll_seconds,
            "limit": BATCH,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        return parameters if self._offset is None else {**parameters, "offset": self._offset}

    async def _until_answered(self, endpoint: str, parameters: dict[str, str | int]) -> Any:
        """The result of the call, or None when `stop` came first."""
        while not self._stopping.is_set():
            read_timeout = self._poll_seconds + POLL_GRACE_SECONDS
            call = asyncio.ensure_future(self._bot.call(endpoint, parameters, read_timeout=read_timeout))
            if not await self._unless_stopped(call):
                return None
            try:
                result = call.result()
            except InvalidToken:
                raise unknown_token() from None
            except TelegramError as error:
                await self._after_failure(error)
            else:
                self._network.reset()
                self.polled_at = self._clock()
                return result
        return None

    async def _after_failure(self, error: TelegramError) -> None:
        wait = retry_after_seconds(error) if isinstance(error, RetryAfter) else self._network.grow()
        name = "polled_by_another_process" if isinstance(error, Conflict) else "telegram_unreachable"
        # Only the class: the library puts addresses and tokens into some of its messages.
        self._log.warning(name, error=type(error).__name__, wait_seconds=wait)
        await self._pause(wait)

    async def _take(self, batch: Sequence[dict[str, Any]]) -> None:
        """Process a batch and move the offset to the lowest update that has to come again."""
        behind = max(int(raw["update_id"]) for raw in batch) + 1
        outcome = await self._lanes.take(self._readable(batch))
        self._offset = behind if outcome.failed is None else outcome.failed
        self._lanes.passed(self._offset)
        if not outcome.storage_away:
            self._storage.reset()
        if outcome.failed is None:
            return
        wait = self._storage.grow() if outcome.storage_away else DEFECT_WAIT_SECONDS
        reason = "storage_unavailable" if outcome.storage_away else "defect"
        self._log.warning("updates_come_again", offset=self._offset, reason=reason, wait_seconds=wait)
        await self._pause(wait)

    def _readable(self, batch: Sequence[dict[str, Any]]) -> list[Update]:
        updates = []
        for raw in batch:
            try:
                updates.append(read_update(raw, self._bot))
            except Exception as error:  # the library raises whatever it trips over
                self._log.error("update_unreadable", update_id=raw["update_id"], error=type(error).__name__)
        return updates

    async def _confirm(self) -> None:
        """Tell Telegram how far we came; what this poll may bring along is not taken, and so comes again."""
        if self._offset is None:
            return
        try:
            await self._bot.call("getUpdates", {"offset": self._offset, "limit": 1, "timeout": 0})
        except TelegramError as error:
            # Those updates come once more at the next start, and the inbox recognises them.
            self._log.warning("offset_not_confirmed", error=type(error).__name__)

    async def _pause(self, seconds: float) -> None:
        async def wait() -> None:
            await self._sleep(seconds)

        await self._unless_stopped(asyncio.ensure_future(wait()))

    async def _unless_stopped(self, work: asyncio.Future[Any]) -> bool:
        """Wait for `work`; False when `stop` came first, and then it is cancelled."""
        stopped = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return work.done()
        finally:
            stopped.cancel()
            if not work.done():
                work.cancel()
                await asyncio.wait({work})
