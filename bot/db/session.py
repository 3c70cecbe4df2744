"""One place where transactions begin and end.

SQLite: WAL, `synchronous=FULL`, foreign keys on, what is deleted is overwritten. Every writing transaction
takes the write lock when it begins, behind a lock of this process, so that writers queue here instead of
failing half-way. PostgreSQL: row locks do that work.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from bot.db import sqlite_thread
from bot.errors import SchemaOutdated, StorageConflict, StorageUnavailable

BUSY_TIMEOUT_MS = 5_000
WAL_WAITS_SECONDS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
# Any number will do, as long as nobody else in this database locks it.
MIGRATION_LOCK = 8_011
# Connection lost · moved to a machine that only reads · deadlock or conflict · no room · lock · ending.
PASSING_STATES = ("08", "25006", "40", "53", "55P03", "57P")
CONFLICT_STATE = "40"


class Database:
    """The engine of one process. `url` is a SQLAlchemy address of sqlite+aiosqlite or postgresql+asyncpg."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        options: dict[str, Any] = {"pool_pre_ping": True}
        if self.is_sqlite:
            options = {"connect_args": {"async_creator_fn": sqlite_thread.connect}}
        # No value of a row may stand in the text of an error, and so in a log.
        options["hide_parameters"] = True
        self.engine: AsyncEngine = create_async_engine(self.url, pool_size=pool_size, **options)
        self._writer = asyncio.Lock()
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A writing transaction: commits at the end, rolls back on any error.

        Raises:
            StorageUnavailable: the database is away or stays locked; nothing of this was stored.
        """
        queue = self._writer if self.is_sqlite else contextlib.nullcontext()
        async with queue, self._begin(writes=True) as connection:
            yield connection

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; on SQLite it never waits for a writer."""
        async with self._begin(writes=False) as connection:
            yield connection

    @contextlib.asynccontextmanager
    async def schema_change(self) -> AsyncIterator[AsyncConnection]:
        """A transaction for migrations.

        SQLite changes a table by making it anew, and dropping the old one must not delete the rows that
        point to it: foreign keys are off meanwhile and checked before the commit.
        """
        async with self.reading():
            pass  # It is there. What goes wrong after this is the migration's, and is told in its own words.
        async with self._writer, self.engine.connect() as connection:
            if not self.is_sqlite:
                async with connection.begin():
                    # Two that migrate at once: the second waits, and then finds nothing left to do.
                    await connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
                    yield connection
                return
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.execute("PRAGMA foreign_keys=OFF")
            try:
                async with connection.begin():
                    yield connection
                    broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).first()
                    if broken is not None:
                        raise SchemaOutdated(f"a migration left rows of {broken[0]} that point to nothing")
            finally:
                await driver.execute("PRAGMA foreign_keys=ON")

    async def empty_log(self) -> bool:
        """Write what is in SQLite's write-ahead log into the file and cut the log off: it still holds pages
        as they were before something was erased. False: somebody reads or writes, come back later.
        PostgreSQL does this by itself.
        """
        if not self.is_sqlite:
            return True
        async with _storage_errors(), self._writer, self.engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            # Nobody waits for this: it is tried again a minute later.
            await driver.execute("PRAGMA busy_timeout=0")
            try:
                rows = await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                await driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        return not next(iter(rows))[0]

    async def close(self) -> None:
        await self.engine.dispose()

    @contextlib.asynccontextmanager
    async def _begin(self, *, writes: bool) -> AsyncIterator[AsyncConnection]:
        async with _storage_errors(), self.engine.connect() as connection:
            await connection.execution_options(taalwijzer_writes=writes)
            async with connection.begin():
                yield connection


@contextlib.asynccontextmanager
async def _storage_errors() -> AsyncIterator[None]:
    """Tells a database that is away, or that wants us to begin again, from one that refuses what it got."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError, OSError, TimeoutError) as error:
        raise StorageUnavailable(_reason(error)) from error
    except DBAPIError as error:
        if _is_passing(error.orig, CONFLICT_STATE):
            raise StorageConflict(_reason(error)) from error
        if error.connection_invalidated or _is_passing(error.orig):
            raise StorageUnavailable(_reason(error)) from error
        raise
    except Exception as error:
        # While it connects, the driver's own errors come as they are.
        if _is_passing(error):
            raise StorageUnavailable(_reason(error)) from error
        raise


def _is_passing(error: BaseException | None, states: str | tuple[str, ...] = PASSING_STATES) -> bool:
    """By PostgreSQL's code of the error."""
    code = getattr(error, "sqlstate", None)
    return isinstance(code, str) and code.startswith(states)


def _reason(error: BaseException) -> str:
    """The class of the driver's error; its text could hold values of a row."""
    return type(getattr(error, "orig", None) or error).__name__


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    _keep_a_write_ahead_log(cursor)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _keep_a_write_ahead_log(cursor: Any) -> None:
    """Two that make a new file into one with a log at the same moment: SQLite tells one of them at once that
    it is locked, without the patience it has otherwise.
    """
    for wait_seconds in WAL_WAITS_SECONDS:
        with contextlib.suppress(sqlite3.OperationalError):
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        await_only(asyncio.sleep(wait_seconds))
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("taalwijzer_writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
