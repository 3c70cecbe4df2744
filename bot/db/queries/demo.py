"""What only the demo asks: what falls due next, and where somebody signed up last. None of these commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Chat, Gemeente, Referral, Taalhuis, Timer


async def next_due(connection: AsyncConnection, after: datetime) -> datetime | None:
    """When the next timer falls due; None when there is none after that moment."""
    due = select(func.min(Timer.due_at)).where(Timer.done_at.is_(None), Timer.due_at > after)
    return await connection.scalar(due)


async def next_reminder(
    connection: AsyncConnection, after: datetime, *, appointment: str, draft: str
) -> datetime | None:
    """When somebody is reminded next, of an appointment or of a sign-up that is not finished; the arguments
    name these kinds of timer. That of a sign-up which was sent meanwhile reminds nobody.
    """
    of_draft = and_(Timer.kind == draft, Timer.draft == Chat.draft)
    due = (
        select(func.min(Timer.due_at))
        .join(Chat, Chat.id == Timer.chat_id)
        .where(Timer.done_at.is_(None), Timer.due_at > after, or_(Timer.kind == appointment, of_draft))
    )
    return await connection.scalar(due)


async def house_ids(connection: AsyncConnection) -> list[int]:
    """Every Taalhuis."""
    return list(await connection.scalars(select(Taalhuis.id).order_by(Taalhuis.id)))


async def region_ids(connection: AsyncConnection) -> list[int]:
    """Every arbeidsmarktregio that a Taalhuis is in."""
    of_houses = select(Gemeente.region_id).join(Taalhuis, Taalhuis.gemeente_code == Gemeente.code)
    found = await connection.scalars(of_houses.distinct().order_by(Gemeente.region_id))
    return [one for one in found if one is not None]


async def newest_house_id(connection: AsyncConnection) -> int | None:
    """The Taalhuis of the newest sign-up, after a transfer the one that it is at now."""
    newest = select(Referral.taalhuis_id).where(Referral.taalhuis_id.is_not(None))
    return await connection.scalar(newest.order_by(Referral.id.desc()).limit(1))
