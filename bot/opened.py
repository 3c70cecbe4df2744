"""The database of a short command: there, of the right schema, and closed afterwards whatever happens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import Clock, Core, build_core
from bot.channels.web import WebChannel
from bot.db.migrations import check_schema
from bot.db.session import Database
from bot.settings import Settings


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database alone.

    Raises:
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    database = Database(settings.database)
    try:
        await check_schema(database)
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def opened_core(settings: Settings, clock: Clock) -> AsyncIterator[Core]:
    """Everything that the services of a running bot have, none of it running.

    Raises:
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    core = build_core(settings, [WebChannel()], limits={}, clock=clock)
    try:
        await check_schema(core.database)
        yield core
    finally:
        core.voices.close()
        await core.database.close()
