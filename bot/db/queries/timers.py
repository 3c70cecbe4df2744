"""Timers: set, claim, move, end. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Timer


@dataclass(frozen=True, slots=True)
class NewTimer:
    """`key` is unique for ever. `wall_at` is "YYYY-MM-DDTHH:MM" in `zone`; `due_at` the same in UTC."""

    key: str
    kind: str
    chat_id: int
    draft: int
    days: int
    due_at: datetime
    wall_at: str
    zone: str


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer that this process has claimed."""

    id: int
    key: str
    kind: str
    chat_id: int
    draft: int
    days: int


async def known(connection: AsyncConnection, key: str) -> bool:
    """Was this timer ever set?"""
    return await connection.scalar(select(Timer.id).where(Timer.key == key)) is not None


async def add(connection: AsyncConnection, timers: Sequence[NewTimer]) -> None:
    """Set timers."""
    await connection.execute(
        insert(Timer),
        [
            {
                "key": timer.key,
                "kind": timer.kind,
                "chat_id": timer.chat_id,
                "draft": timer.draft,
                "days": timer.days,
                "due_at": timer.due_at,
                "wall_at": timer.wall_at,
                "zone": timer.zone,
            }
            for timer in timers
        ],
    )


async def any_due(connection: AsyncConnection, now: datetime) -> bool:
    """A look without a lock, so that an idle process writes nothing."""
    found = select(Timer.id).where(Timer.done_at.is_(None), Timer.due_at <= now).limit(1)
    return await connection.scalar(found) is not None


async def claim(
    connection: AsyncConnection, now: datetime, *, me: str, until: datetime, limit: int
) -> list[DueTimer]:
    """Take at most `limit` due timers for this process; each goes to one process only, until `until`."""
    due = (
        select(Timer.id)
        .where(
            Timer.done_at.is_(None),
            Timer.due_at <= now,
            or_(Timer.claim_until.is_(None), Timer.claim_until <= now),
        )
        .order_by(Timer.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = await connection.execute(
        update(Timer)
        .where(Timer.id.in_(due))
        .values(claimed_by=me, claim_until=until)
        .returning(Timer.id, Timer.key, Timer.kind, Timer.chat_id, Timer.draft, Timer.days)
    )
    return [DueTimer(**row) for row in rows.mappings()]


async def move(connection: AsyncConnection, timer_id: int, due_at: datetime, wall_at: str) -> None:
    """It was too early: come back at another moment."""
    await connection.execute(
        update(Timer)
        .where(Timer.id == timer_id)
        .values(due_at=due_at, wall_at=wall_at, claimed_by=None, claim_until=None)
    )


async def end(connection: AsyncConnection, timer_id: int, now: datetime, outcome: str) -> None:
    """It was acted on, or need not be any more; `outcome` says which."""
    await connection.execute(
        update(Timer).where(Timer.id == timer_id).values(done_at=now, outcome=outcome, claimed_by=None)
    )


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Delete timers that ended before this moment; returns how many."""
    gone = await connection.execute(delete(Timer).where(Timer.done_at < before))
    return gone.rowcount
