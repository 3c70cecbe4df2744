"""What a person may ask of us at any time: to see what is kept, and who looked at it."""

from __future__ import annotations

from bot.db.queries import intakes, readings
from bot.services.scene import Scene
from flows.cards.mine import read_by
from flows.model import Day, Prompt, Text

WHO_SEES = Text("data.who")
HOW_LONG = Text("data.how_long")
# Translators: nothing was sent, so there is only the chat itself.
NOTHING_KEPT = Text("data.nothing")
_MOST_READ = 3


async def tell_data(scene: Scene, chat_id: int) -> list[Prompt]:
    """What is kept, who sees it and who did lately, and for how long."""
    sent = await intakes.count_of_chat(scene.connection, chat_id)
    if not sent:
        return [Prompt((NOTHING_KEPT,))]
    # Translators: `count` is how many sign-ups were sent from this chat.
    kept = Prompt((Text("data.kept", {"count": sent}),))
    read = await _read(scene, chat_id)
    return [kept, Prompt((WHO_SEES,)), *([Prompt(tuple(read))] if read else []), Prompt((HOW_LONG,))]


async def _read(scene: Scene, chat_id: int) -> list[Text]:
    """Who looked at the answers, and on which day: the last few."""
    read = [
        (one.role, one.read_at.astimezone(scene.zone).date().isoformat())
        for one in await readings.of_chat(scene.connection, chat_id)
    ]
    return [read_by(role, Day(day)) for role, day in list(dict.fromkeys(read))[:_MOST_READ]]
