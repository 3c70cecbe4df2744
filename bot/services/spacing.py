"""Keeps the messages of one process apart, whatever the clock of their places says.

A place in the shared queue is given inside a transaction. When the commit is slow, or the whole process was
held up, many places have passed at once, and everything would leave in one burst: 48 messages in a second
were measured where 28 are allowed. So whoever sends asks here last.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping

from bot.domain.sending import Limits

# From this door to the wire one message takes a little longer than another.
WIRE_SECONDS = 0.03


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
    """The doors of all channels that have limits."""

    def __init__(self, limits: Mapping[str, Limits]) -> None:
        self._doors = {name: Door(limit) for name, limit in limits.items()}

    async def turn(self, channel: str) -> None:
        """Wait until one more message of this channel may leave."""
        door = self._doors.get(channel)
        if door is not None:
            await door.turn()
