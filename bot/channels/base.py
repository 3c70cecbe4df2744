"""What every channel promises: to show one message to one person, or to say plainly why that failed.

The dispatcher decides what a failure means (see `bot/services/dispatch.py`); a channel only translates its
own errors
into the tree of `bot.errors.DeliveryError`. A channel never retries by itself and never keeps a message in
memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flows.aloud import speech_of
from flows.facts import Capabilities
from flows.model import Document, HouseCard, Prompt, Speech, Text, VoiceNote

# Said where a voice note cannot be heard.
# Translators: In the place of a voice note that cannot be heard on this screen or phone.
VOICE_NOT_HERE = Text("voice.not_here")
# Translators: Somebody wants to hear a message, but the voice failed or was too slow.
NOT_READ_NOW = Text("aloud.not_now")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message on its way out.

    `address` is the channel's own name of the chat. `conversation` goes into each button. `replaces_ref` is
    the channel's reference of the message that this one takes the place of, or "" to send a new one.
    `language` and `timezone` are the recipient's, at the moment of sending. `aloud`: they want every message
    read aloud.
    """

    outbox_id: int
    address: str
    conversation: int
    language: str
    timezone: str
    prompt: Prompt
    replaces_ref: str = ""
    aloud: bool = False


@dataclass(frozen=True, slots=True)
class Clip:
    """Speech as a voice note: Ogg Opus. `key` names these very words in this language and voice, so that a
    channel can send again what it has sent before; "" when they hold a name or another thing of one person,
    and nothing of it may be kept.
    """

    key: str
    sound: bytes
    seconds: int


class Voices(Protocol):
    """Reads aloud; `bot.speech` does it."""

    async def clip(self, speech: Speech, language: str) -> Clip | None:
        """These words as a voice note; None when that failed, was too slow, or this language has no voice.
        Never raises: the words go without it.
        """

    async def sent_before(self, key: str, channel: str) -> str:
        """The name under which this channel keeps the clip (a Telegram file id), or ""."""

    async def was_sent(self, key: str, channel: str, file: str) -> None:
        """Remember that name."""


class Sounds(Protocol):
    """The voice notes that people spoke, of whatever channel."""

    async def fetch(self, voice: VoiceNote) -> bytes | None:
        """The sound, to be sent as a file; None when it cannot be had."""


class Pictures(Protocol):
    """Draws what is shown as a picture; `bot.pictures` does it. All of it PNG."""

    async def drawing(self, name: str) -> bytes | None:
        """Our own drawing of this name, for a phone; None when there is none."""

    async def house(self, card: HouseCard, language: str) -> bytes:
        """A Taalhuis, its way and its week, to be understood without reading."""


def media_type(document: Document) -> str:
    """The type that goes over the wire with a file. Mail programs read the iCalendar method from it."""
    method = f"; method={document.method}" if document.method else ""
    return f"{document.mime}; charset=utf-8{method}"


class Channel(Protocol):
    """One way to reach people. `name` is what `chat.channel` holds."""

    name: str
    capabilities: Capabilities

    async def deliver(self, envelope: Envelope) -> str:
        """Show the message; return the channel's reference of it ("" when it has none).

        Raises:
            Retry: it did not arrive and may be tried again, after `retry_after` seconds when given.
            Unsure: nobody knows whether it arrived.
            RecipientGone: this person cannot be reached here any more.
            Permanent: the message itself is wrong; a defect.
        """


def heard_first(envelope: Envelope) -> Speech | None:
    """What is read aloud before this message; None when it is silent. What only takes the place of another
    message is: whoever ticks an answer knows what they pressed.
    """
    prompt = envelope.prompt
    if not envelope.aloud or prompt.speech or (prompt.replaces and envelope.replaces_ref):
        return None
    speech = speech_of(prompt)
    return speech if speech.lines or speech.choices else None
