"""An unfinished sign-up goes, whoever finds that it has to: a turn that ends it, or the timer when no turn
can.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import consents, erasure, recordings, unsent_tasks
from bot.db.queries.chats import LockedChat
from bot.services import intakes
from bot.services.loop.withdrawing import FORGET_AFTER


async def forget_draft(connection: AsyncConnection, chat: LockedChat, now: datetime) -> None:
    """The unfinished sign-up of a locked chat goes, and the messages that repeat its answers. The chat itself
    too, unless an earlier sign-up was sent from it. Its state is the caller's to change.
    """
    await erasure.forget_messages(connection, chat.id)
    await consents.forget_unused(connection, chat.id)
    await recordings.forget_draft(connection, chat.id)
    await unsent_tasks.forget(connection, chat.id)
    if not await intakes.any_sent(connection, chat.id):
        chat.forget_at = now + FORGET_AFTER
