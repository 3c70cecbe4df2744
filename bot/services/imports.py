"""Takes over a checked file of Taalhuizen: first the differences, house by house and field by field, and then
exactly these, all in one transaction.

A house that is known by its code gets the values of the file; one that the file does not name stays as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import houses, taalhuizen
from bot.db.queries.houses import HouseRow
from bot.db.session import Database
from bot.geo.taalhuis_file import TaalhuisRow


@dataclass(frozen=True, slots=True)
class Imported:
    """How many houses were made, how many changed, and how many were as the file says already."""

    made: int
    changed: int
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One field that the file changes, in words as the file writes them."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Differs:
    """A house that is other in the file."""

    row: TaalhuisRow
    house: HouseRow
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking over this file would do. `absent` are known houses that it does not name."""

    rows: Sequence[TaalhuisRow]
    new: tuple[TaalhuisRow, ...]
    changed: tuple[Differs, ...]
    unchanged: tuple[TaalhuisRow, ...]
    absent: tuple[HouseRow, ...]

    @property
    def digest(self) -> str:
        """The same for two plans that would do the same."""
        told = [
            [repr(row) for row in self.new],
            [[one.row.code, [[c.field, c.before, c.after] for c in one.changes]] for one in self.changed],
            [house.code for house in self.absent],
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


async def planned(connection: AsyncConnection, rows: Sequence[TaalhuisRow]) -> Plan:
    """Hold the file against what is known."""
    known = {house.code: house for house in await houses.every(connection)}
    differing = [(row, known[row.code], _changes(row, known[row.code])) for row in rows if row.code in known]
    named = {row.code for row in rows}
    return Plan(
        rows=rows,
        new=tuple(row for row in rows if row.code not in known),
        changed=tuple(Differs(row, house, changes) for row, house, changes in differing if changes),
        unchanged=tuple(row for row, _, changes in differing if not changes),
        absent=tuple(house for house in known.values() if house.code not in named),
    )


async def take_over(connection: AsyncConnection, plan: Plan, now: datetime) -> Imported:
    """Do what the plan says, which was made in this transaction."""
    regions: dict[str, int] = {}
    for name in {row.arbeidsmarktregio: None for row in plan.rows}:
        regions[name] = await taalhuizen.put_region(connection, name)
    for code, row in {row.gemeente_code: row for row in plan.rows}.items():
        values = {"name": row.gemeente, "region_id": regions[row.arbeidsmarktregio]}
        await taalhuizen.put_gemeente(connection, code, values)
    made = [{"code": row.code, **_values(row), "updated_at": now} for row in plan.new]
    # Two modes would be two shapes of a row: what the file leaves open begins as in the schema.
    await taalhuizen.add(connection, [{"offer_mode": "one", **values} for values in made])
    for one in plan.changed:
        later = max(now, one.house.updated_at + timedelta(microseconds=1))
        await taalhuizen.change(connection, one.house.id, {**_values(one.row), "updated_at": later})
    await taalhuizen.put_coverage(
        connection, {row.code: row.coverage for row in (*plan.new, *(one.row for one in plan.changed))}
    )
    return Imported(len(plan.new), len(plan.changed), len(plan.unchanged))


async def import_taalhuizen(database: Database, rows: Sequence[TaalhuisRow], now: datetime) -> Imported:
    """Write the rows, without asking."""
    async with database.transaction() as connection:
        return await take_over(connection, await planned(connection, rows), now)


def _values(row: TaalhuisRow) -> dict[str, object]:
    return {
        **{name: getattr(row, name) for name in _SAME},
        "offers": list(row.offers),
        "forms": list(row.forms),
        # Staff can change it: an import that says nothing of it leaves it alone.
        **({"offer_mode": row.offer_mode} if row.offer_mode else {}),
    }


_SAME = (
    *("name", "street", "postcode", "town", "latitude", "longitude", "gemeente_code", "opening_hours"),
    *("walk_in_hours", "phone", "email", "website", "active", "closed_until", "auto_accept", "demo"),
)


def _changes(row: TaalhuisRow, house: HouseRow) -> tuple[Change, ...]:
    after = {**_values(row), "arbeidsmarktregio": row.arbeidsmarktregio, "coverage": row.coverage}
    before = {
        **{name: getattr(house, name) for name in after if hasattr(house, name)},
        "arbeidsmarktregio": house.region,
    }
    return tuple(
        Change(name, in_words(before[name]), in_words(value))
        for name, value in after.items()
        if value != before[name]
    )


def in_words(value: object) -> str:
    """A value as the file writes it."""
    match value:
        case bool():
            return "ja" if value else "nee"
        case None:
            return ""
        case date():
            return value.isoformat()
        case list() | tuple():
            return ";".join(_range(item) if isinstance(item, tuple) else str(item) for item in value)
        case _:
            return str(value)


def _range(item: tuple[int, int]) -> str:
    first, last = item
    return str(first) if first == last else f"{first}-{last}"
