"""Waking everybody who waits for a change, without polling."""

import asyncio
from collections.abc import Callable


class Signal:
    """`fire()` wakes every current waiter once; a later waiter waits for the next one."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._listeners: list[Callable[[], None]] = []

    def fire(self) -> None:
        """Wakes the waiters and calls the listeners."""
        self._event.set()
        self._event = asyncio.Event()
        for listener in self._listeners:
            listener()

    def listen(self, listener: Callable[[], None]) -> None:
        """Calls `listener` at every `fire()`."""
        self._listeners.append(listener)

    async def wait(self) -> None:
        """Waits for the next `fire()`."""
        await self._event.wait()
