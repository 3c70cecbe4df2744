"""Where people come from and which region a gemeente is in, for the map. None of these commits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Gemeente, Intake, Referral, Region, Taalhuis
from bot.domain.referral_status import ReferralStatus


@dataclass(frozen=True, slots=True)
class RegionRow:
    """An arbeidsmarktregio."""

    id: int
    name: str


async def regions(connection: AsyncConnection) -> list[RegionRow]:
    """All of them, by name."""
    rows = await connection.execute(select(Region.id, Region.name).order_by(Region.name))
    return [RegionRow(*row) for row in rows]


async def regions_of_houses(connection: AsyncConnection, houses: Collection[int]) -> frozenset[int]:
    """The regions that these Taalhuizen are in."""
    rows = await connection.execute(
        select(Gemeente.region_id)
        .join(Taalhuis, Taalhuis.gemeente_code == Gemeente.code)
        .where(Taalhuis.id.in_(sorted(houses)), Gemeente.region_id.is_not(None))
    )
    return frozenset(region_id for (region_id,) in rows if region_id is not None)


async def gemeenten(connection: AsyncConnection, region_id: int) -> frozenset[str]:
    """The codes of those gemeenten of a region that a Taalhuis was imported for."""
    rows = await connection.execute(select(Gemeente.code).where(Gemeente.region_id == region_id))
    return frozenset(code for (code,) in rows)


async def people(
    connection: AsyncConnection, codes: Collection[str], since: datetime, until: datetime | None
) -> dict[tuple[str, int | None], int]:
    """By gemeente and Taalhuis, how many people signed up from then until just before `until`, or until now;
    a sign-up that was the same one twice counts once.
    """
    rows = await connection.execute(
        select(Intake.gemeente_code, Referral.taalhuis_id, func.count(Intake.id))
        .join(Referral, Referral.intake_id == Intake.id)
        .where(
            Intake.gemeente_code.in_(sorted(codes)),
            Intake.submitted_at >= since,
            *(() if until is None else (Intake.submitted_at < until,)),
            Referral.status != ReferralStatus.DUPLICATE,
        )
        .group_by(Intake.gemeente_code, Referral.taalhuis_id)
    )
    return {(code, taalhuis_id): many for code, taalhuis_id, many in rows}
