"""Consent rows. None of these commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Consent
from flows.events import ConsentGiven

_GIVE = insert(Consent)
_BELONGS_TO = (
    update(Consent)
    .where(Consent.chat_id == bindparam("chat"), Consent.learner_id.is_(None))
    .values(learner_id=bindparam("learner"))
)


async def give(
    connection: AsyncConnection, event: ConsentGiven, *, chat_id: int, channel: str, now: datetime
) -> None:
    """Note what was agreed to, in which words and when."""
    given = {
        "chat_id": chat_id,
        "purpose": event.purpose,
        "text_version": event.text_version,
        "channel": channel,
        "given_at": now,
    }
    await connection.execute(_GIVE, given)


async def belongs_to(connection: AsyncConnection, *, chat_id: int, learner_id: int) -> None:
    """What was agreed to in this chat and belongs to nobody yet, belongs to this learner."""
    await connection.execute(_BELONGS_TO, {"chat": chat_id, "learner": learner_id})


async def forget_unused(connection: AsyncConnection, chat_id: int) -> None:
    """The sign-up was never sent: its consent goes with it."""
    await connection.execute(delete(Consent).where(Consent.chat_id == chat_id, Consent.learner_id.is_(None)))
