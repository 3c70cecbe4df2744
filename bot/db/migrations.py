"""The schema of the database: bring it up to date, or say that it is not. Only Alembic changes it.

Whether anything is to be changed is seen without Alembic, which takes as long to import as SQLAlchemy: almost
every start finds the schema as it should be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from bot.db.session import Database
from bot.errors import SchemaOutdated
from bot.resources import resource_dir, resource_path

if TYPE_CHECKING:
    from alembic.config import Config

_REVISION = re.compile(r"^(down_revision|revision)\b[^=]*=\s*[\"']([^\"']+)[\"']", re.MULTILINE)


def alembic_config() -> Config:
    """Alembic's settings, with the scripts found wherever this program is installed."""
    from alembic.config import Config

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


def revisions() -> frozenset[str]:
    """All that this installation knows."""
    return frozenset(_named()["revision"])


def _named() -> dict[str, set[str]]:
    named: dict[str, set[str]] = {"revision": set(), "down_revision": set()}
    for script in (resource_dir("alembic") / "versions").glob("*.py"):
        for name, revision in _REVISION.findall(script.read_text(encoding="utf-8")):
            named[name].add(revision)
    return named


def newest_revision() -> str:
    """The head of the migration scripts: the one on which no other is built.

    Raises:
        SchemaOutdated: this installation has no scripts, or two heads.
    """
    named = _named()
    heads = named["revision"] - named["down_revision"]
    if len(heads) != 1:
        raise SchemaOutdated(f"this installation has {len(heads)} newest migration scripts instead of one")
    return heads.pop()


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def _upgrade(connection: Connection) -> tuple[str, str]:
    before = _revision(connection)
    if before == newest_revision():
        return before, before
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return before, _revision(connection)
