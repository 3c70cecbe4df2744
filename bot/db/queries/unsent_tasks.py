"""Tasks of who has not sent a sign-up yet: no house sees them. None of these commits."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Task


async def attach(
    connection: AsyncConnection, chat_id: int, referral_id: int, taalhuis_id: int | None
) -> list[int]:
    """What is open for this chat is about this referral now, at its house; the ids, oldest first."""
    attached = await connection.execute(
        update(Task)
        .where(Task.chat_id == chat_id, Task.referral_id.is_(None), Task.done_at.is_(None))
        .values(referral_id=referral_id, taalhuis_id=taalhuis_id)
        .returning(Task.id)
    )
    return sorted(attached.scalars().all())


async def forget(connection: AsyncConnection, chat_id: int) -> None:
    """There will be no sign-up."""
    await connection.execute(delete(Task).where(Task.chat_id == chat_id, Task.referral_id.is_(None)))
