"""Tasks for people: what a machine cannot put right. Staff see them in the next part of the product; nothing
is lost until then.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import chats, intakes, outbox, tasks


async def person_unreachable(
    connection: AsyncConnection, chat_id: int, now: datetime, *, reason: str
) -> None:
    """The person blocked us or is gone: nothing more is sent. Somebody has to telephone when a sign-up was
    sent from here; else nobody waits for anything, and there is no number (a group is only left alone).
    """
    await chats.mark_unreachable(connection, chat_id, now)
    await outbox.end_all(connection, chat_id, reason, now)
    if await intakes.count_of_chat(connection, chat_id):
        await tasks.add_once(connection, chat_id, kind="telephone", step=reason, now=now)


async def person_is_back(connection: AsyncConnection, chat_id: int, now: datetime) -> None:
    """The person opened the chat again."""
    await tasks.end(connection, chat_id, kind="telephone", now=now)


async def person_asked(connection: AsyncConnection, chat_id: int, now: datetime, *, step: str) -> None:
    """Somebody wants to talk to a person."""
    await tasks.add_once(connection, chat_id, kind="person_asked", step=step, now=now)
