"""What the short commands do: migrate, import. Each says what it did, or what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import httpx

from bot import auditing
from bot.app import load_places
from bot.db.migrations import check_schema, upgrade
from bot.db.session import Database
from bot.db.vault import Vault
from bot.domain.act import Act
from bot.geo.taalhuis_file import read_taalhuizen
from bot.services import audit
from bot.services.import_postcodes import (
    PostcodeImport,
    import_downloaded_postcodes,
    import_postcodes,
)
from bot.services.imports import Imported, import_taalhuizen, planned
from bot.settings import Settings, secret_keys

Say = Callable[[str], None]
_MOST_NAMED = 5


async def migrate(settings: Settings, say: Say) -> None:
    """Bring the database to the newest schema."""
    database = Database(settings.database)
    try:
        before, after = await upgrade(database)
    finally:
        await database.close()
    say(
        f"The database is at {after}."
        if before == after
        else f"The database went from {before or 'empty'} to {after}."
    )


async def note(settings: Settings, what: str, now: datetime) -> None:
    """Write down a command that does not touch the database, where there is one to write it to."""
    await auditing.note(settings, Act(what=what, role="operator"), now)


async def take_over_taalhuizen(settings: Settings, path: Path, now: datetime) -> Imported:
    """Import a file of Taalhuizen.

    Raises:
        InputFileError: every fault, by line and field; nothing was taken over.
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    rows = read_taalhuizen(path, load_places(settings))
    database = Database(settings.database)
    try:
        await check_schema(database)
        done = await import_taalhuizen(database, rows, now)
        act = Act(
            what="command.taalhuizen", role="operator", detail={"made": done.made, "changed": done.changed}
        )
        await audit.note_operator(database, Vault(secret_keys(settings)), act, now)
        return done
    finally:
        await database.close()


async def compare_taalhuizen(settings: Settings, path: Path, say: Say) -> None:
    """Say what taking over this file would change, and change nothing.

    Raises:
        InputFileError: every fault, by line and field.
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    rows = read_taalhuizen(path, load_places(settings))
    database = Database(settings.database)
    try:
        await check_schema(database)
        async with database.reading() as connection:
            plan = await planned(connection, rows)
    finally:
        await database.close()
    for row in plan.new:
        say(f"new        {row.code}: {row.name}")
    for one in plan.changed:
        for change in one.changes:
            say(f"changed    {one.row.code}: {change.field}: {change.before!r} → {change.after!r}")
    for house in plan.absent:
        say(f"not named  {house.code}: {house.name}, stays as it is")
    say(
        f"{len(plan.new)} would be made, {len(plan.changed)} changed, {len(plan.unchanged)} are as they were."
        " Nothing was changed."
    )


def take_over_postcodes(settings: Settings, path: Path | None) -> PostcodeImport:
    """Import exact coordinates from a file, or from the official address when there is none.

    Raises:
        InputFileError: every fault by line and field, or why the download failed; nothing was taken over.
    """
    if path is not None:
        return import_postcodes(path, data_dir=settings.data_dir)
    with httpx.Client(follow_redirects=True) as client:
        return import_downloaded_postcodes(settings.postcodes_url, client=client, data_dir=settings.data_dir)
