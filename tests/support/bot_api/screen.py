"""A chat as the person sees it."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.bot_api.model import JsonDict
from tests.support.bot_api.world import Chat, Message, Toast

_KINDS = ("venue", "location", "contact", "voice", "photo", "sticker", "document")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. `data` for the bot, or `url` that opens a page."""

    text: str
    data: str | None
    url: str | None
    message_id: int
    row: int
    col: int


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the keyboard the bot put in place of the phone's own. `asks`: text, location or contact."""

    text: str
    asks: str


@dataclass(frozen=True, slots=True)
class Venue:
    """A place on the map with its name."""

    title: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file or a voice note that can be opened: `server.world.files[file_id].data` is what is in it.
    `seconds` of sound, 0 for a document.
    """

    file_id: str
    name: str
    mime: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message. `kind`: text, venue, location, contact, voice, photo, sticker, document or service."""

    message_id: int
    from_bot: bool
    kind: str
    text: str
    entities: tuple[JsonDict, ...]
    buttons: tuple[tuple[Button, ...], ...]
    venue: Venue | None
    file: ShownFile | None
    edited: bool
    reply_to: int | None

    @property
    def labels(self) -> list[str]:
        """The texts of the buttons, row after row."""
        return [button.text for row in self.buttons for button in row]


@dataclass(frozen=True, slots=True)
class Screen:
    """Messages from old to new, the keyboard below them, and what popped up after presses."""

    messages: tuple[ShownMessage, ...]
    keyboard: tuple[tuple[Key, ...], ...]
    toasts: tuple[Toast, ...]

    @property
    def last(self) -> ShownMessage:
        """The newest message. Raises LookupError on an empty screen."""
        return self.messages[-1]

    @property
    def from_bot(self) -> list[ShownMessage]:
        """The bot's messages, old to new."""
        return [message for message in self.messages if message.from_bot]

    @property
    def question(self) -> ShownMessage:
        """What waits for an answer: the newest message with buttons, else the bot's newest one.

        Raises LookupError when the bot has said nothing.
        """
        with_buttons = [message for message in self.from_bot if message.buttons]
        return with_buttons[-1] if with_buttons else self.from_bot[-1]

    @property
    def text(self) -> str:
        """All that can be read, a line for each message."""
        return "\n".join(message.text for message in self.messages)

    @property
    def buttons(self) -> list[Button]:
        """Every button that can be pressed; those of the newest message first."""
        return [b for message in reversed(self.messages) for row in message.buttons for b in row]

    def describe(self) -> str:
        """The screen in plain text, for the message of a failing test."""
        return "\n".join(_lines(self)) or "(an empty screen)"


def _lines(screen: Screen) -> Iterator[str]:
    for message in screen.messages:
        who = "bot" if message.from_bot else "person"
        file = f" ({message.file.name or message.file.file_id})" if message.file else ""
        yield f"{message.message_id} {who} [{message.kind}{file}] {message.text}"
        for row in message.buttons:
            yield "    " + " ".join(f"[{button.text}]" for button in row)
    for keys in screen.keyboard:
        yield "  keyboard: " + " ".join(f"[{key.text}: {key.asks}]" for key in keys)


def show(chat: Chat, toasts: list[Toast]) -> Screen:
    """The screen of `chat`."""
    ordered = sorted(chat.messages.values(), key=lambda message: message.message_id)
    return Screen(
        messages=tuple(_shown(message) for message in ordered),
        keyboard=_keys(chat.reply_keyboard),
        toasts=tuple(toasts),
    )


def _shown(message: Message) -> ShownMessage:
    body = message.body
    kind = next((kind for kind in _KINDS if kind in body), "text" if "text" in body else "service")
    replied = body.get("reply_to_message")
    return ShownMessage(
        message_id=message.message_id,
        from_bot=message.from_bot,
        kind=kind,
        text=body.get("text") or body.get("caption") or "",
        entities=tuple(body.get("entities") or body.get("caption_entities") or ()),
        buttons=_buttons(body.get("reply_markup"), message.message_id),
        venue=_venue(body.get("venue")),
        file=_file(body.get("document") or body.get("voice")),
        edited="edit_date" in body,
        reply_to=replied["message_id"] if replied else None,
    )


def _buttons(markup: JsonDict | None, message_id: int) -> tuple[tuple[Button, ...], ...]:
    rows = markup["inline_keyboard"] if markup else []
    return tuple(
        tuple(
            Button(b["text"], b.get("callback_data"), b.get("url"), message_id, row_number, col)
            for col, b in enumerate(row)
        )
        for row_number, row in enumerate(rows)
    )


def _venue(body: JsonDict | None) -> Venue | None:
    if body is None:
        return None
    place = body["location"]
    return Venue(body["title"], body["address"], place["latitude"], place["longitude"])


def _file(body: JsonDict | None) -> ShownFile | None:
    if body is None:
        return None
    mime = body.get("mime_type", "")
    return ShownFile(body["file_id"], body.get("file_name", ""), mime, body.get("duration", 0))


def _keys(markup: JsonDict | None) -> tuple[tuple[Key, ...], ...]:
    rows = markup["keyboard"] if markup else []
    return tuple(tuple(Key(key["text"], _asks(key)) for key in row) for row in rows)


def _asks(key: JsonDict) -> str:
    if key.get("request_location"):
        return "location"
    return "contact" if key.get("request_contact") else "text"
