"""Transactions: all or nothing, and a database that cannot answer now is told apart from one that refuses."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.db.session import Database
from bot.errors import StorageConflict, StorageUnavailable
from tests.support.database import Opener, sqlite_url

WRITE = text("INSERT INTO region (name) VALUES (:name)")


async def names(database: Database) -> list[str]:
    async with database.reading() as connection:
        return list(await connection.scalars(text("SELECT name FROM region ORDER BY name")))


async def test_an_error_takes_back_all_of_a_transaction(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as connection:
            await connection.execute(WRITE, {"name": "een"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await names(database) == []


async def test_a_transaction_that_is_cancelled_is_taken_back_and_the_next_one_goes_on(
    database: Database,
) -> None:
    async def hang() -> None:
        async with database.transaction() as connection:
            await connection.execute(WRITE, {"name": "een"})
            await asyncio.sleep(60)

    task = asyncio.create_task(hang())
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with database.transaction() as connection:
        await connection.execute(WRITE, {"name": "twee"})

    assert await names(database) == ["twee"]


async def test_who_reads_does_not_wait_for_who_writes(database: Database, open_database: Opener) -> None:
    other = open_database()
    async with database.transaction() as connection:
        await connection.execute(WRITE, {"name": "een"})
        async with asyncio.timeout(5):
            assert await names(other) == []
    assert await names(other) == ["een"]


async def test_many_writers_of_two_processes_all_get_their_turn(
    database: Database, open_database: Opener
) -> None:
    async def write(where: Database, name: str) -> None:
        async with where.transaction() as connection:
            await connection.execute(WRITE, {"name": name})

    processes = (database, open_database())
    await asyncio.gather(*(write(processes[n % 2], f"{n:02}") for n in range(30)))

    assert len(await names(database)) == 30


async def test_what_the_database_refuses_is_no_outage_and_no_value_stands_in_its_text(
    database: Database,
) -> None:
    async def write() -> None:
        async with database.transaction() as connection:
            await connection.execute(WRITE, {"name": "geheim woord"})

    await write()
    with pytest.raises(IntegrityError) as error:
        await write()

    assert "[SQL parameters hidden" in str(error.value)


async def test_two_that_wait_for_each_other_are_told_to_begin_again(
    database: Database, open_database: Opener
) -> None:
    if database.is_sqlite:
        await one_writer_waits_too_long(database, open_database())
        return
    async with database.transaction() as connection:
        await connection.execute(WRITE, {"name": "a"})
        await connection.execute(WRITE, {"name": "b"})
    both = asyncio.Barrier(2)

    async def change(where: Database, first: str, second: str) -> None:
        async with where.transaction() as connection:
            for name in (first, second):
                await connection.execute(text("UPDATE region SET name = name WHERE name = :n"), {"n": name})
                if name == first:
                    await both.wait()

    results = await asyncio.gather(
        change(database, "a", "b"), change(open_database(), "b", "a"), return_exceptions=True
    )

    assert [type(result) for result in results if result] == [StorageConflict]


async def one_writer_waits_too_long(database: Database, other: Database) -> None:
    """SQLite has one writer; the second gives up after its patience, here cut short."""
    async with other.engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=50")
    async with database.transaction():
        with pytest.raises(StorageUnavailable):
            async with other.transaction():
                raise AssertionError("there is a writer already")


async def test_a_statement_that_makes_no_sense_is_a_defect(database: Database) -> None:
    with pytest.raises((DBAPIError, StorageUnavailable)):
        async with database.reading() as connection:
            await connection.execute(text("SELECT * FROM nothing_of_the_kind"))


async def test_many_that_open_a_new_file_at_the_same_moment_all_may(tmp_path: Path) -> None:
    """Before the log was asked for again, one in a hundred such openings failed."""

    async def opening(path: Path) -> int:
        one = Database(sqlite_url(path))
        try:
            async with one.reading() as connection:
                return int((await connection.execute(text("SELECT 8011"))).scalar_one())
        finally:
            await one.close()

    for number in range(60):
        path = tmp_path / f"new{number}.db"
        assert await asyncio.gather(*(opening(path) for _ in range(6))) == [8011] * 6
