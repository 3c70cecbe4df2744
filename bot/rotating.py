"""`taalwijzer rotate-key`: seals everything anew with the newest key, in small batches, while the bot runs.

    rotate-key --new ─▶ secret.key: new,old ─▶ stop and start the bot: it seals with the new one, opens both
                                                       └─▶ rotate-key: what the old one sealed is sealed anew

A row is changed only as it was read, so nothing that the bot writes meanwhile is lost; what was done before a
kill stays done, and the next run finds the rest by the first bytes of each value. Keyed hashes and the audit
go on with the OLDEST key, which therefore stays the last one: see docs/operations.md.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import Fernet
from sqlalchemy import Table

from bot.db.queries import resealing
from bot.db.queries.resealing import Key, SealedRow
from bot.db.session import Database
from bot.db.types import Sealed
from bot.db.vault import Vault, VaultError
from bot.domain.act import Act
from bot.errors import SettingsError
from bot.opened import opened
from bot.services import audit
from bot.settings import Settings, secret_keys

Say = Callable[[str], None]

A_BATCH = 200
# On SQLite one of us writes at a time, and people wait for the other.
_BREATH_SECONDS = 0.01
_MOST_PASSES = 20


@dataclass(slots=True)
class _Done:
    """What one pass along a table came to."""

    sealed: int = 0
    left: int = 0
    unreadable: int = 0


def add_key(settings: Settings, say: Say) -> None:
    """Put a new key in front of those in the key file.

    Raises:
        SettingsError: the keys are not in a file.
    """
    fresh = Fernet.generate_key().decode()
    if settings.secret_key.get_secret_value():
        raise SettingsError(
            ("the keys stand in TAALWIJZER_SECRET_KEY: put a new one in front there, with a comma behind it",)
        )
    keys = secret_keys(settings)
    path = settings.data_dir / "secret.key"
    part = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(",".join([fresh, *(key.decode() for key in keys)]) + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    say(f"{path} has {len(keys) + 1} keys now. Keep a copy of it apart from the backups.")
    say("Stop every process of the bot, start it again, and only then: `taalwijzer rotate-key`")


async def rotate(settings: Settings, say: Say, now: datetime, *, batch: int = A_BATCH) -> bool:
    """Seal everything with the newest key; True when nothing is left that another key sealed.

    Raises:
        SchemaOutdated: run `taalwijzer migrate` first.
        StorageUnavailable: the database is away; what is done is done, run it again.
    """
    vault = Vault(secret_keys(settings))
    total = _Done()
    async with opened(settings) as database:
        for table in resealing.sealed_tables():
            done = await _table(database, vault, table, batch)
            total.sealed += done.sealed
            total.left += done.left
            total.unreadable += done.unreadable
            if done.sealed:
                say(f"{table.name}: {done.sealed:,} rows")
        act = Act(what="command.key", role="operator", detail={"rows": total.sealed})
        await audit.note_operator(database, vault, act, now)
    if total.unreadable:
        say(f"{total.unreadable:,} rows were sealed with a key that is not set here: put it back as the last")
    if total.left:
        say(f"{total.left:,} rows were in use: run it again")
    if not total.left and not total.unreadable:
        say(f"{total.sealed:,} rows sealed anew; everything is sealed with the newest key.")
    return not total.left and not total.unreadable


async def _table(database: Database, vault: Vault, table: Table, batch: int) -> _Done:
    """Along a table until nothing is left, or nothing more can be done."""
    found = _Done()
    for _ in range(_MOST_PASSES):
        one = await _along(database, vault, table, batch)
        found.sealed += one.sealed
        found.left, found.unreadable = one.left, one.unreadable
        if not one.left and not one.sealed:
            break
    return found


async def _along(database: Database, vault: Vault, table: Table, batch: int) -> _Done:
    done, after = _Done(), None
    while True:
        after = await _some(database, vault, table, batch, after, done)
        if after is None:
            return done
        await asyncio.sleep(_BREATH_SECONDS)


async def _some(
    database: Database, vault: Vault, table: Table, batch: int, after: Key | None, done: _Done
) -> Key | None:
    """One transaction; the key of the last row of it, None behind the last."""
    async with database.transaction() as connection:
        rows = await resealing.of_other_keys(connection, table, vault.head, after=after, limit=batch)
        for row in rows:
            fresh = _sealed_anew(vault, row)
            if fresh is None:
                done.unreadable += 1
            elif await resealing.put(connection, table, row, fresh):
                done.sealed += 1
            else:
                done.left += 1
    return rows[-1].key if rows else None


def _sealed_anew(vault: Vault, row: SealedRow) -> dict[str, Sealed] | None:
    try:
        return {name: vault.seal(vault.open_bytes(value)) for name, value in row.values.items()}
    except VaultError:
        return None
