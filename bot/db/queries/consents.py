"""Consent rows. None of these commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Consent
from flows.events import ConsentGiven, Purpose

_GIVE = insert(Consent)
_BELONGS_TO = (
    update(Consent)
    .where(Consent.chat_id == bindparam("chat"), Consent.learner_id.is_(None))
    .values(learner_id=bindparam("learner"))
)


async def give(
    connection: AsyncConnection,
    event: ConsentGiven,
    *,
    chat_id: int,
    learner_id: int | None,
    channel: str,
    now: datetime,
) -> None:
    """Note what was agreed to, in which words and when. `learner_id` is None until the sign-up is sent."""
    given = {
        "chat_id": chat_id,
        "learner_id": learner_id,
        "purpose": event.purpose,
        "text_version": event.text_version,
        "channel": channel,
        "given_at": now,
    }
    await connection.execute(_GIVE, given)


async def belongs_to(connection: AsyncConnection, *, chat_id: int, learner_id: int) -> None:
    """What was agreed to in this chat and belongs to nobody yet, belongs to this learner."""
    await connection.execute(_BELONGS_TO, {"chat": chat_id, "learner": learner_id})


async def is_given(connection: AsyncConnection, learner_id: int, purpose: Purpose) -> bool:
    """Did this learner agree to it?"""
    found = exists().where(Consent.learner_id == learner_id, Consent.purpose == purpose)
    return bool(await connection.scalar(select(found)))


async def forget_helper(connection: AsyncConnection, chat_id: int) -> None:
    """Nobody is signed up by somebody else after all: that they agreed to it was never so."""
    unused = Consent.chat_id == chat_id, Consent.learner_id.is_(None)
    await connection.execute(delete(Consent).where(*unused, Consent.purpose == Purpose.SIGNED_UP))


async def forget_unused(connection: AsyncConnection, chat_id: int) -> None:
    """The sign-up was never sent: its consent goes with it."""
    await connection.execute(delete(Consent).where(Consent.chat_id == chat_id, Consent.learner_id.is_(None)))
