"""The chain of the audit. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import AuditEntry, AuditHead

THE_ONE = 1


@dataclass(frozen=True, slots=True)
class Head:
    """The last number and digest of the chain."""

    number: int
    digest: bytes


async def hold_head(connection: AsyncConnection) -> Head:
    """The end of the chain, which nobody else adds to until the commit. SQLite has one writer anyway."""
    wanted = select(AuditHead.number, AuditHead.digest).where(AuditHead.id == THE_ONE)
    row = (await connection.execute(wanted.with_for_update())).one()
    return Head(row.number, row.digest)


async def add(connection: AsyncConnection, entries: Sequence[dict[str, Any]], head: Head) -> None:
    """Add entries, and make `head` the end of the chain."""
    await connection.execute(insert(AuditEntry), list(entries))
    await connection.execute(
        update(AuditHead).where(AuditHead.id == THE_ONE).values(number=head.number, digest=head.digest)
    )
