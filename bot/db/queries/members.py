"""Members: who holds which role where. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Chat, Gemeente, Member, Taalhuis
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One role of one chat. `taalhuis` is the name of the house, "" for regional staff, whose `region_id` is
    set. `unreachable`: the person blocked us.
    """

    id: int
    chat_id: int
    role: str
    taalhuis_id: int | None
    region_id: int | None
    taalhuis: str
    name: Sealed
    language: str
    channel: str
    unreachable: bool
    joined_at: datetime
    ended_at: datetime | None
    paused_until: date | None


_MEMBER = (
    select(
        Member.id,
        Member.chat_id,
        Member.role,
        Member.taalhuis_id,
        Member.region_id,
        Taalhuis.name.label("taalhuis"),
        Member.name,
        Chat.language,
        Chat.channel,
        Chat.unreachable_at.is_not(None).label("unreachable"),
        Member.joined_at,
        Member.ended_at,
        Member.paused_until,
    )
    .join(Chat, Chat.id == Member.chat_id)
    .outerjoin(Taalhuis, Taalhuis.id == Member.taalhuis_id)
    .order_by(Member.id)
)


async def of_chat(connection: AsyncConnection, chat_id: int) -> list[MemberRow]:
    """The roles that this chat holds now, oldest first."""
    return await _rows(connection, Member.chat_id == chat_id, Member.ended_at.is_(None))


async def get(connection: AsyncConnection, member_id: int) -> MemberRow | None:
    """One role, ended or not."""
    found = await _rows(connection, Member.id == member_id)
    return found[0] if found else None


async def of_house(connection: AsyncConnection, taalhuis_id: int, role: str) -> list[MemberRow]:
    """Who holds this role at this Taalhuis now."""
    return await _rows(
        connection, Member.taalhuis_id == taalhuis_id, Member.role == role, Member.ended_at.is_(None)
    )


async def of_region_of(connection: AsyncConnection, taalhuis_id: int) -> list[MemberRow]:
    """The regional staff of the arbeidsmarktregio that this Taalhuis is in."""
    region = (
        select(Gemeente.region_id)
        .join(Taalhuis, Taalhuis.gemeente_code == Gemeente.code)
        .where(Taalhuis.id == taalhuis_id)
        .scalar_subquery()
    )
    return await _rows(
        connection, Member.role == "regional", Member.region_id == region, Member.ended_at.is_(None)
    )


async def add(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(Member).values(values).returning(Member.id))
    return made.scalar_one()


async def change(connection: AsyncConnection, member_id: int, values: dict[str, Any]) -> None:
    """Write the changed columns."""
    await connection.execute(update(Member).where(Member.id == member_id).values(values))


async def _rows(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[MemberRow]:
    rows = await connection.execute(_MEMBER.where(*conditions))
    return [
        MemberRow(**{**row, "taalhuis": row["taalhuis"] or "", "unreachable": bool(row["unreachable"])})
        for row in rows.mappings()
    ]
