"""Where somebody can get a role: Taalhuizen and regions, for whoever invites. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Region, Taalhuis


@dataclass(frozen=True, slots=True)
class PlaceOfWork:
    """A Taalhuis, or a region, which has no code."""

    id: int
    code: str
    name: str


async def houses(connection: AsyncConnection) -> list[PlaceOfWork]:
    """Every Taalhuis, by code."""
    rows = await connection.execute(select(Taalhuis.id, Taalhuis.code, Taalhuis.name).order_by(Taalhuis.code))
    return [PlaceOfWork(row.id, row.code, row.name) for row in rows]


async def regions(connection: AsyncConnection) -> list[PlaceOfWork]:
    """Every region, by name."""
    rows = await connection.execute(select(Region.id, Region.name).order_by(Region.name))
    return [PlaceOfWork(row.id, "", row.name) for row in rows]
