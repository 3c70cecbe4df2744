"""Throws away what may not be kept any longer. What is in use is never touched, and running it twice changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import (
    chats,
    erasure,
    import_files,
    logins,
    outbox,
    rights,
    sessions,
    spoken_files,
    timers,
    updates,
)
from bot.db.session import Database
from bot.domain.retention import ERASURES_KEPT, EVENTS_KEPT, IMPORTS_KEPT, WARNED_BEFORE, Terms
from bot.errors import StorageUnavailable
from bot.services.loop.alerting import raise_alert

log = structlog.get_logger()

# Nobody delivers an update again after this: Telegram keeps it for a day.
UPDATES_KEPT = timedelta(days=7)
# As long as an unfinished sign-up: the question that is still open must be found to be changed.
MESSAGES_KEPT = timedelta(days=8)
TIMERS_KEPT = timedelta(days=30)
# What nobody wanted to hear for so long is read out anew.
CLIPS_KEPT = timedelta(days=90)
# Who was signed in on the web pages, and in which browser.
SESSIONS_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """What a term leads to: so many people whose last moment was before `before`."""

    term: str
    before: datetime
    many: int


class Housekeeping:
    """Tidies for one process; any number of processes may do so."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        terms: Terms | None = None,
        *,
        zone: ZoneInfo,
    ) -> None:
        """`zone` is that of the installation: it says on what day something is counted."""
        self._database = database
        self._clock = clock
        self._terms = terms or Terms()
        self._zone = zone

    async def tidy(self) -> dict[str, int]:
        """Returns how many rows of each kind went."""
        now, terms = self._clock(), self._terms
        at = erasure.At(now, self._zone)
        async with self._database.transaction() as connection:
            await self._warn(connection, now)
            gone = {
                "learners": await erasure.erase_never_started(connection, now - terms.never_started, at),
                "finished": await erasure.erase_finished(connection, now - terms.finished, at),
                "chats": await chats.forget_due(connection, now),
                "updates": await updates.purge(connection, now - UPDATES_KEPT),
                "messages": await outbox.purge(connection, now - MESSAGES_KEPT),
                "clips": await spoken_files.purge(connection, now - CLIPS_KEPT),
                "timers": await timers.purge(connection, now - TIMERS_KEPT),
            }
            await logins.purge(connection, now - SESSIONS_KEPT)
            await sessions.purge(connection, now - SESSIONS_KEPT)
            await import_files.purge(connection, now - IMPORTS_KEPT)
            await rights.purge(connection, now - ERASURES_KEPT, now - EVENTS_KEPT)
            people = gone["learners"] + gone["finished"]
            if people:
                await rights.count(connection, "retention.run", now, zone=self._zone)
        if any(gone.values()):
            log.info("tidied", **gone)
        await self._empty_log()
        return gone

    async def due(self) -> tuple[Due, ...]:
        """What is to go at this moment by each term, without touching it."""
        now, terms = self._clock(), self._terms
        waiting, over = now - terms.never_started, now - terms.finished
        async with self._database.reading() as connection:
            return (
                Due("never_started", waiting, await erasure.count_never_started(connection, waiting)),
                Due("finished", over, await erasure.count_finished(connection, over)),
                Due("chat", now, await chats.count_to_forget(connection, now)),
            )

    async def _warn(self, connection: AsyncConnection, now: datetime) -> None:
        """A volunteer who has a learner is not surprised: staff hear of it two weeks before."""
        soon = now - self._terms.never_started + WARNED_BEFORE
        for referral_id, taalhuis_id in await erasure.leaving_soon(connection, soon):
            await raise_alert(
                connection,
                now,
                taalhuis_id=taalhuis_id,
                kind=erasure.LEAVING,
                referral_id=referral_id,
                task_id=None,
            )

    async def _empty_log(self) -> None:
        """What was erased is also to go from the log of SQLite; when somebody is busy, a minute later."""
        try:
            await self._database.empty_log()
        except StorageUnavailable:
            log.info("log_is_busy")
