"""The schema of the database: bring it up to date, or say that it is not. Only Alembic changes it."""

from __future__ import annotations

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from alembic import command
from bot.db.session import Database
from bot.errors import SchemaOutdated
from bot.resources import resource_path


def alembic_config() -> Config:
    """Alembic's settings, with the scripts found wherever this program is installed."""
    config = Config(str(resource_path("alembic.ini")))
    config.set_main_option("script_location", str(resource_path("alembic")))
    return config


async def upgrade(database: Database) -> tuple[str, str]:
    """Bring the schema to the newest revision; returns (before, after), "" for an empty database."""
    async with database.schema_change() as connection:
        return await connection.run_sync(_upgrade)


async def check_schema(database: Database) -> None:
    """Is the schema the one that this program was written for?

    Raises:
        SchemaOutdated: it is not; the text says what to run.
    """
    newest = newest_revision()
    present = await current_revision(database)
    if present != newest:
        found = present or "empty"
        raise SchemaOutdated(
            f"the database is at {found}, this program needs {newest}: run `taalwijzer migrate`"
        )


async def current_revision(database: Database) -> str:
    """The revision that the database is at, "" for an empty one."""
    async with database.reading() as connection:
        return await connection.run_sync(_revision)


def newest_revision() -> str:
    """The head of the migration scripts."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        raise SchemaOutdated("this installation has no migration scripts")
    return head


def _revision(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _upgrade(connection: Connection) -> tuple[str, str]:
    before = _revision(connection)
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return before, _revision(connection)
