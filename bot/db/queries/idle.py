"""When somebody last did something for a referral that a volunteer has. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Appointment, Chat, Member, Referral, RelayMessage


@dataclass(frozen=True, slots=True)
class Watched:
    """A referral as it stands now, and the chat of the volunteer who has it, with the zone of that chat."""

    version: int
    chat_id: int
    timezone: str


async def watched(connection: AsyncConnection, referral_id: int) -> Watched | None:
    """None when no volunteer has it."""
    row = (
        await connection.execute(
            select(Referral.version, Chat.id, Chat.timezone)
            .join(Member, Member.id == Referral.volunteer_id)
            .join(Chat, Chat.id == Member.chat_id)
            .where(Referral.id == referral_id)
        )
    ).one_or_none()
    return Watched(row.version, row.id, row.timezone) if row else None


async def last_sign(connection: AsyncConnection, referral_id: int) -> datetime | None:
    """The latest moment at which whoever helps wrote to the learner, or somebody had to do with an
    appointment; that of a planned one is when it takes place. What the learner writes is no sign of the
    volunteer.
    """
    moments = [
        await connection.scalar(statement)
        for statement in (
            select(func.max(RelayMessage.sent_at)).where(
                RelayMessage.referral_id == referral_id, RelayMessage.by != "learner"
            ),
            select(func.max(Appointment.updated_at)).where(Appointment.referral_id == referral_id),
            select(func.max(Appointment.starts_at)).where(
                Appointment.referral_id == referral_id, Appointment.status == "planned"
            ),
        )
    ]
    return max((moment for moment in moments if moment), default=None)
