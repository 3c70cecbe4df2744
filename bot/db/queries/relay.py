"""What learners and those who help them wrote to each other. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import RelayMessage
from bot.db.types import Sealed


async def add(
    connection: AsyncConnection,
    *,
    referral_id: int,
    by: str,
    member_id: int | None,
    body: Sealed,
    now: datetime,
) -> None:
    """One message. `by` is "learner" or the role of the member."""
    values = {"referral_id": referral_id, "by": by, "member_id": member_id, "body": body, "sent_at": now}
    await connection.execute(insert(RelayMessage).values(values))


async def last_member(connection: AsyncConnection, referral_id: int) -> int | None:
    """Which member wrote to this learner last."""
    return await connection.scalar(
        select(RelayMessage.member_id)
        .where(RelayMessage.referral_id == referral_id, RelayMessage.by != "learner")
        .order_by(RelayMessage.id.desc())
        .limit(1)
    )


async def of_referral(
    connection: AsyncConnection, referral_id: int, *, limit: int
) -> Sequence[Row[str, int | None, Sealed, datetime]]:
    """(by, member id, body, sent at) of the newest messages, oldest of them first."""
    rows = await connection.execute(
        select(RelayMessage.by, RelayMessage.member_id, RelayMessage.body, RelayMessage.sent_at)
        .where(RelayMessage.referral_id == referral_id)
        .order_by(RelayMessage.id.desc())
        .limit(limit)
    )
    return list(reversed(rows.all()))
