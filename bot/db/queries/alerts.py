"""What staff must hear of. None of these commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Alert


async def settle(connection: AsyncConnection, referral_id: int, now: datetime) -> None:
    """Somebody dealt with this referral: nothing more has to be told of it."""
    await connection.execute(
        update(Alert).where(Alert.referral_id == referral_id, Alert.done_at.is_(None)).values(done_at=now)
    )
