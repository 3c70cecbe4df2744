"""What a person may ask of us at any time: to see what is kept, and to have all of it erased at once."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import erasure, intakes
from flows.model import Prompt, Text

WHO_SEES = Text("data.who")
HOW_LONG = Text("data.how_long")
# Translators: nothing was sent, so there is only the chat itself.
NOTHING_KEPT = Text("data.nothing")


async def erase(connection: AsyncConnection, chat_id: int) -> None:
    """Delete the learners of this chat with all that hangs on them, and every message, sent or not. The chat
    itself goes within the hour.
    """
    await erasure.erase_people(connection, chat_id)


async def tell_data(connection: AsyncConnection, chat_id: int) -> list[Prompt]:
    """What is kept, who sees it, and for how long."""
    sent = await intakes.count_of_chat(connection, chat_id)
    if not sent:
        return [Prompt((NOTHING_KEPT,))]
    # Translators: `count` is how many sign-ups were sent from this chat.
    return [Prompt((Text("data.kept", {"count": sent}),)), Prompt((WHO_SEES,)), Prompt((HOW_LONG,))]
