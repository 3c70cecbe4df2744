"""Our own drawings on the page, and what is said of a picture to who does not see it.

A button has an emoji, because Telegram's buttons can hold nothing else. Emoji differ from phone to phone and
an old computer has few of them, so the page shows our drawing of the same thing where there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.pictures.sizes import size_of
from console.ports import Texts
from flows.houses import how_far
from flows.model import Clock, HouseCard, Prompt, Text, Weekday
from flows.picture_names import picture_name

_COLOUR = "\ufe0f"

DRAWN: Mapping[str, str] = {
    "📖": "reading",
    "✏": "writing",
    "🗣": "talking",
    "🔢": "numbers",
    "📱": "digital",
    "✉": "letter",
    "📝": "form",
    "🏷": "discount",
    "👛": "purse",
    "🔎": "search",
    "🔑": "login",
    "📧": "email",
    "💶": "money",
    "🏠": "taalhuis",
    "👥": "group",
    "🤝": "together",
    "💻": "online",
    "🌅": "morning",
    "☀": "afternoon",
    "🌙": "evening",
    "📞": "call",
    "💬": "chat",
    "🇳🇱": "dutch",
}
"""Emoji, without the sign that asks for colour → our drawing of the same thing."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing beside a question. `told` is what is seen on it, for who does not see it."""

    name: str
    told: str


@dataclass(frozen=True, slots=True)
class HousePicture:
    """A Taalhuis as a picture of so many pixels; `told` says all that is on it."""

    width: int
    height: int
    told: str


def drawn(picture: str) -> str:
    """The name of our drawing of this emoji, or ""."""
    return DRAWN.get(picture.replace(_COLOUR, ""), "")


def drawing_of(prompt: Prompt, texts: Texts, language: str) -> Drawing | None:
    """The drawing of a question."""
    if not prompt.picture:
        return None
    name = picture_name(prompt.picture)
    return Drawing(prompt.picture, texts.render(name, language) if name else "")


def house_of(prompt: Prompt, texts: Texts, language: str) -> HousePicture | None:
    """The picture of a Taalhuis."""
    card = prompt.house
    if card is None:
        return None
    told = " ".join(texts.render(line, language) for line in _on_card(card))
    address = f"{card.street}, {card.town}" if card.street else card.town
    width, height = size_of(card)
    return HousePicture(width, height, f"{card.name}, {address}. {told}")


def _on_card(card: HouseCard) -> list[Text]:
    # Translators: said of the picture of a Taalhuis, one for each day that it is open.
    return [how_far(card)] + [
        Text("house.open_day", {"day": Weekday(day), "from": Clock(begin), "until": Clock(end)})
        for day, spans in enumerate(card.week)
        for begin, end in spans
    ]
