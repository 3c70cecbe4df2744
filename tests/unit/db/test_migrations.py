"""The schema: what Alembic makes is what the models say, and data outlives a change of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Literal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import String, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from alembic import command
from bot.db.migrations import alembic_config, check_schema, current_revision, newest_revision, upgrade
from bot.db.models import Base
from bot.db.session import Database
from bot.errors import SchemaOutdated, StorageUnavailable
from tests.support.building import Rig
from tests.support.signups import signed_up


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    database = Database(empty_url)
    yield database
    await database.close()


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


async def move(database: Database, to: str) -> None:
    """Up or down to a revision."""

    def run(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        (command.downgrade if to.startswith("-") or to == "base" else command.upgrade)(config, to)

    async with database.schema_change() as connection:
        await connection.run_sync(run)


async def test_the_newest_schema_is_what_the_models_say(database: Database) -> None:
    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_an_empty_database_is_brought_to_the_newest_schema_and_then_left_alone(empty: Database) -> None:
    first = await upgrade(empty)
    second = await upgrade(empty)

    assert first == ("", newest_revision())
    assert second == (newest_revision(), newest_revision())
    await check_schema(empty)


def test_the_newest_revision_is_the_one_that_alembic_would_go_to() -> None:
    assert newest_revision() == ScriptDirectory.from_config(alembic_config()).get_current_head()


async def test_two_that_migrate_at_the_same_time_do_it_once(empty: Database, empty_url: str) -> None:
    other = Database(empty_url)
    try:
        both = await asyncio.gather(upgrade(empty), upgrade(other))
    finally:
        await other.close()
    newest = newest_revision()

    assert sorted(both) == [("", newest), (newest, newest)]


async def test_an_old_or_empty_database_is_told_what_to_run(empty: Database) -> None:
    with pytest.raises(SchemaOutdated, match=r"empty.*taalwijzer migrate"):
        await check_schema(empty)
    await upgrade(empty)
    async with empty.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    with pytest.raises(SchemaOutdated, match=r"older.*taalwijzer migrate"):
        await check_schema(empty)


async def test_every_step_back_and_forward_again_works(empty: Database) -> None:
    await upgrade(empty)
    await move(empty, "base")
    assert await current_revision(empty) == ""
    await upgrade(empty)

    async with empty.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_upgrading_again_keeps_what_is_stored(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    before = await rig.rows("SELECT id, answers, submitted_at FROM intake")
    await upgrade(rig.database)

    assert await rig.rows("SELECT id, answers, submitted_at FROM intake") == before
    assert len(before) == 1


async def test_what_was_erased_before_it_was_written_down_why_keeps_its_row_without_a_reason(
    empty: Database,
) -> None:
    await move(empty, "0016")
    async with empty.transaction() as connection:
        await connection.execute(
            text("INSERT INTO erasure (what, number, erased_at) VALUES ('learner', 7, '2026-06-03 10:00:00')")
        )
    await upgrade(empty)

    async with empty.reading() as connection:
        found = await connection.execute(text("SELECT what, number, why FROM erasure"))
        assert [tuple(row) for row in found] == [("learner", 7, None)]


async def test_making_a_table_anew_deletes_no_row_that_points_to_it(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)

    def widen(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        recreate: Literal["always", "auto"] = "always" if rig.database.is_sqlite else "auto"
        with operations.batch_alter_table("chat", recreate=recreate) as batch:
            batch.alter_column("language", type_=String(20))

    async with rig.database.schema_change() as connection:
        await connection.run_sync(widen)

    assert await rig.rows("SELECT count(*) FROM learner") == [(1,)]


async def test_a_change_that_leaves_rows_pointing_to_nothing_is_taken_back(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    with pytest.raises((SchemaOutdated, IntegrityError)):
        async with rig.database.schema_change() as connection:
            await connection.execute(text("DELETE FROM taalhuis"))

    assert await rig.rows("SELECT count(*) > 0 FROM taalhuis") == [(True,)]


async def test_rows_that_point_to_nothing_are_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await connection.execute(
                text("INSERT INTO taalhuis_coverage (taalhuis_id, first, last) VALUES (999, 1000, 1001)")
            )


async def test_a_database_that_is_not_there_is_said_in_a_word(tmp_path: Any) -> None:
    nowhere = Database(f"postgresql+asyncpg://postgres:geheim@/x?host={tmp_path}")
    for ask in (nowhere.transaction, nowhere.reading, nowhere.schema_change):
        with pytest.raises(StorageUnavailable) as error:
            async with ask():
                raise AssertionError("there is nothing to connect to")
        assert "geheim" not in str(error.value)
    await nowhere.close()
