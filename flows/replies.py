"""What a person sends, told in one way for every channel."""

from __future__ import annotations

from dataclasses import dataclass

from flows.model import VoiceNote


@dataclass(frozen=True, slots=True)
class Tap:
    """A button pressed. `conversation` and `serial` say of which question; 0 when the channel cannot know.

    `ref` is the channel's own reference of the message that carried the button, or "".
    """

    choice: str
    serial: int
    conversation: int = 0
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """Words, as they were typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Edited:
    """An earlier message that was changed afterwards; only told, never taken as an answer."""

    text: str


@dataclass(frozen=True, slots=True)
class SharedLocation:
    """WGS84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A telephone number from the phone's own button or its address book; `own` when it belongs to the
    sender.
    """

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Command:
    """`/start`, `/stop`, `/help` …: the name in lower case without the slash, and what came after it."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A voice note. It answers a question for a name; between two people it is passed on. `sound` are its
    bytes where the channel brings them along, b"" where they have to be fetched.
    """

    voice: VoiceNote
    sound: bytes = b""


@dataclass(frozen=True, slots=True)
class Unexpected:
    """Something that is no answer to any question: a sticker, a photo, a poll."""

    kind: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing came for a while: the ticker asks for a friendly nudge (`days` since the last answer)."""

    days: int


Reply = Tap | Typed | Spoken | Edited | SharedLocation | SharedContact | Command | Unexpected | Silence
