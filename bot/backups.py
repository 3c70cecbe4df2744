"""`taalwijzer backup` and `taalwijzer restore`, for the embedded database. PostgreSQL has tools of its own:
docs/operations.md.

A restore brings back what was erased since the backup was made. So it erases that again: the numbers of what
was erased stand in the database that is set aside.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from bot import auditing
from bot.db.migrations import newest_revision, revisions, upgrade
from bot.db.models import Base
from bot.db.queries import audit as audit_rows
from bot.db.queries import rights
from bot.db.queries.rights import Erased
from bot.db.session import Database
from bot.db.types import EMPTIED, Sealed, SealedBytes
from bot.db.vault import Vault, VaultError
from bot.domain.act import Act
from bot.errors import InputFileError, SchemaOutdated, StorageUnavailable
from bot.opened import opened_core
from bot.services import audit
from bot.services.rights import erasing
from bot.settings import Settings, secret_keys

Say = Callable[[str], None]
FOLDER = "backup"
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


# ── Backing up ────────────────────────────────────────────────────────────────────────────────────────────


def back_up(settings: Settings, target: Path, say: Say) -> None:
    """Copy the embedded database while the bot runs: SQLite's own online backup, one moment.

    Raises:
        InputFileError: the database is not SQLite, does not exist, or the target is there already.
    """
    source = _file_of(settings, "pg_dump")
    if not source.exists():
        raise InputFileError((f"{source} does not exist",))
    if target.exists():
        raise InputFileError((f"{target} exists already; a backup never overwrites another",))
    target.parent.mkdir(parents=True, exist_ok=True)
    _copy(source, target)
    say(f"{target}: {target.stat().st_size:,} bytes. The key file is not in it; keep that elsewhere.")


def newest_backup(settings: Settings) -> datetime | None:
    """When the newest file in the usual place was written; None for none."""
    found = [file.stat().st_mtime for file in (settings.data_dir / FOLDER).glob("*.db")]
    return datetime.fromtimestamp(max(found), UTC) if found else None


def _file_of(settings: Settings, tool: str) -> Path:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise InputFileError((f"the database is PostgreSQL: use {tool}, see docs/operations.md",))
    return Path(url.database)


def _copy(source: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    # The copy holds what people told us, sealed or not: nobody else on this machine may read it.
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with _reading(source) as here, contextlib.closing(sqlite3.connect(part)) as there:
            here.backup(there)
            (verdict,) = there.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise InputFileError((f"the copy is damaged: {verdict}",))
        os.link(part, target)
    finally:
        part.unlink()


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


# ── Restoring ─────────────────────────────────────────────────────────────────────────────────────────────


async def restore(settings: Settings, file: Path, say: Say, now: datetime) -> None:
    """Put a backup in the place of the database; what stood there is set aside beside it. The bot is stopped.

    Raises:
        InputFileError: it is no backup of ours, damaged, of a newer version, sealed with a key that is not
            set, or the bot runs. Nothing was changed.
    """
    target = _file_of(settings, "pg_restore")
    _must_fit(settings, file)
    aside = _set_aside(target, now)
    target.parent.mkdir(parents=True, exist_ok=True)
    _copy(file, target)
    if aside:
        say(f"What stood there is {aside} now. Throw it away when all is well.")
    database = Database(settings.database)
    try:
        await upgrade(database)
        gone, reached = await _since(aside) if aside else ([], 0)
        if gone is None:
            say("What was erased since the backup cannot be read there: see docs/operations.md.")
        again, ends = await _erase_again(settings, gone or [], now)
    finally:
        await database.close()
    _forget_anchor(settings, now)
    if gone:
        say(f"{len(gone)} erasures since the backup were done again ({again} rows were there).")
    if reached > ends:
        say(f"The audit goes on behind entry {ends}; entries up to {reached} are only in what was set aside.")
    say(f"{file} is restored. Now: `taalwijzer check`, and start the bot.")


def _must_fit(settings: Settings, file: Path) -> None:
    """Raises InputFileError when this file cannot be restored here."""
    try:
        with _reading(file) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            sealed = next(_sealed_in(connection), None)
    except sqlite3.DatabaseError as error:
        raise InputFileError((f"{file} is no backup of Taalwijzer, or it is damaged: {error}",)) from None
    if verdict != "ok":
        raise InputFileError((f"{file} is damaged: {verdict}",))
    if found is None or found[0] not in revisions():
        raise InputFileError(
            (f"{file} was made by a newer version than this one, which knows up to {newest_revision()}",)
        )
    try:
        if sealed is not None:
            Vault(secret_keys(settings)).open_bytes(sealed)
    except VaultError:
        raise InputFileError(
            (f"{file} was sealed with a key that is not set here: put back secret.key first",)
        ) from None


def _sealed_in(connection: sqlite3.Connection) -> Iterator[Sealed]:
    """Some sealed value of each column that has one; a backup of an older version has fewer columns."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, SealedBytes):
                continue
            one = f'"{column.name}"'
            statement = f"SELECT {one} FROM {table.name} WHERE length({one}) > ? LIMIT 1"  # noqa: S608 (names of our own tables)
            with contextlib.suppress(sqlite3.OperationalError):
                row = connection.execute(statement, (len(EMPTIED),)).fetchone()
                if row:
                    yield Sealed(row[0])


def _set_aside(target: Path, now: datetime) -> Path | None:
    """Move the database away; None when there is none.

    Raises:
        InputFileError: somebody has it open.
    """
    if not target.exists():
        return None
    try:
        with contextlib.closing(sqlite3.connect(target, timeout=1.0)) as connection:
            # Without a log there is one file to move; SQLite refuses it while anybody else has it open.
            (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError:
        mode = "wal"
    except sqlite3.DatabaseError:
        mode = "damaged"
    if mode == "wal":
        raise InputFileError((f"{target} is in use: stop the bot first (`systemctl stop taalwijzer`)",))
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    aside = target.with_name(f"{target.name}.before-{stamp}")
    for ending in ("", "-wal", "-shm"):
        part = target.with_name(target.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


async def _since(aside: Path) -> tuple[list[Erased] | None, int]:
    """What was erased according to the database that is set aside, and where its audit ends. None: it cannot
    be read.
    """
    database = Database(f"sqlite+aiosqlite:///{aside}")
    try:
        await upgrade(database)
        async with database.reading() as connection:
            return await rights.erased_since(connection, _EVER), (await audit_rows.head(connection)).number
    except (StorageUnavailable, SchemaOutdated, sqlite3.DatabaseError):
        return None, 0
    finally:
        await database.close()


async def _erase_again(settings: Settings, gone: list[Erased], now: datetime) -> tuple[int, int]:
    """Erase what the backup brought back, and write down the restore. How many rows, and where the audit
    ended before that.
    """
    async with opened_core(settings, lambda: now) as core, core.office.acting() as scene:
        ends = (await audit_rows.head(scene.connection)).number
        known = set(await rights.erased_since(scene.connection, _EVER))
        fresh = [one for one in gone if one not in known]
        there = await erasing.again(scene, fresh)
        audit.note(
            scene, Act(what="command.restore", role="operator", detail={"erased": there, "entries": ends})
        )
    return there, ends


def _forget_anchor(settings: Settings, now: datetime) -> None:
    """The chain goes on from an earlier end, rightly: what the last check saw is set aside too."""
    path = settings.data_dir / auditing.ANCHOR
    if path.exists():
        path.rename(path.with_name(f"{path.name}.before-{now.strftime('%Y%m%dT%H%M%SZ')}"))
