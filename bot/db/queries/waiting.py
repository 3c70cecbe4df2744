"""Who waits for a person: sign-ups that nobody has acted on, and open tasks. Only the partial indexes of both
are read, and no more of them than `MOST_COUNTED`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from bot.db.models import Referral, Task
from bot.domain.referral_status import ReferralStatus

MOST_COUNTED = 10_000
"""Counting stops here: it is asked every few seconds, and more than this says nothing more."""


# In the very words of the partial index: a database does not look into bound values.
_SUBMITTED: ColumnElement[str] = literal_column(f"'{ReferralStatus.SUBMITTED.value}'")
IS_SUBMITTED: ColumnElement[bool] = Referral.status == _SUBMITTED
"""The referrals of the index `ix_referral_waiting`, and nothing but that index is read for them."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, at most `MOST_COUNTED`, and since when the first of them does; None when nobody."""

    count: int
    oldest_at: datetime | None


async def sign_ups(connection: AsyncConnection) -> Waiting:
    """Referrals that were sent and that no Taalhuis has taken up."""
    return await _look(connection, Referral.created_at, IS_SUBMITTED)


async def open_tasks(connection: AsyncConnection) -> Waiting:
    """Tasks that nobody has done."""
    return await _look(connection, Task.created_at, Task.done_at.is_(None))


async def _look(
    connection: AsyncConnection, since: InstrumentedAttribute[datetime], waits: ColumnElement[bool]
) -> Waiting:
    some = select(since).where(waits).limit(MOST_COUNTED).subquery()
    count = await connection.scalar(select(func.count()).select_from(some)) or 0
    oldest = await connection.scalar(select(since).where(waits).order_by(since).limit(1))
    return Waiting(count, oldest)
