"""Tasks. None of these commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Intake, Referral, Task


async def add_once(connection: AsyncConnection, chat_id: int, *, kind: str, step: str, now: datetime) -> None:
    """One open task of a kind a chat is enough. It belongs to the Taalhuis of the newest sign-up, when there
    is one.
    """
    same = select(Task.id).where(Task.chat_id == chat_id, Task.kind == kind, Task.done_at.is_(None))
    if await connection.scalar(same) is not None:
        return
    taalhuis = (
        select(Referral.taalhuis_id)
        .join(Intake, Intake.id == Referral.intake_id)
        .where(Intake.chat_id == chat_id)
        .order_by(Intake.id.desc())
        .limit(1)
    )
    await connection.execute(
        insert(Task).values(
            kind=kind,
            chat_id=chat_id,
            taalhuis_id=await connection.scalar(taalhuis),
            step=step,
            created_at=now,
        )
    )


async def end(connection: AsyncConnection, chat_id: int, *, kind: str, now: datetime) -> None:
    """The reason for these tasks is gone."""
    await connection.execute(
        update(Task)
        .where(Task.chat_id == chat_id, Task.kind == kind, Task.done_at.is_(None))
        .values(done_at=now)
    )
