"""The limiter that all processes share: places in a channel's queue, and each chat's pace. None commits."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Chat, SendLimit
from bot.domain.sending import Limits


async def free_slots(
    connection: AsyncConnection, channel: str, *, now: float, wanted: int, limits: Limits
) -> tuple[float, int]:
    """How many places of `1 / per_second` seconds are free in the queue that all processes share; locks that
    queue.

    Returns (start of the first place in seconds since 1970, how many of `wanted`). None begins later than
    the horizon.
    Places follow each other without a gap, so there is no burst, not even at the start.
    """
    tat = await connection.scalar(select(SendLimit.tat).where(SendLimit.channel == channel).with_for_update())
    first = max(now, tat or 0.0)
    free = int((now + limits.horizon_seconds - first) * limits.per_second) + 1
    return first, max(0, min(wanted, free))


async def take_slots(connection: AsyncConnection, channel: str, until: float) -> None:
    """Give away all places before `until` (seconds since 1970)."""
    await connection.execute(update(SendLimit).where(SendLimit.channel == channel).values(tat=until))


async def another_slot(connection: AsyncConnection, channel: str, *, now: float, limits: Limits) -> float:
    """The next free place, however far ahead, for a message whose own has passed; locks that queue. Seconds
    since 1970.
    """
    first, _ = await free_slots(connection, channel, now=now, wanted=1, limits=limits)
    await take_slots(connection, channel, first + 1 / limits.per_second)
    return first


async def open_queue(connection: AsyncConnection, channels: Sequence[str]) -> None:
    """Make the shared queue of each channel that has none yet."""
    known = set(await connection.scalars(select(SendLimit.channel)))
    missing = [{"channel": channel, "tat": 0.0} for channel in channels if channel not in known]
    for queue in missing:
        # Another process may start at the same moment and be first.
        with contextlib.suppress(IntegrityError):
            async with connection.begin_nested():
                await connection.execute(insert(SendLimit).values(queue))


async def count_tat(connection: AsyncConnection, tats: Sequence[tuple[int, float]]) -> None:
    """Move the limiter of single chats on: (chat id, theoretical arrival time)."""
    if not tats:
        # A sweep of nothing but changes of messages, which do not count.
        return
    await connection.execute(
        update(Chat).where(Chat.id == bindparam("chat")).values(send_tat=bindparam("tat")),
        [{"chat": chat_id, "tat": tat} for chat_id, tat in tats],
    )
