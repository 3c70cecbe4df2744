"""Unfinished sign-ups: a friendly nudge after 1 and after 3 days at a humane hour, and after 7 days the
draft is erased and the person told.

Each draft has a number in its chat; a timer that belongs to an earlier number has nothing to do any more.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import timers
from bot.db.queries.chats import LockedChat
from bot.db.queries.timers import new_timer
from bot.domain.humane import days_later

KIND = "draft"
NUDGES_DAYS = (1, 3, 7)
EXPIRES_DAYS = NUDGES_DAYS[-1]


async def follow(connection: AsyncConnection, chat: LockedChat, *, unfinished: bool, push: bool) -> None:
    """Begin or end the draft of a chat, after a turn. `push`: this channel can reach the person later."""
    if not unfinished:
        chat.draft = 0
        return
    if chat.draft:
        return
    chat.drafts += 1
    chat.draft = chat.drafts
    await set_timer(connection, chat, NUDGES_DAYS[0] if push else EXPIRES_DAYS)


async def set_timer(
    connection: AsyncConnection, chat: LockedChat, days: int, *, earliest: datetime | None = None
) -> None:
    """Look again when nothing was heard for `days` days, and not before `earliest`."""
    due_at = due(chat.last_heard_at, days, ZoneInfo(chat.timezone))
    due_at = max(due_at, earliest or due_at)
    key = f"{KIND}:{chat.id}:{chat.draft}:{days}"
    timer = new_timer(
        key=key,
        kind=KIND,
        chat_id=chat.id,
        draft=chat.draft,
        days=days,
        due_at=due_at,
        zone=ZoneInfo(chat.timezone),
    )
    await timers.add_once(connection, timer)


def next_days(days: int) -> int | None:
    """The nudge after this one."""
    later = [item for item in NUDGES_DAYS if item > days]
    return later[0] if later else None


def due(last_heard_at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """When to act on `days` days of silence, aware UTC."""
    return days_later(last_heard_at, days, zone)
