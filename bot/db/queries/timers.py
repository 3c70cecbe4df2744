"""Timers: set, claim, move, end. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Timer
from bot.db.types import Sealed
from bot.domain.humane import wall_text


@dataclass(frozen=True, slots=True)
class NewTimer:
    """`key` is unique for ever. `wall_at` is "YYYY-MM-DDTHH:MM" in `zone`; `due_at` the same in UTC."""

    key: str
    kind: str
    chat_id: int
    due_at: datetime
    wall_at: str
    zone: str
    draft: int = 0
    days: int = 0
    referral_id: int | None = None
    about: int = 0
    version: int = 0
    body: Sealed | None = None


def new_timer(
    *,
    key: str,
    kind: str,
    chat_id: int,
    due_at: datetime,
    zone: ZoneInfo,
    draft: int = 0,
    days: int = 0,
    referral_id: int | None = None,
    about: int = 0,
    version: int = 0,
    body: Sealed | None = None,
) -> NewTimer:
    """A timer for a moment, with its wall time in this zone."""
    wall_at = wall_text(due_at, zone)
    return NewTimer(
        key, kind, chat_id, due_at, wall_at, zone.key, draft, days, referral_id, about, version, body
    )


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer that this process has claimed, or holds. The fields are those of `bot.db.models.Timer`."""

    id: int
    key: str
    kind: str
    chat_id: int
    draft: int
    days: int
    referral_id: int | None
    about: int
    version: int
    body: Sealed | None
    due_at: datetime
    wall_at: str
    zone: str


@dataclass(frozen=True, slots=True)
class LastTimer:
    """Of which timer, and what it counts."""

    id: int
    days: int


_FIELDS = tuple(getattr(Timer, field.name) for field in fields(DueTimer))


async def known(connection: AsyncConnection, key: str) -> bool:
    """Was this timer ever set?"""
    return await connection.scalar(select(Timer.id).where(Timer.key == key)) is not None


# Each database has its own word for it.
_ADD_ONCE = {
    "sqlite": sqlite.insert(Timer).on_conflict_do_nothing(index_elements=[Timer.key]),
    "postgresql": postgresql.insert(Timer).on_conflict_do_nothing(index_elements=[Timer.key]),
}


async def add_once(connection: AsyncConnection, timer: NewTimer) -> None:
    """Set a timer, unless one with this key was ever set."""
    await connection.execute(_ADD_ONCE[connection.dialect.name], asdict(timer))


async def add(connection: AsyncConnection, timers: Sequence[NewTimer]) -> None:
    """Set timers."""
    if timers:
        await connection.execute(insert(Timer), [asdict(timer) for timer in timers])


async def any_due(connection: AsyncConnection, now: datetime, kinds: Sequence[str]) -> bool:
    """A look without a lock, so that an idle process writes nothing."""
    return bool(await due(connection, now, kinds, limit=1))


async def due(
    connection: AsyncConnection, now: datetime, kinds: Sequence[str], *, limit: int
) -> list[tuple[int, int]]:
    """(id, chat id) of timers of these kinds that are due, the longest overdue first; without a lock."""
    found = (
        select(Timer.id, Timer.chat_id)
        .where(Timer.done_at.is_(None), Timer.due_at <= now, Timer.kind.in_(kinds))
        .order_by(Timer.due_at, Timer.id)
        .limit(limit)
    )
    return [(row.id, row.chat_id) for row in await connection.execute(found)]


async def hold(connection: AsyncConnection, ids: Sequence[int], now: datetime) -> list[DueTimer]:
    """Those of these that are still due, held until the end of the transaction; what another process holds is
    left to it.
    """
    rows = await connection.execute(
        select(*_FIELDS)
        .where(Timer.id.in_(ids), Timer.done_at.is_(None), Timer.due_at <= now)
        .order_by(Timer.due_at, Timer.id)
        .with_for_update(skip_locked=True)
    )
    return [DueTimer(**row) for row in rows.mappings()]


async def claim(
    connection: AsyncConnection, now: datetime, *, kind: str, me: str, until: datetime, limit: int
) -> list[DueTimer]:
    """Take at most `limit` due timers of a kind for this process; each goes to one process only, until
    `until`.
    """
    due = (
        select(Timer.id)
        .where(
            Timer.done_at.is_(None),
            Timer.due_at <= now,
            Timer.kind == kind,
            or_(Timer.claim_until.is_(None), Timer.claim_until <= now),
        )
        .order_by(Timer.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = await connection.execute(
        update(Timer).where(Timer.id.in_(due)).values(claimed_by=me, claim_until=until).returning(*_FIELDS)
    )
    return [DueTimer(**row) for row in rows.mappings()]


async def move(
    connection: AsyncConnection, timer_id: int, due_at: datetime, zone: ZoneInfo, *, days: int | None = None
) -> None:
    """It was too early: come back at another moment, which is kept as wall time in this zone. `days` None
    leaves what the timer counts.
    """
    moment = {"due_at": due_at, "wall_at": wall_text(due_at, zone), "zone": zone.key}
    counted = {} if days is None else {"days": days}
    await connection.execute(
        update(Timer)
        .where(Timer.id == timer_id)
        .values(**moment, **counted, claimed_by=None, claim_until=None)
    )


async def hasten(connection: AsyncConnection, key: str, due_at: datetime, wall_at: str) -> bool:
    """Let an open timer come sooner; False when there is none, or it is due by then anyway."""
    moved = await connection.execute(
        update(Timer)
        .where(Timer.key == key, Timer.done_at.is_(None), Timer.due_at > due_at)
        .values(due_at=due_at, wall_at=wall_at)
    )
    return moved.rowcount == 1


async def end(connection: AsyncConnection, timer_id: int, now: datetime, outcome: str) -> None:
    """It was acted on, or need not be any more; `outcome` says which."""
    await connection.execute(
        update(Timer).where(Timer.id == timer_id).values(done_at=now, outcome=outcome, claimed_by=None)
    )


async def end_about(
    connection: AsyncConnection, kinds: Sequence[str], *, about: int, now: datetime, outcome: str
) -> int:
    """End every open timer of these kinds about this row; returns how many."""
    ended = await connection.execute(
        update(Timer)
        .where(Timer.kind.in_(kinds), Timer.about == about, Timer.done_at.is_(None))
        .values(done_at=now, outcome=outcome)
    )
    return ended.rowcount


async def end_of_referral(
    connection: AsyncConnection, referral_id: int, kinds: Sequence[str], *, now: datetime, outcome: str
) -> int:
    """End every open timer of these kinds of a referral; returns how many."""
    ended = await connection.execute(
        update(Timer)
        .where(Timer.referral_id == referral_id, Timer.kind.in_(kinds), Timer.done_at.is_(None))
        .values(done_at=now, outcome=outcome)
    )
    return ended.rowcount


async def last_of_referral(connection: AsyncConnection, referral_id: int, kind: str) -> LastTimer | None:
    """The newest timer of a kind of a referral, while it is open."""
    newest = (
        select(Timer.id, Timer.days, Timer.done_at)
        .where(Timer.referral_id == referral_id, Timer.kind == kind)
        .order_by(Timer.id.desc())
        .limit(1)
    )
    row = (await connection.execute(newest)).one_or_none()
    return LastTimer(row.id, row.days) if row and row.done_at is None else None


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Delete timers that ended before this moment; returns how many."""
    gone = await connection.execute(delete(Timer).where(Timer.done_at < before))
    return gone.rowcount
