"""What only the demo asks: what falls due next, and where somebody signed up last. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Referral, Taalhuis, Timer


async def next_due(
    connection: AsyncConnection, after: datetime, kinds: Sequence[str] | None = None
) -> datetime | None:
    """When the next timer falls due, of these kinds or of all; None when there is none after that moment."""
    due = select(func.min(Timer.due_at)).where(Timer.done_at.is_(None), Timer.due_at > after)
    return await connection.scalar(due if kinds is None else due.where(Timer.kind.in_(kinds)))


async def house_ids(connection: AsyncConnection) -> list[int]:
    """Every Taalhuis."""
    return list(await connection.scalars(select(Taalhuis.id).order_by(Taalhuis.id)))


async def newest_house_id(connection: AsyncConnection) -> int | None:
    """The Taalhuis of the newest sign-up, after a transfer the one that it is at now."""
    newest = select(Referral.taalhuis_id).where(Referral.taalhuis_id.is_not(None))
    return await connection.scalar(newest.order_by(Referral.id.desc()).limit(1))
