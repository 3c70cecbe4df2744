"""What the short commands do: migrate, check, import, back up. Each says what it did, or what is wrong and
how to mend it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.app import load_catalogues, load_places
from bot.db.migrations import check_schema, upgrade
from bot.db.queries import members
from bot.db.queries.waiting import MOST_COUNTED, Waiting
from bot.db.session import Database
from bot.errors import InputFileError, TaalwijzerError
from bot.geo.taalhuis_file import read_taalhuizen
from bot.services.directory import Directory
from bot.services.health import HealthService
from bot.services.import_postcodes import (
    PostcodeImport,
    import_downloaded_postcodes,
    import_postcodes,
)
from bot.services.imports import Imported, import_taalhuizen
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


async def check(settings: Settings, say: Say) -> bool:
    """Look at everything that the bot needs, one line each; True when all is well."""
    database = Database(settings.database)
    try:
        results = [await _line(say, name, look) for name, look in Looks(settings, database).in_order()]
    finally:
        await database.close()
    return all(results)


Look = Callable[[], Awaitable[str]]


class Looks:
    """What `check` looks at. Each returns what it found, or raises what is wrong."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database

    def in_order(self) -> tuple[tuple[str, Look], ...]:
        return (
            ("keys", self.keys),
            ("texts", self.texts),
            ("places", self.places),
            ("database", self.schema),
            ("taalhuizen", self.houses),
            ("outbox", self.waiting),
            ("people who wait", self.people),
            ("staff", self.staff),
            ("telegram", self.telegram),
        )

    async def keys(self) -> str:
        return f"{len(secret_keys(self._settings))} key(s)"

    async def texts(self) -> str:
        catalogues = load_catalogues(self._settings)
        languages = ", ".join(catalogues.languages)
        unread = ", ".join(catalogues.unreviewed)
        return f"{languages} (not read by a native speaker: {unread})" if unread else languages

    async def places(self) -> str:
        return f"{len(load_places(self._settings).postcodes)} postcodes"

    async def schema(self) -> str:
        await check_schema(self._database)
        return str(self._database.url.render_as_string(hide_password=True))

    async def houses(self) -> str:
        directory = Directory(self._database)
        await directory.refresh()
        if not len(directory):
            raise TaalwijzerError("there is no Taalhuis yet: run `taalwijzer import-taalhuizen FILE`")
        return f"{len(directory)} Taalhuizen"

    async def waiting(self) -> str:
        health = await HealthService(self._database, Directory(self._database)).look()
        return f"oldest unsent message: {health.oldest_unsent_at or 'none'}"

    async def people(self) -> str:
        health = await HealthService(self._database, Directory(self._database)).look()
        now = datetime.now(UTC)
        return f"{_waits(health.sign_ups, 'sign-up', now)}, {_waits(health.tasks, 'task', now)}"

    async def staff(self) -> str:
        async with self._database.reading() as connection:
            without = await members.houses_without_staff(connection)
        if not without:
            return "every Taalhuis with sign-ups has staff"
        named = ", ".join(f"{code} ({_many(count, 'sign-up')})" for code, count in without[:_MOST_NAMED])
        more = f" and {len(without) - _MOST_NAMED} more" if len(without) > _MOST_NAMED else ""
        raise TaalwijzerError(
            f"nobody hears of the sign-ups of {named}{more}: run `taalwijzer invite staff --taalhuis CODE`"
        )

    async def telegram(self) -> str:
        if not self._settings.telegram_token.get_secret_value():
            return "no token set: the web chat works, Telegram does not"
        return f"a token is set, for {self._settings.telegram_api_url}"


def _waits(waiting: Waiting, noun: str, now: datetime) -> str:
    """ "3 sign-ups (oldest 2 days)"."""
    more = " or more" if waiting.count >= MOST_COUNTED else ""
    told = f"{_many(waiting.count, noun)}{more}"
    if waiting.oldest_at is None:
        return told
    return f"{told} (oldest {_many(max((now - waiting.oldest_at).days, 0), 'day')})"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


async def _line(say: Say, name: str, look: Look) -> bool:
    try:
        found = await look()
    except (TaalwijzerError, SQLAlchemyError, OSError, ValueError) as error:
        say(f"✗ {name}: {error}")
        return False
    say(f"✓ {name}: {found}")
    return True


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
        return await import_taalhuizen(database, rows, now)
    finally:
        await database.close()


def take_over_postcodes(settings: Settings, path: Path | None) -> PostcodeImport:
    """Import exact coordinates from a file, or from the official address when there is none.

    Raises:
        InputFileError: every fault by line and field, or why the download failed; nothing was taken over.
    """
    if path is not None:
        return import_postcodes(path, data_dir=settings.data_dir)
    with httpx.Client(follow_redirects=True) as client:
        return import_downloaded_postcodes(settings.postcodes_url, client=client, data_dir=settings.data_dir)


def back_up(settings: Settings, target: Path, say: Say) -> None:
    """Copy the embedded database while the bot runs: SQLite's own online backup, one moment.

    Raises:
        InputFileError: the database is not SQLite, does not exist, or the target is there already.
    """
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise InputFileError(("the database is PostgreSQL: use pg_dump, see docs/operations.md",))
    source = Path(url.database)
    if not source.exists():
        raise InputFileError((f"{source} does not exist",))
    if target.exists():
        raise InputFileError((f"{target} exists already; a backup never overwrites another",))
    target.parent.mkdir(parents=True, exist_ok=True)
    _copy(source, target)
    say(f"{target}: {target.stat().st_size:,} bytes. The key file is not in it; keep that elsewhere.")


def _copy(source: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    # The copy holds what people told us, sealed or not: nobody else on this machine may read it.
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as here,
            contextlib.closing(sqlite3.connect(part)) as there,
        ):
            here.backup(there)
            (verdict,) = there.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise InputFileError((f"the copy is damaged: {verdict}",))
        os.link(part, target)
    finally:
        part.unlink()
