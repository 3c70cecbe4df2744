"""Voice notes that go before a message, or are the message: the first time as sound, afterwards by name.

The words are what counts: whatever happens to a voice note, the message that it belongs to goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import structlog
from telegram.error import BadRequest, TelegramError

from bot.channels.base import Clip, Envelope, Voices
from flows.model import Speech, Text

CHANNEL = "telegram"
# Translators: Somebody wants to hear a message, but their Telegram takes no voice notes of others.
FORBIDDEN = Text("aloud.forbidden")
# A person's privacy settings; Telegram has no code for it.
_FORBIDDEN = "voice_messages_forbidden"


class Caller(Protocol):
    """What `bot.channels.telegram.WireBot` does for us."""

    async def call(self, endpoint: str, parameters: Mapping[str, str | int], *, sound: bytes = b"") -> Any:
        """Call a method of the Bot API; `sound` is uploaded as its voice note."""


def is_forbidden(error: TelegramError) -> bool:
    """Whether this person takes no voice notes of strangers."""
    return isinstance(error, BadRequest) and _FORBIDDEN in error.message.lower()


class Reader:
    """Reads aloud on Telegram."""

    def __init__(self, bot: Caller, voices: Voices) -> None:
        self._bot = bot
        self._voices = voices

    async def read(self, envelope: Envelope, speech: Speech, *, markup: str = "") -> Any:
        """Send these words as a voice note; what Telegram answers, or None when there is no sound.

        Raises:
            telegram.error.TelegramError: it was not taken.
        """
        clip = await self._voices.clip(speech, envelope.language)
        if clip is None:
            return None
        parameters = {"chat_id": envelope.address, "duration": str(clip.seconds)}
        if markup:
            parameters["reply_markup"] = markup
        known = await self._voices.sent_before(clip.key, CHANNEL) if clip.key else ""
        if known:
            try:
                return await self._bot.call("sendVoice", {**parameters, "voice": known})
            except BadRequest as error:
                # Another token, or Telegram has it no more. Whoever takes no voice notes takes none as sound.
                if is_forbidden(error):
                    raise
                structlog.get_logger(__name__).info("clip_sent_anew", outbox_id=envelope.outbox_id)
        return await self._upload(clip, parameters)

    async def _upload(self, clip: Clip, parameters: Mapping[str, str]) -> Any:
        answer = await self._bot.call("sendVoice", parameters, sound=clip.sound)
        voice = answer.get("voice") if isinstance(answer, dict) else None
        file = voice.get("file_id") if isinstance(voice, dict) else None
        if clip.key and isinstance(file, str):
            await self._voices.was_sent(clip.key, CHANNEL, file)
        return answer
