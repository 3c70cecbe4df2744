"""A task that is cancelled in the middle of a transaction leaves the file free for others."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.db.session import Database
from tests.support.database import sqlite_url

# Before transactions were taken back at closing, one cancellation in nine left the file locked.
CANCELLATIONS = 80


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[tuple[Path, Database]]:
    path = tmp_path / "cancelled.db"
    database = Database(sqlite_url(path))
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE word (said TEXT)"))
    yield path, database
    await database.close()


async def write_for_ever(database: Database) -> None:
    async with database.transaction() as connection:
        while True:
            await connection.execute(text("INSERT INTO word VALUES ('hallo')"))
            await connection.execute(text("SELECT said FROM word"))


def is_locked(path: Path) -> bool:
    """Waits as long as the thread of the cancelled connection may need to close it."""
    with contextlib.closing(sqlite3.connect(path, timeout=2.0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


async def test_a_cancelled_transaction_lets_go_of_the_file(file: tuple[Path, Database]) -> None:
    path, database = file
    for number in range(CANCELLATIONS):
        writing = asyncio.create_task(write_for_ever(database))
        await asyncio.sleep(0.003 + number * 0.00002)
        writing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writing

        assert not is_locked(path)


async def read_for_ever(database: Database) -> None:
    async with database.reading() as connection:
        while True:
            await connection.execute(
                text("SELECT count(*) FROM word a, word b, word c WHERE a.said < b.said")
            )


def left_in_the_log(path: Path) -> int:
    """How many pages of the write-ahead log cannot be taken over into the file, because somebody reads."""
    with contextlib.closing(sqlite3.connect(path, timeout=2.0)) as other:
        _busy, pages, taken = other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return int(pages) - int(taken)


async def test_a_cancelled_reader_holds_up_no_log(file: tuple[Path, Database]) -> None:
    path, database = file
    async with database.transaction() as connection:
        await connection.execute(text("INSERT INTO word VALUES (:said)"), [{"said": "hallo"}] * 150)
    held: list[object] = []
    for number in range(CANCELLATIONS // 4):
        reading = asyncio.create_task(read_for_ever(database))
        await asyncio.sleep(0.003 + number * 0.0005)
        reading.cancel()
        # Kept, as a log of errors would keep them.
        held += await asyncio.gather(reading, return_exceptions=True)
        async with database.transaction() as connection:
            await connection.execute(text("INSERT INTO word VALUES ('dag')"))
    await asyncio.sleep(0.5)

    assert left_in_the_log(path) == 0
    assert held
