"""What the database holds of a person, byte for byte, and whether any of it is still found."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from bot.db.models import Base
from tests.support.building import Rig

_WINDOW = 40
_STEP = 160
_SHORTEST = 20


async def stored(rig: Rig) -> set[bytes]:
    """Every sealed value, hash and longer text of every row of every table."""
    found: set[bytes] = set()
    async with rig.database.reading() as connection:
        for table in Base.metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                for value in row:
                    written = value.encode() if isinstance(value, str) else value
                    if isinstance(written, bytes) and len(written) >= _SHORTEST:
                        found.add(written)
    return found


def pieces(values: Iterable[bytes]) -> dict[bytes, bytes]:
    """Pieces of these values, each with the value that it is of: a long value lies on several pages."""
    return {
        value[at : at + _WINDOW]: value
        for value in values
        for at in range(0, max(len(value) - _WINDOW, 1), _STEP)
    }


def file_bytes(rig: Rig) -> bytes:
    """The database file of SQLite, with its log."""
    path = Path(rig.database.url.database or "")
    log = path.with_name(path.name + "-wal")
    return path.read_bytes() + (log.read_bytes() if log.exists() else b"")


def found_in(content: bytes, wanted: Iterable[bytes]) -> list[bytes]:
    """Those that the content holds somewhere."""
    return [piece for piece in wanted if piece in content]
