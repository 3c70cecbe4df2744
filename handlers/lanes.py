"""A batch of updates: chats side by side, one chat in order, and what has to come again.

An update that fails because the database is away simply comes again. One that fails for a reason of its own
is a defect of ours; it is tried a few times and then set apart, so that nobody is stuck behind it. As long as
nothing else gets through either, the defect may be everybody's, and we are much more patient.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from telegram import Update

from bot.errors import StorageUnavailable
from handlers.application import DurableApplication
from handlers.inbound import chat_of

# Tries of one update while others get through, and while nothing does (at about one a second).
TRIES = 5
TRIES_ALONE = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: the lowest update that has to come again, and whether the database was away."""

    failed: int | None
    storage_away: bool


@dataclass(frozen=True, slots=True)
class _Lane:
    """What became of one chat: updates committed, and the one that failed, with its error."""

    committed: int
    failed: int | None = None
    error: Exception | None = None


class Lanes:
    """Processes batches; remembers only which updates failed and have not been passed yet."""

    def __init__(self, application: DurableApplication) -> None:
        self._application = application
        self._tries: dict[int, int] = {}
        self._apart: set[int] = set()
        self._log = structlog.get_logger(__name__)

    async def take(self, updates: Sequence[Update]) -> Outcome:
        """Process them all; returns when the last chat is through."""
        chats: dict[int, list[Update]] = {}
        for update in updates:
            chats.setdefault(chat_of(update), []).append(update)
        lanes = await asyncio.gather(*(self._lane(chat) for chat in chats.values()))
        healthy = any(lane.committed for lane in lanes)
        for lane in lanes:
            if lane.failed is not None and not isinstance(lane.error, StorageUnavailable):
                self._count(lane.failed, lane.error, healthy)
        away = any(isinstance(lane.error, StorageUnavailable) for lane in lanes)
        return Outcome(min((lane.failed for lane in lanes if lane.failed is not None), default=None), away)

    def passed(self, offset: int) -> None:
        """Forget about every update before `offset`: it will not come again."""
        self._tries = {key: tries for key, tries in self._tries.items() if key >= offset}
        self._apart = {key for key in self._apart if key >= offset}

    async def _lane(self, updates: Sequence[Update]) -> _Lane:
        committed = 0
        for update in updates:
            if update.update_id in self._apart:
                continue
            try:
                await self._application.process_update(update)
            except Exception as error:  # whatever it is, the update is not acknowledged
                return _Lane(committed, update.update_id, error)
            committed += 1
        return _Lane(committed)

    def _count(self, update_id: int, error: Exception | None, healthy: bool) -> None:
        tries = self._tries[update_id] = self._tries.get(update_id, 0) + 1
        # Lines of our code, and not the error's own text, which may hold words of a person.
        where = "".join(traceback.format_tb(error.__traceback__)) if error else ""
        known = {"update_id": update_id, "tries": tries, "error": type(error).__name__}
        if tries < (TRIES if healthy else TRIES_ALONE):
            self._log.warning("update_failed", **known)
        else:
            self._apart.add(update_id)
            self._log.error("update_set_apart", **known, where=where)
