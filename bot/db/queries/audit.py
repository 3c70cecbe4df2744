"""The chain of the audit. None of these commits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import AuditEntry, AuditHead

THE_ONE = 1
_BATCH = 5_000
ENTRY: tuple[Any, ...] = (
    AuditEntry.number,
    AuditEntry.at,
    AuditEntry.role,
    AuditEntry.member_id,
    AuditEntry.what,
    AuditEntry.referral_id,
    AuditEntry.taalhuis_id,
    AuditEntry.about,
    AuditEntry.detail,
    AuditEntry.digest,
)


@dataclass(frozen=True, slots=True)
class Head:
    """The last number and digest of the chain, and the seal over both; `seal` is empty while there are no
    entries.
    """

    number: int
    digest: bytes
    seal: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `detail` is JSON, "" for none."""

    number: int
    at: datetime
    role: str
    member_id: int | None
    what: str
    referral_id: int | None
    taalhuis_id: int | None
    about: str
    detail: str
    digest: bytes


async def hold_head(connection: AsyncConnection) -> Head:
    """The end of the chain, which nobody else adds to until the commit. SQLite has one writer anyway."""
    row = (await connection.execute(_head().with_for_update())).one()
    return Head(row.number, row.digest, row.seal)


async def head(connection: AsyncConnection) -> Head:
    """The end of the chain as it stands; others may add to it."""
    row = (await connection.execute(_head())).one()
    return Head(row.number, row.digest, row.seal)


def _head() -> Any:
    return select(AuditHead.number, AuditHead.digest, AuditHead.seal).where(AuditHead.id == THE_ONE)


async def add(connection: AsyncConnection, entries: Sequence[Entry], end: Head) -> None:
    """Add entries, and make `end` the end of the chain."""
    await connection.execute(insert(AuditEntry), [asdict(entry) for entry in entries])
    await connection.execute(
        update(AuditHead)
        .where(AuditHead.id == THE_ONE)
        .values(number=end.number, digest=end.digest, seal=end.seal)
    )


async def in_order(connection: AsyncConnection, *, last: int) -> AsyncIterator[Sequence[Entry]]:
    """All entries from the first up to `last`, a few thousand at a time."""
    reached = 0
    wanted = select(*ENTRY).order_by(AuditEntry.number).limit(_BATCH)
    while reached < last:
        rows = (
            await connection.execute(wanted.where(AuditEntry.number > reached, AuditEntry.number <= last))
        ).all()
        if not rows:
            return
        reached = rows[-1].number
        yield [Entry(*row) for row in rows]


async def beyond(connection: AsyncConnection, *, limit: int) -> list[int]:
    """Numbers outside the chain: behind its end, or before its first. One statement sees one moment."""
    end = select(AuditHead.number).where(AuditHead.id == THE_ONE).scalar_subquery()
    outside = (AuditEntry.number > end) | (AuditEntry.number < 1)
    rows = await connection.scalars(
        select(AuditEntry.number).where(outside).order_by(AuditEntry.number).limit(limit)
    )
    return list(rows)


async def digest_of(connection: AsyncConnection, number: int) -> bytes | None:
    """The digest of one entry; None when there is none of this number."""
    return await connection.scalar(select(AuditEntry.digest).where(AuditEntry.number == number))


async def latest_at(connection: AsyncConnection, what: str) -> datetime | None:
    """When this was last written down; None for never."""
    found: datetime | None = await connection.scalar(
        select(func.max(AuditEntry.at)).where(AuditEntry.what == what)
    )
    return found
