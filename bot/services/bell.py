"""Wakes whoever waits for something to fall due: in this process at once, in others at their next tick."""

from __future__ import annotations

import asyncio


class Bell:
    """Rung after a commit that planned something for now."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def heard(self) -> None:
        """Wait until it is rung; once for each time that somebody listens."""
        await self._rung.wait()
        self._rung.clear()
