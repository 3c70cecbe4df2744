"""Clips that channels keep: find one, remember one, forget those that nobody asked for. None of these
commits.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import SpokenFile

LONGEST_KEY = 160
LONGEST_FILE = 300

_VALUES = ("file", "used_at")
_SQLITE = sqlite.insert(SpokenFile)
_POSTGRESQL = postgresql.insert(SpokenFile)
_SAME = [SpokenFile.channel, SpokenFile.key]
_REMEMBER = {
    "sqlite": _SQLITE.on_conflict_do_update(
        index_elements=_SAME, set_={name: _SQLITE.excluded[name] for name in _VALUES}
    ),
    "postgresql": _POSTGRESQL.on_conflict_do_update(
        index_elements=_SAME, set_={name: _POSTGRESQL.excluded[name] for name in _VALUES}
    ),
}


async def find(connection: AsyncConnection, channel: str, key: str) -> Row[str, datetime] | None:
    """(file, used_at) of this clip, or None."""
    found = await connection.execute(
        select(SpokenFile.file, SpokenFile.used_at).where(
            SpokenFile.channel == channel, SpokenFile.key == key
        )
    )
    return found.one_or_none()


async def remember(connection: AsyncConnection, channel: str, key: str, file: str, now: datetime) -> None:
    """The channel keeps this clip under this name from now on, whatever it was before."""
    values = {"channel": channel, "key": key, "file": file, "used_at": now}
    await connection.execute(_REMEMBER[connection.dialect.name], values)


async def used(connection: AsyncConnection, channel: str, key: str, now: datetime) -> None:
    """It was wanted again."""
    await connection.execute(
        update(SpokenFile).where(SpokenFile.channel == channel, SpokenFile.key == key).values(used_at=now)
    )


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Forget those that nobody wanted since; returns how many."""
    gone = await connection.execute(delete(SpokenFile).where(SpokenFile.used_at < before))
    return gone.rowcount
