"""Who waits for a person: sign-ups that nobody has acted on, and open tasks. Only the partial indexes of both
and of alerts are read, and no more of them than `MOST_COUNTED`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from bot.db.models import Alert, Referral, Task
from bot.db.queries.alerts import OF_THE_STATE
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
    """Referrals that were sent and that no Taalhuis has taken up, and those that a house accepted and for
    which nobody is found.
    """
    sent = await _look(connection, Referral.created_at, IS_SUBMITTED)
    stuck = await _stuck(connection)
    since = [one.oldest_at for one in (sent, stuck) if one.oldest_at is not None]
    return Waiting(min(sent.count + stuck.count, MOST_COUNTED), min(since, default=None))


async def _stuck(connection: AsyncConnection) -> Waiting:
    """Accepted, and the staff heard that nobody is found: a move would have settled what they heard."""
    found = (
        select(Alert.referral_id, func.min(Alert.created_at).label("since"))
        .join(Referral, Referral.id == Alert.referral_id)
        .where(Alert.done_at.is_(None), OF_THE_STATE, Referral.status == ReferralStatus.ACCEPTED)
        .group_by(Alert.referral_id)
        .limit(MOST_COUNTED)
        .subquery()
    )
    count, oldest = (await connection.execute(select(func.count(), func.min(found.c.since)))).one()
    return Waiting(count, oldest)


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
