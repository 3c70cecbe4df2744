"""The sign-ups of a house as a list, oldest first, a page at a time. None of these commits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Intake, Learner, Member, Referral
from bot.db.types import Sealed
from bot.domain.referral_status import CLOSED


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One sign-up of the list. `staff` is the name of who looks after it."""

    id: int
    status: str
    first_name: Sealed
    place: str
    submitted_at: datetime
    staff: Sealed | None


_closed_last = case((Referral.status.in_(sorted(CLOSED)), 1), else_=0)


async def page(
    connection: AsyncConnection,
    houses: Collection[int],
    statuses: Collection[str],
    *,
    offset: int,
    limit: int,
) -> list[QueueRow]:
    """Those of these houses in these states, from this place on; what is closed comes last."""
    rows = await connection.execute(
        select(
            Referral.id,
            Referral.status,
            Learner.first_name,
            Intake.place,
            Intake.submitted_at,
            Member.name.label("staff"),
        )
        .join(Intake, Intake.id == Referral.intake_id)
        .join(Learner, Learner.id == Intake.learner_id)
        .outerjoin(Member, Member.id == Referral.staff_id)
        .where(Referral.taalhuis_id.in_(houses), Referral.status.in_(sorted(statuses)))
        .order_by(_closed_last, Intake.submitted_at, Referral.id)
        .offset(offset)
        .limit(limit)
    )
    return [QueueRow(**row) for row in rows.mappings()]


async def counts(connection: AsyncConnection, houses: Collection[int]) -> dict[str, int]:
    """How many are in each state at these houses; states without any are not in it."""
    rows = await connection.execute(
        select(Referral.status, func.count(Referral.id))
        .where(Referral.taalhuis_id.in_(houses))
        .group_by(Referral.status)
    )
    return {status: many for status, many in rows}
