"""Keeps messages apart, whatever the clock of their places says: those of this process, and of all together.

A place in the shared queue is given inside a transaction. When the commit is slow, or the whole process was
held up, many places have passed at once, and everything would leave in one burst: 48 messages in a second
were measured where 28 are allowed. So whoever sends asks here last.

Four processes that are late at once would still be four times too fast, each within its own bounds: 36 in a
second were measured. So where there can be several, a message that missed its place takes another one in the
queue that they share.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.db.queries import pace
from bot.db.session import Database
from bot.domain.sending import Limits
from bot.errors import StorageUnavailable

# From this door to the wire one message takes a little longer than another.
WIRE_SECONDS = 0.03
# A place of 36 ms that began longer ago than this is missed.
LATE_SECONDS = 0.05
# Who misses all of these is on a machine that can send no faster anyway.
MOST_PLACES = 5


class Door:
    """One channel's way out: at most `per_second` in any one second, and what is late goes at most twice as
    fast as what is in time.
    """

    def __init__(self, limits: Limits) -> None:
        most = max(1, int(limits.per_second))
        self._gap = 0.5 / limits.per_second
        self._span = most / limits.per_second + WIRE_SECONDS
        # When the newest messages left, as many as may leave within the span.
        self._left: deque[float] = deque(maxlen=most)
        self._queue = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until one more may leave; first come, first served."""
        loop = asyncio.get_running_loop()
        async with self._queue:
            wait = self._free_at() - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            self._left.append(loop.time())

    def _free_at(self) -> float:
        if not self._left:
            return 0.0
        after_last = self._left[-1] + self._gap
        full = len(self._left) == self._left.maxlen
        return max(after_last, self._left[0] + self._span) if full else after_last


class Spacing:
    """The doors of all channels that have limits. `clock` is aware UTC."""

    def __init__(
        self, limits: Mapping[str, Limits], database: Database, clock: Callable[[], datetime]
    ) -> None:
        self._limits = limits
        self._doors = {name: Door(limit) for name, limit in limits.items()}
        # An SQLite file has one process, and its door is enough.
        self._shared = None if database.is_sqlite else database
        self._clock = clock

    async def turn(self, channel: str, place: float) -> None:
        """Wait for this place (seconds since 1970), or for another when it has passed, and until one more
        message of this channel may leave.
        """
        await self._until(place)
        door = self._doors.get(channel)
        if door is None:
            return
        if self._shared is not None:
            await self._in_the_shared_queue(self._shared, channel, place)
        await door.turn()

    async def _in_the_shared_queue(self, database: Database, channel: str, place: float) -> None:
        for _ in range(MOST_PLACES):
            if self._clock().timestamp() - place <= LATE_SECONDS:
                return
            try:
                async with database.transaction() as connection:
                    place = await pace.another_slot(
                        connection, channel, now=self._clock().timestamp(), limits=self._limits[channel]
                    )
            except StorageUnavailable:
                # It is claimed and may leave; that it cannot be told to the others is no reason to keep it.
                return
            await self._until(place)

    async def _until(self, place: float) -> None:
        wait = place - self._clock().timestamp()
        if wait > 0:
            await asyncio.sleep(wait)
