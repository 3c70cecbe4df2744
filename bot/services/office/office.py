"""The transactions of people at a desk. What they do is written down, and what they tell others is told,
as after a deed in the chat.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.services import audit
from bot.services.outgoing import Outgoing
from bot.services.process import Process
from bot.services.scene import Scene


class Office:
    """One process's way for pages to read and change. `acting` holds what it locks until its end, so a page
    is rendered after it.
    """

    def __init__(self, process: Process) -> None:
        self._process = process

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[Scene]:
        """A transaction that changes or reads what is personal; everything or nothing of it happens.

        Raises:
            StorageUnavailable: the database is away; nothing happened.
        """
        process = self._process
        now = process.worlds.clock()
        async with process.database.transaction() as connection:
            outgoing = Outgoing(process.rules, process.codec, now)
            scene = Scene(connection, now, process.codec, outgoing, process.worlds)
            yield scene
            await audit.write(scene)
        if scene.told_others:
            process.bell.ring()

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[Scene]:
        """A transaction that only reads what is not personal: counts, houses, hours.

        Raises:
            StorageUnavailable: the database is away.
        """
        process = self._process
        now = process.worlds.clock()
        async with process.database.reading() as connection:
            outgoing = Outgoing(process.rules, process.codec, now)
            yield Scene(connection, now, process.codec, outgoing, process.worlds)
