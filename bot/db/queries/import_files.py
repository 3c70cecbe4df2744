"""Files of Taalhuizen that somebody looks at before taking them over. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import ImportFile
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file, sealed, with the name that it had on the other machine."""

    name: str
    content: Sealed


async def put(connection: AsyncConnection, values: dict[str, Any]) -> None:
    """Keep this one for a session instead of the one before."""
    await drop(connection, values["session_id"])
    await connection.execute(insert(ImportFile).values(values))


async def of_session(connection: AsyncConnection, session_id: int, *, since: datetime) -> KeptFile | None:
    """The file that this session looks at."""
    row = (
        await connection.execute(
            select(ImportFile.name, ImportFile.content).where(
                ImportFile.session_id == session_id, ImportFile.made_at >= since
            )
        )
    ).one_or_none()
    return KeptFile(row.name, row.content) if row else None


async def purge(connection: AsyncConnection, before: datetime) -> None:
    """Files that were handed in before this moment."""
    await connection.execute(delete(ImportFile).where(ImportFile.made_at < before))


async def drop(connection: AsyncConnection, session_id: int) -> None:
    """The file of this session is not needed any more."""
    await connection.execute(delete(ImportFile).where(ImportFile.session_id == session_id))
