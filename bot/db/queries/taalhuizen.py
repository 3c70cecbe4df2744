"""Taalhuizen: read them for matching, and write what an import brings. None of these commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Coverage, Gemeente, Region, Taalhuis
from bot.domain.matching import TaalhuisOnMap

# As many values as a statement of SQLite surely takes.
_AT_ONCE = 500
Version = tuple[tuple[int, datetime], ...]
"""(id, changed at) of every Taalhuis. A few hundred pairs; their newest moment alone would miss an import
from a machine whose clock runs behind.
"""


async def version(connection: AsyncConnection) -> Version:
    """Changes whenever a Taalhuis was added, changed or taken away."""
    rows = await connection.execute(select(Taalhuis.id, Taalhuis.updated_at).order_by(Taalhuis.id))
    return tuple((row.id, row.updated_at) for row in rows)


_ON_MAP = (
    Taalhuis.id,
    Taalhuis.code,
    Taalhuis.name,
    Taalhuis.street,
    Taalhuis.town,
    Taalhuis.latitude,
    Taalhuis.longitude,
    Taalhuis.gemeente_code,
    Taalhuis.active,
    Taalhuis.closed_until,
    Taalhuis.phone,
    Taalhuis.opening_hours,
    Taalhuis.offers,
)


async def on_map(connection: AsyncConnection) -> Sequence[TaalhuisOnMap]:
    """All of them, as matching wants them."""
    coverage: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for taalhuis_id, first, last in await connection.execute(
        select(Coverage.taalhuis_id, Coverage.first, Coverage.last)
    ):
        coverage[taalhuis_id].append((first, last))
    houses = await connection.execute(select(*_ON_MAP).order_by(Taalhuis.code))
    return [
        TaalhuisOnMap(
            **{**house, "offers": frozenset(house["offers"]), "coverage": tuple(coverage[house["id"]])}
        )
        for house in houses.mappings()
    ]


_ID_OF = select(Taalhuis.id).where(Taalhuis.code == bindparam("code"))


async def id_of(connection: AsyncConnection, code: str) -> int | None:
    """By code."""
    return await connection.scalar(_ID_OF, {"code": code})


async def place_of(
    connection: AsyncConnection, taalhuis_id: int
) -> Row[str, str, str, float, float, str] | None:
    """(name, street, town, latitude, longitude, phone) of one house, as people are told of it."""
    found = await connection.execute(
        select(
            Taalhuis.name,
            Taalhuis.street,
            Taalhuis.town,
            Taalhuis.latitude,
            Taalhuis.longitude,
            Taalhuis.phone,
        ).where(Taalhuis.id == taalhuis_id)
    )
    return found.one_or_none()


async def put_region(connection: AsyncConnection, name: str) -> int:
    """The id of an arbeidsmarktregio; made when it is new."""
    known = await connection.scalar(select(Region.id).where(Region.name == name))
    if known is not None:
        return known
    made = await connection.execute(insert(Region).values(name=name).returning(Region.id))
    return made.scalar_one()


async def put_gemeente(connection: AsyncConnection, code: str, values: dict[str, Any]) -> None:
    """Make or change a gemeente."""
    if await connection.scalar(select(Gemeente.code).where(Gemeente.code == code)) is None:
        await connection.execute(insert(Gemeente).values(code=code, **values))
    else:
        await connection.execute(update(Gemeente).where(Gemeente.code == code).values(values))


async def add(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Make these Taalhuizen, all with the same columns."""
    if rows:
        await connection.execute(insert(Taalhuis), list(rows))


async def change(connection: AsyncConnection, taalhuis_id: int, values: dict[str, Any]) -> None:
    """Write the columns of one."""
    await connection.execute(update(Taalhuis).where(Taalhuis.id == taalhuis_id).values(values))


async def put_coverage(connection: AsyncConnection, ranges: Mapping[str, Sequence[tuple[int, int]]]) -> None:
    """By code, the ranges that these houses serve from now on."""
    ids: dict[str, int] = {}
    codes = list(ranges)
    for start in range(0, len(codes), _AT_ONCE):
        some = codes[start : start + _AT_ONCE]
        found = await connection.execute(select(Taalhuis.code, Taalhuis.id).where(Taalhuis.code.in_(some)))
        mine = {code: taalhuis_id for code, taalhuis_id in found}
        await connection.execute(delete(Coverage).where(Coverage.taalhuis_id.in_(sorted(mine.values()))))
        ids |= mine
    rows = [
        {"taalhuis_id": ids[code], "first": first, "last": last}
        for code, some_ranges in ranges.items()
        for first, last in some_ranges
    ]
    if rows:
        await connection.execute(insert(Coverage), rows)
