"""A volunteer who cannot be reached any more: noted where that is found out, looked after by the clockwork.

Whoever finds it out may be half-way through a chat's messages and has no scene to tell others in. So it is
only put down here, as a timer of the kind `gone`; `bot.services.loop.offers` does what follows.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import members, timers
from bot.db.queries.timers import new_timer

GONE = "gone"


async def volunteer_unreachable(connection: AsyncConnection, chat_id: int, now: datetime) -> None:
    """Put down that whoever volunteers in this chat blocked us; nothing when nobody does."""
    gone = [
        new_timer(
            key=f"{GONE}:{secrets.token_hex(12)}",
            kind=GONE,
            chat_id=chat_id,
            due_at=now,
            zone=ZoneInfo("UTC"),
            about=member.id,
        )
        for member in await members.of_chat(connection, chat_id)
        if member.role == "volunteer"
    ]
    await timers.add(connection, gone)
