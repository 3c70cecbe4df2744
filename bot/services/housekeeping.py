"""Throws away what may not be kept any longer. What is in use is never touched, and running it twice changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.db.queries import chats, erasure, outbox, spoken_files, timers, updates
from bot.db.session import Database

log = structlog.get_logger()

# Nobody delivers an update again after this: Telegram keeps it for a day.
UPDATES_KEPT = timedelta(days=7)
# As long as an unfinished sign-up: the question that is still open must be found to be changed.
MESSAGES_KEPT = timedelta(days=8)
TIMERS_KEPT = timedelta(days=30)
# What nobody wanted to hear for so long is read out anew.
CLIPS_KEPT = timedelta(days=90)
# Signed up and never started: six months after the last contact.
NEVER_STARTED_KEPT = timedelta(days=183)
# Finished, with or without success.
FINISHED_KEPT = timedelta(days=731)


class Housekeeping:
    """Tidies for one process; any number of processes may do so."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def tidy(self) -> dict[str, int]:
        """Returns how many rows of each kind went."""
        now = self._clock()
        async with self._database.transaction() as connection:
            gone = {
                "learners": await erasure.erase_never_started(connection, now - NEVER_STARTED_KEPT, now),
                "finished": await erasure.erase_finished(connection, now - FINISHED_KEPT, now),
                "chats": await chats.forget_due(connection, now),
                "updates": await updates.purge(connection, now - UPDATES_KEPT),
                "messages": await outbox.purge(connection, now - MESSAGES_KEPT),
                "clips": await spoken_files.purge(connection, now - CLIPS_KEPT),
                "timers": await timers.purge(connection, now - TIMERS_KEPT),
            }
        if any(gone.values()):
            log.info("tidied", **gone)
        return gone
