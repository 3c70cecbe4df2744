"""The Taalhuizen, gemeenten and regions of which there can be a report. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Gemeente, Region, Taalhuis


@dataclass(frozen=True, slots=True)
class Places:
    """Names by code or number, and what is in what."""

    regions: dict[int, str]
    gemeenten: dict[str, tuple[str, int | None]]
    houses: dict[int, Row[int, str, str, str]]
    """(id, code, name, gemeente_code) by id."""

    def region_of(self, gemeente_code: str) -> int | None:
        """The region of a gemeente; None for one that is in none, or is not known here."""
        return self.gemeenten.get(gemeente_code, ("", None))[1]

    def region_of_house(self, taalhuis_id: int) -> int | None:
        house = self.houses.get(taalhuis_id)
        return self.region_of(house.gemeente_code) if house else None

    @property
    def placed(self) -> tuple[str, ...]:
        """The gemeenten that are in a region."""
        return tuple(sorted(code for code, (_, region) in self.gemeenten.items() if region is not None))


async def places(connection: AsyncConnection) -> Places:
    """All of them."""
    regions = await connection.execute(select(Region.id, Region.name).order_by(Region.name))
    gemeenten = await connection.execute(
        select(Gemeente.code, Gemeente.name, Gemeente.region_id).order_by(Gemeente.name)
    )
    houses = await connection.execute(
        select(Taalhuis.id, Taalhuis.code, Taalhuis.name, Taalhuis.gemeente_code).order_by(Taalhuis.code)
    )
    return Places(
        {row.id: row.name for row in regions},
        {row.code: (row.name, row.region_id) for row in gemeenten},
        {row.id: row for row in houses},
    )


async def one_moment(connection: AsyncConnection) -> None:
    """Everything that this transaction reads from now on is of one moment; SQLite does that by itself."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
