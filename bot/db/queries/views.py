"""Lists of the queue that somebody keeps by name. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import SavedView
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One of them; `first` when the queue opens with it."""

    id: int
    name: Sealed
    query: str
    first: bool


async def of_chat(connection: AsyncConnection, chat_id: int) -> list[ViewRow]:
    """Those of a person, in the order in which they were made."""
    rows = await connection.execute(
        select(SavedView.id, SavedView.name, SavedView.query, SavedView.first)
        .where(SavedView.chat_id == chat_id)
        .order_by(SavedView.id)
    )
    return [ViewRow(**row) for row in rows.mappings()]


async def count(connection: AsyncConnection, chat_id: int) -> int:
    """How many a person keeps."""
    return await connection.scalar(select(func.count()).where(SavedView.chat_id == chat_id)) or 0


async def add(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(SavedView).values(values).returning(SavedView.id))
    return made.scalar_one()


async def rename(connection: AsyncConnection, chat_id: int, view_id: int, name: Sealed) -> bool:
    """False when this person has no such view."""
    done = await connection.execute(update(SavedView).where(_theirs(chat_id, view_id)).values(name=name))
    return done.rowcount == 1


async def open_first(connection: AsyncConnection, chat_id: int, view_id: int) -> bool:
    """From now on the queue opens with this one, or with none for 0. False when there is no such view."""
    if view_id and not await connection.scalar(select(SavedView.id).where(_theirs(chat_id, view_id))):
        return False
    chosen = case((SavedView.id == view_id, True), else_=False)
    await connection.execute(update(SavedView).where(SavedView.chat_id == chat_id).values(first=chosen))
    return True


async def remove(connection: AsyncConnection, chat_id: int, view_id: int) -> bool:
    """False when this person has no such view."""
    done = await connection.execute(delete(SavedView).where(_theirs(chat_id, view_id)))
    return done.rowcount == 1


def _theirs(chat_id: int, view_id: int) -> ColumnElement[bool]:
    return and_(SavedView.id == view_id, SavedView.chat_id == chat_id)
