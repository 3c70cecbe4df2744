"""Invites: links that give somebody a role, once. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Invite, Region, Taalhuis


@dataclass(frozen=True, slots=True)
class InviteRow:
    """An invite without its token, which nobody knows any more. `taalhuis` and `region` are names, "" when it
    is for the other of the two.
    """

    id: int
    role: str
    taalhuis_id: int | None
    region_id: int | None
    taalhuis: str
    region: str
    made_by: int | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Can somebody still join by it?"""
        return self.used_at is None and self.revoked_at is None and self.expires_at > now


_INVITE = (
    select(
        Invite.id,
        Invite.role,
        Invite.taalhuis_id,
        Invite.region_id,
        Taalhuis.name.label("taalhuis"),
        Region.name.label("region"),
        Invite.made_by,
        Invite.created_at,
        Invite.expires_at,
        Invite.used_at,
        Invite.revoked_at,
    )
    .outerjoin(Taalhuis, Taalhuis.id == Invite.taalhuis_id)
    .outerjoin(Region, Region.id == Invite.region_id)
    .order_by(Invite.id)
)


async def add(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(Invite).values(values).returning(Invite.id))
    return made.scalar_one()


async def by_hash(connection: AsyncConnection, token_hash: bytes) -> InviteRow | None:
    """The invite with this token, open or not."""
    found = await _rows(connection, Invite.token_hash == token_hash)
    return found[0] if found else None


async def get(connection: AsyncConnection, invite_id: int) -> InviteRow | None:
    """One invite, open or not."""
    found = await _rows(connection, Invite.id == invite_id)
    return found[0] if found else None


async def open_of_house(connection: AsyncConnection, taalhuis_id: int, now: datetime) -> Sequence[InviteRow]:
    """Those of a Taalhuis by which somebody can still join, the oldest first."""
    return await _rows(connection, Invite.taalhuis_id == taalhuis_id, *_open(now))


async def every_open(connection: AsyncConnection, now: datetime) -> Sequence[InviteRow]:
    """All by which somebody can still join, the oldest first."""
    return await _rows(connection, *_open(now))


async def use(connection: AsyncConnection, invite_id: int, now: datetime) -> bool:
    """Take it, if it is still open; of two at the same moment one gets True."""
    taken = await connection.execute(
        update(Invite).where(Invite.id == invite_id, *_open(now)).values(used_at=now)
    )
    return taken.rowcount == 1


async def used_by(connection: AsyncConnection, invite_id: int, member_id: int) -> None:
    """Note who joined by it."""
    await connection.execute(update(Invite).where(Invite.id == invite_id).values(used_by=member_id))


async def revoke(connection: AsyncConnection, invite_id: int, now: datetime) -> bool:
    """Take it back; False when nobody could join by it any more."""
    taken = await connection.execute(
        update(Invite).where(Invite.id == invite_id, *_open(now)).values(revoked_at=now)
    )
    return taken.rowcount == 1


async def revoke_of(connection: AsyncConnection, member_id: int, now: datetime) -> None:
    """Take back what this member has made and nobody has used."""
    await connection.execute(
        update(Invite).where(Invite.made_by == member_id, *_open(now)).values(revoked_at=now)
    )


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Invite.used_at.is_(None), Invite.revoked_at.is_(None), Invite.expires_at > now


async def _rows(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[InviteRow]:
    rows = await connection.execute(_INVITE.where(*conditions))
    return [
        InviteRow(**{**row, "taalhuis": row["taalhuis"] or "", "region": row["region"] or ""})
        for row in rows.mappings()
    ]
