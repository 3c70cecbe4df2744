"""What a web page asks of a chat over and over: whether anything came. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Chat


@dataclass(frozen=True, slots=True)
class PageRow:
    """`messages` counts everything that was ever said to this chat, so it grows with each message."""

    id: int
    language: str
    messages: int
    aloud: bool


async def of_address(connection: AsyncConnection, channel: str, address: str) -> PageRow | None:
    """The chat behind a page, or None."""
    found = await connection.execute(
        select(Chat.id, Chat.language, Chat.messages, Chat.aloud).where(
            Chat.channel == channel, Chat.address == address
        )
    )
    row = found.one_or_none()
    return PageRow(*row) if row else None
