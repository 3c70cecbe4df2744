"""Who is signed in on the web pages. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Chat, ConsoleSession


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session; `language` is that of the chat, "" for an operator."""

    id: int
    chat_id: int | None
    operator: bool
    browser: str
    language: str
    made_at: datetime
    last_seen_at: datetime
    expires_at: datetime


_SESSION = select(
    ConsoleSession.id,
    ConsoleSession.chat_id,
    ConsoleSession.operator,
    ConsoleSession.browser,
    func.coalesce(Chat.language, "").label("language"),
    ConsoleSession.made_at,
    ConsoleSession.last_seen_at,
    ConsoleSession.expires_at,
).outerjoin(Chat, Chat.id == ConsoleSession.chat_id)


async def open_by_hash(connection: AsyncConnection, token_hash: bytes, now: datetime) -> SessionRow | None:
    """The session of a cookie, unless it ended or expired."""
    wanted = _SESSION.where(
        ConsoleSession.token_hash == token_hash,
        ConsoleSession.ended_at.is_(None),
        ConsoleSession.expires_at > now,
    )
    row = (await connection.execute(wanted)).mappings().one_or_none()
    return SessionRow(**{**row, "operator": bool(row["operator"])}) if row else None


async def add(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(ConsoleSession).values(values).returning(ConsoleSession.id))
    return made.scalar_one()


async def change(connection: AsyncConnection, session_id: int, values: dict[str, Any]) -> None:
    """Write the changed columns."""
    await connection.execute(update(ConsoleSession).where(ConsoleSession.id == session_id).values(values))
