"""Files of Taalhuizen that somebody looks at before taking them over. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import ImportFile
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file, sealed, with the name that it had on the other machine."""

    name: str
    content: Sealed


async def put(connection: AsyncConnection, values: dict[str, Any], *, forgotten_before: datetime) -> None:
    """Keep this one for a session instead of the one before; what is older than that moment goes too."""
    await drop(connection, values["session_id"], forgotten_before=forgotten_before)
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


async def drop(connection: AsyncConnection, session_id: int, *, forgotten_before: datetime) -> None:
    """The file of this session is not needed any more, nor is what is older than that moment."""
    gone = or_(ImportFile.session_id == session_id, ImportFile.made_at < forgotten_before)
    await connection.execute(delete(ImportFile).where(gone))
