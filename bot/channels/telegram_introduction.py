"""What a person sees of the bot before the first word: its description and its commands, as plain values."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.channels.telegram_markup import Renderer
from flows.model import Text

# Telegram's own limits, in characters.
DESCRIPTION_LIMIT = 512
SHORT_DESCRIPTION_LIMIT = 120
COMMAND_LIMIT = 256

# In the empty chat, above the start button.
DESCRIPTION = Text("telegram.description")
# On the profile, and where the bot is shared with others.
SHORT_DESCRIPTION = Text("telegram.short_description")
# The menu beside the text field. The words themselves are the same in every language, as the conversation
# knows them.
COMMANDS = {
    "start": Text("telegram.command.start"),
    "help": Text("telegram.command.help"),
    "afspraak": Text("telegram.command.appointment"),
    "voorlezen": Text("telegram.command.aloud"),
    "taal": Text("telegram.command.language"),
    "stop": Text("telegram.command.stop"),
    "privacy": Text("telegram.command.privacy"),
    "wissen": Text("telegram.command.erase"),
}


@dataclass(frozen=True, slots=True)
class About:
    """One thing to tell Telegram: `setter` takes `value` as `parameter`; `getter` tells what it knows now."""

    getter: str
    setter: str
    parameter: str
    value: str

    def is_told_by(self, answer: object) -> bool:
        """Whether the answer of `getter` says the same already."""
        if isinstance(answer, dict):
            return answer.get(self.parameter) == self.value
        return answer == json.loads(self.value) if self.parameter == "commands" else False


def introduction(renderer: Renderer, language: str) -> tuple[About, ...]:
    """All that there is to tell in this language."""
    description = renderer.render(DESCRIPTION, language)[:DESCRIPTION_LIMIT]
    short = renderer.render(SHORT_DESCRIPTION, language)[:SHORT_DESCRIPTION_LIMIT]
    commands = [
        {"command": name, "description": renderer.render(text, language)[:COMMAND_LIMIT]}
        for name, text in COMMANDS.items()
    ]
    menu = json.dumps(commands, ensure_ascii=False)
    return (
        About("getMyDescription", "setMyDescription", "description", description),
        About("getMyShortDescription", "setMyShortDescription", "short_description", short),
        About("getMyCommands", "setMyCommands", "commands", menu),
    )
