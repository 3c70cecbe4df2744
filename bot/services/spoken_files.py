"""Remembers under which name a channel keeps a clip, so that the same words are sent again without their
sound.

It is a memory and no more: when the database does not answer, the sound is sent anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.db.queries import spoken_files
from bot.db.session import Database
from bot.errors import StorageUnavailable

log = structlog.get_logger()

# As often as it is worth to write down that a clip is still in use.
NOTED_AGAIN_AFTER = timedelta(days=7)


class SpokenFiles:
    """The table `spoken_file`, as `bot.speech` wants it; any number of processes may use it."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def file_of(self, key: str, channel: str) -> str:
        """The name under which this channel keeps the clip, or ""."""
        if not key:
            return ""
        now = self._clock()
        try:
            async with self._database.reading() as connection:
                row = await spoken_files.find(connection, channel, key)
            if row is not None and row.used_at < now - NOTED_AGAIN_AFTER:
                async with self._database.transaction() as connection:
                    await spoken_files.used(connection, channel, key, now)
        except StorageUnavailable as error:
            log.warning("clip_not_looked_up", reason=str(error))
            return ""
        return row.file if row else ""

    async def remember(self, key: str, channel: str, file: str) -> None:
        """Remember that name. One that does not fit is not remembered, and the sound is sent anew."""
        too_long = len(key) > spoken_files.LONGEST_KEY or len(file) > spoken_files.LONGEST_FILE
        if not key or not file or too_long or "\0" in file:
            return
        try:
            async with self._database.transaction() as connection:
                await spoken_files.remember(connection, channel, key, file, self._clock())
        except StorageUnavailable as error:
            log.warning("clip_not_remembered", reason=str(error))
