"""Finding entries of the audit. None of these commits; all are quick among millions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import AuditEntry, Intake, Referral
from bot.db.queries.audit import ENTRY, Entry

BATCH = 5_000
_STRAGGLING = timedelta(hours=1)
"""An entry has the moment at which its transaction began, and its number when that ended: numbers and moments
do not rise quite together.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries: those of these houses (None: all), of these sign-ups, of one member, of these kinds,
    from one moment up to but without another.
    """

    houses: Collection[int] | None = None
    referrals: Collection[int] | None = None
    member_id: int | None = None
    whats: Collection[str] = ()
    since: datetime | None = None
    until: datetime | None = None


async def newest(
    connection: AsyncConnection, wanted: Wanted, *, before: int | None, limit: int
) -> list[Entry]:
    """The newest of them, below this number when one is given."""
    conditions = await _conditions(connection, wanted)
    if before is not None:
        conditions.append(AuditEntry.number < before)
    found = select(*ENTRY).where(*conditions).order_by(AuditEntry.number.desc()).limit(limit)
    return [Entry(*row) for row in (await connection.execute(found)).all()]


async def in_order(connection: AsyncConnection, wanted: Wanted) -> AsyncIterator[Sequence[Entry]]:
    """All of them, the oldest first, a few thousand at a time."""
    conditions, reached = await _conditions(connection, wanted), 0
    found = select(*ENTRY).where(*conditions).order_by(AuditEntry.number).limit(BATCH)
    while True:
        rows = (await connection.execute(found.where(AuditEntry.number > reached))).all()
        if not rows:
            return
        reached = rows[-1].number
        yield [Entry(*row) for row in rows]


async def referrals_of_code(connection: AsyncConnection, code: str) -> list[int]:
    """The numbers of the sign-up with this code; none when it is not there, or not any more."""
    found = select(Referral.id).join(Intake, Intake.id == Referral.intake_id).where(Intake.code == code)
    return list(await connection.scalars(found))


async def codes_of(connection: AsyncConnection, referrals: Collection[int]) -> Mapping[int, str]:
    """The codes of these sign-ups by number, of those that are still there."""
    found = select(Referral.id, Intake.code).join(Intake, Intake.id == Referral.intake_id)
    rows = await connection.execute(found.where(Referral.id.in_(referrals)))
    return {number: code for number, code in rows}


async def _conditions(connection: AsyncConnection, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.houses is not None:
        found.append(AuditEntry.taalhuis_id.in_(wanted.houses))
    if wanted.referrals is not None:
        found.append(AuditEntry.referral_id.in_(wanted.referrals))
    if wanted.member_id is not None:
        found.append(AuditEntry.member_id == wanted.member_id)
    if wanted.whats:
        found.append(AuditEntry.what.in_(wanted.whats))
    if wanted.since is not None:
        found.append(AuditEntry.at >= wanted.since)
        found.append(AuditEntry.number >= await _first(connection, wanted.since - _STRAGGLING))
    if wanted.until is not None:
        found.append(AuditEntry.at < wanted.until)
        found.append(AuditEntry.number <= await _last(connection, wanted.until + _STRAGGLING))
    return found


async def _first(connection: AsyncConnection, since: datetime) -> int:
    return await _number(connection, AuditEntry.at >= since, AuditEntry.at) or 2**62


async def _last(connection: AsyncConnection, until: datetime) -> int:
    return await _number(connection, AuditEntry.at < until, AuditEntry.at.desc()) or 0


async def _number(connection: AsyncConnection, condition: ColumnElement[bool], order: Any) -> int | None:
    found: int | None = await connection.scalar(
        select(AuditEntry.number).where(condition).order_by(order).limit(1)
    )
    return found
