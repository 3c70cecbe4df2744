"""Who looked at what learners told us. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Intake, Reading, Referral


async def of_chat(connection: AsyncConnection, chat_id: int) -> Sequence[Row[str, datetime]]:
    """(role, when) of every reading of what somebody sent for themselves from this chat, the newest
    first."""
    rows = await connection.execute(
        select(Reading.role, Reading.read_at)
        .join(Referral, Referral.id == Reading.referral_id)
        .join(Intake, Intake.id == Referral.intake_id)
        .where(Intake.chat_id == chat_id, Intake.by_helper.is_(False))
        .order_by(Reading.id.desc())
    )
    return rows.all()
