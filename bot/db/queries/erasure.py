"""Erase what is kept of people. None of these commits."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import UNSENT, Consent, Intake, Learner, OutboxMessage, Task, Timer


async def erase_people(connection: AsyncConnection, chat_id: int) -> None:
    """Everything of this chat but the chat itself and what is still on its way to it."""
    for table in (Intake, Learner, Consent, Task, Timer):
        await connection.execute(delete(table).where(table.chat_id == chat_id))
    await connection.execute(
        delete(OutboxMessage).where(OutboxMessage.chat_id == chat_id, OutboxMessage.status.notin_(UNSENT))
    )
