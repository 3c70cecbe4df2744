"""Erase what is kept of people. None of these commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Chat, Consent, Intake, Learner, OutboxMessage, OutboxStatus, Referral, Task, Timer
from bot.db.queries.waiting import IS_SUBMITTED
from bot.db.types import EMPTIED


async def erase_people(connection: AsyncConnection, chat_id: int) -> None:
    """Everything of this chat but the chat itself."""
    for table in (Intake, Learner, Consent, Task, Timer):
        await connection.execute(delete(table).where(table.chat_id == chat_id))
    await forget_messages(connection, chat_id)


async def forget_messages(connection: AsyncConnection, chat_id: int) -> None:
    """Delete every message of a chat whose lock is held, sent or not.

    What is claimed may be on the wire: its row stays, without its words, so that nothing overtakes it and its
    name at the channel can still be noted. When it does not arrive, it is not tried again.
    """
    # First these: a row whose end is noted meanwhile is claimed no more, and is deleted below.
    await connection.execute(
        update(OutboxMessage)
        .where(OutboxMessage.chat_id == chat_id, OutboxMessage.status == OutboxStatus.CLAIMED)
        .values(prompt=EMPTIED)
    )
    await connection.execute(
        delete(OutboxMessage).where(
            OutboxMessage.chat_id == chat_id, OutboxMessage.status != OutboxStatus.CLAIMED
        )
    )


async def erase_never_started(
    connection: AsyncConnection, before: datetime, now: datetime, *, limit: int = 500
) -> int:
    """Learners whose sign-up went no further and with whom there was no contact since, in whatever way;
    returns how many.

    Their chats are to be forgotten as well, unless somebody else was signed up from there or is in the middle
    of a sign-up: what that leads to decides then.
    """
    # Found by the index of those who wait: of a million that went further, none is read.
    old = (
        select(Learner.id, Learner.chat_id)
        .join(Intake, Intake.learner_id == Learner.id)
        .join(Referral, Referral.intake_id == Intake.id)
        .join(Chat, Chat.id == Learner.chat_id)
        .where(
            IS_SUBMITTED,
            Referral.created_at < before,
            Learner.last_contact_at < before,
            Chat.last_heard_at < before,
        )
        .order_by(Referral.created_at)
        .limit(limit)
    )
    people = (await connection.execute(old)).all()
    if people:
        await connection.execute(delete(Learner).where(Learner.id.in_([person.id for person in people])))
        signed_up = exists().where(Learner.chat_id == Chat.id)
        empty = [Chat.id.in_([person.chat_id for person in people]), ~signed_up, Chat.draft == 0]
        await connection.execute(update(Chat).where(*empty).values(forget_at=now))
    return len(people)
