"""One process of the bot that can be killed: everything in its memory goes, what it has committed stays.

A kill cancels all its tasks wherever they are waiting, also in the middle of a transaction, and nothing is
given back or noted. Its connections are closed as the system would; the next process opens its own.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from bot.db.session import Database
from tests.simulation.outside import Outside
from tests.support.building import Rig, build_rig
from tests.support.clock import FakeClock


@dataclass(slots=True)
class Process:
    """A rig that runs."""

    rig: Rig
    connections: list[Any]

    async def stop(self) -> None:
        """End in good order."""
        await self.rig.receiver.stop()
        await self.rig.dispatcher.stop(patience_seconds=5.0)
        await self.rig.database.close()

    async def kill(self, work: asyncio.Task[None]) -> set[tuple[int, int]]:
        """End at once, in the midst of this work; returns the messages (chat, number) that it had in hand."""
        dispatcher, receiver = self.rig.dispatcher, self.rig.receiver
        tasks = [work, dispatcher._noting, receiver._loop, *dispatcher._senders]
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        for waiting in receiver._waiting:
            waiting.receipt.cancel()
        for connection in self.connections:
            # A transaction that was cut off would keep its locks for as long as its connection lives.
            with contextlib.suppress(Exception):
                await _cut(connection)
        with contextlib.suppress(Exception):
            await self.rig.database.close()
        return set(dispatcher._in_hand)


async def begin(open_database: Callable[[], Database], clock: FakeClock, outside: Outside) -> Process:
    """Start a process over this database and this outside."""
    database = open_database()
    connections: list[Any] = []
    event.listen(database.engine.sync_engine, "connect", lambda made, _record: connections.append(made))
    rig = build_rig(database, clock, channel=outside)
    await rig.directory.refresh()
    rig.dispatcher.start()
    rig.receiver.start()
    return Process(rig, connections)


async def _cut(connection: Any) -> None:
    driver = connection.driver_connection
    if hasattr(driver, "terminate"):
        driver.terminate()
    else:
        await driver.close()
