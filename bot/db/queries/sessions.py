"""Who is signed in on the web pages. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
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


IDLE = timedelta(hours=2)
"""Whoever does nothing for so long is signed out."""


async def open_by_hash(connection: AsyncConnection, token_hash: bytes, now: datetime) -> SessionRow | None:
    """The session of a cookie, unless it ended or expired."""
    found = await _rows(connection, ConsoleSession.token_hash == token_hash, *_open(now))
    return found[0] if found else None


async def open_of(connection: AsyncConnection, chat_id: int | None, now: datetime) -> list[SessionRow]:
    """Who is signed in as the person of this chat, newest first; None: as the operator."""
    return await _rows(connection, _whose(chat_id), *_open(now))


async def every_open(connection: AsyncConnection, now: datetime) -> list[SessionRow]:
    """Everybody who is signed in, newest first."""
    return await _rows(connection, *_open(now))


async def add(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(ConsoleSession).values(values).returning(ConsoleSession.id))
    return made.scalar_one()


async def change(connection: AsyncConnection, session_id: int, values: dict[str, Any]) -> None:
    """Write the changed columns."""
    await connection.execute(update(ConsoleSession).where(ConsoleSession.id == session_id).values(values))


async def end(connection: AsyncConnection, session_id: int, now: datetime) -> bool:
    """Sign this browser out; False when it was."""
    return await _end(connection, now, ConsoleSession.id == session_id) == 1


async def end_of(connection: AsyncConnection, chat_id: int | None, now: datetime, *, but: int = 0) -> int:
    """Sign a person out everywhere `but` in one session; None: the operator. Returns how many ended."""
    return await _end(connection, now, _whose(chat_id), ConsoleSession.id != but)


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Throw away what was over by then; returns how many."""
    over = or_(ConsoleSession.expires_at < before, ConsoleSession.ended_at < before)
    return (await connection.execute(delete(ConsoleSession).where(over))).rowcount


def _whose(chat_id: int | None) -> ColumnElement[bool]:
    return ConsoleSession.operator.is_(True) if chat_id is None else ConsoleSession.chat_id == chat_id


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        ConsoleSession.ended_at.is_(None),
        ConsoleSession.expires_at > now,
        ConsoleSession.last_seen_at > now - IDLE,
    )


async def _end(connection: AsyncConnection, now: datetime, *conditions: ColumnElement[bool]) -> int:
    ended = await connection.execute(
        update(ConsoleSession).where(*conditions, *_open(now)).values(ended_at=now)
    )
    return ended.rowcount


async def _rows(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[SessionRow]:
    rows = await connection.execute(_SESSION.where(*conditions).order_by(ConsoleSession.id.desc()))
    return [SessionRow(**{**row, "operator": bool(row["operator"])}) for row in rows.mappings()]
