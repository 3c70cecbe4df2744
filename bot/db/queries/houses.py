"""Taalhuizen for whoever looks after them. None of these commits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Coverage, Gemeente, Member, Region, Taalhuis
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class HouseRow:
    """Everything of a Taalhuis; the fields are those of `bot.db.models.Taalhuis`. `gemeente` and `region` are
    names, `region_id` is None for a gemeente without one.
    """

    id: int
    code: str
    name: str
    street: str
    postcode: str
    town: str
    latitude: float
    longitude: float
    gemeente_code: str
    opening_hours: str
    walk_in_hours: str
    offers: list[str]
    forms: list[str]
    phone: str
    email: str
    website: str
    active: bool
    closed_until: date | None
    auto_accept: bool
    offer_mode: str
    demo: bool
    updated_at: datetime
    gemeente: str
    region_id: int | None
    region: str
    coverage: tuple[tuple[int, int], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff, and whether they hear of what happens at the house."""

    id: int
    name: Sealed
    notified: bool


_OWN = tuple(one.name for one in fields(HouseRow) if hasattr(Taalhuis, one.name))
_HOUSE = (
    select(
        *(getattr(Taalhuis, name) for name in _OWN),
        Gemeente.name.label("gemeente"),
        Gemeente.region_id,
        Region.name.label("region"),
    )
    .join(Gemeente, Gemeente.code == Taalhuis.gemeente_code)
    .outerjoin(Region, Region.id == Gemeente.region_id)
    .order_by(Taalhuis.name, Taalhuis.id)
)


async def every(connection: AsyncConnection) -> list[HouseRow]:
    """All of them, by name."""
    return await _rows(connection, true())


async def of_ids(connection: AsyncConnection, ids: Collection[int]) -> list[HouseRow]:
    """These, by name."""
    return await _rows(connection, Taalhuis.id.in_(sorted(ids)))


async def of_regions(connection: AsyncConnection, ids: Collection[int]) -> list[HouseRow]:
    """Those of these regions, by name."""
    return await _rows(connection, Gemeente.region_id.in_(sorted(ids)))


async def change(
    connection: AsyncConnection, house: HouseRow, values: dict[str, Any], *, now: datetime
) -> bool:
    """Write these columns, unless somebody changed the house since it was read. The moment of the change is
    always later than the one before, whatever the clocks of the machines say.
    """
    later = max(now, house.updated_at + timedelta(microseconds=1))
    changed = await connection.execute(
        update(Taalhuis)
        .where(Taalhuis.id == house.id, Taalhuis.updated_at == house.updated_at)
        .values(**values, updated_at=later)
    )
    return changed.rowcount == 1


async def put_coverage(
    connection: AsyncConnection, taalhuis_id: int, ranges: Sequence[tuple[int, int]]
) -> None:
    """These ranges of postcodes instead of those before."""
    await connection.execute(delete(Coverage).where(Coverage.taalhuis_id == taalhuis_id))
    if ranges:
        rows = [{"taalhuis_id": taalhuis_id, "first": first, "last": last} for first, last in ranges]
        await connection.execute(insert(Coverage), rows)


# ── Who hears of what happens ───────────────────────────────────────────────────────────────────────────


async def staff_of(connection: AsyncConnection, taalhuis_id: int) -> list[StaffRow]:
    """The staff of a house, in the order of joining."""
    rows = await connection.execute(
        select(Member.id, Member.name, Member.notified).where(*_staff(taalhuis_id)).order_by(Member.id)
    )
    return [StaffRow(*row) for row in rows]


async def notified(connection: AsyncConnection, taalhuis_id: int) -> frozenset[int]:
    """Who of the staff hears of what happens, as members."""
    rows = await connection.execute(select(Member.id).where(*_staff(taalhuis_id), Member.notified))
    return frozenset(member_id for (member_id,) in rows)


async def notify(connection: AsyncConnection, member_ids: Collection[int], *, hears: bool) -> None:
    """From now on these hear of it, or do not."""
    if member_ids:
        changed = update(Member).where(Member.id.in_(sorted(member_ids))).values(notified=hears)
        await connection.execute(changed)


def _staff(taalhuis_id: int) -> tuple[ColumnElement[bool], ...]:
    return Member.taalhuis_id == taalhuis_id, Member.role == "staff", Member.ended_at.is_(None)


async def _rows(connection: AsyncConnection, which: ColumnElement[bool]) -> list[HouseRow]:
    found = (await connection.execute(_HOUSE.where(which))).mappings().all()
    ranges: dict[int, list[tuple[int, int]]] = {row["id"]: [] for row in found}
    covered = await connection.execute(
        select(Coverage.taalhuis_id, Coverage.first, Coverage.last)
        .join(Taalhuis, Taalhuis.id == Coverage.taalhuis_id)
        .join(Gemeente, Gemeente.code == Taalhuis.gemeente_code)
        .where(which)
        .order_by(Coverage.first)
    )
    for taalhuis_id, first, last in covered:
        ranges[taalhuis_id].append((first, last))
    return [
        HouseRow(**{**row, "region": row["region"] or "", "coverage": tuple(ranges[row["id"]])})
        for row in found
    ]
