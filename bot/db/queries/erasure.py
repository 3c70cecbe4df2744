"""Erase what is kept of people. None of these commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import UNSENT, Chat, Consent, Intake, Learner, OutboxMessage, Referral, Task, Timer
from bot.domain.referral_status import ReferralStatus


async def erase_people(connection: AsyncConnection, chat_id: int) -> None:
    """Everything of this chat but the chat itself and what is still on its way to it."""
    for table in (Intake, Learner, Consent, Task, Timer):
        await connection.execute(delete(table).where(table.chat_id == chat_id))
    await connection.execute(
        delete(OutboxMessage).where(OutboxMessage.chat_id == chat_id, OutboxMessage.status.notin_(UNSENT))
    )


async def erase_never_started(
    connection: AsyncConnection, before: datetime, now: datetime, *, limit: int = 500
) -> int:
    """Learners whose sign-up went no further and with whom there was no contact since; returns how many.

    Their chats are to be forgotten as well, unless somebody else was signed up from there.
    """
    further = exists().where(
        Intake.learner_id == Learner.id,
        Referral.intake_id == Intake.id,
        Referral.status != ReferralStatus.SUBMITTED,
    )
    old = select(Learner.id, Learner.chat_id).where(Learner.last_contact_at < before, ~further).limit(limit)
    people = (await connection.execute(old)).all()
    if people:
        await connection.execute(delete(Learner).where(Learner.id.in_([person.id for person in people])))
        signed_up = exists().where(Learner.chat_id == Chat.id)
        empty = [Chat.id.in_([person.chat_id for person in people]), ~signed_up]
        await connection.execute(update(Chat).where(*empty).values(forget_at=now))
    return len(people)
