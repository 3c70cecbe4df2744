"""Voice notes that people spoke on Telegram: to be kept by us, or to be heard by who reads elsewhere."""

from __future__ import annotations

import structlog
from telegram.error import TelegramError

from bot.channels.telegram import WireBot
from bot.channels.telegram_errors import delivery_error
from bot.errors import DeliveryError, Permanent, Retry
from flows.model import VoiceNote

log = structlog.get_logger()

MOST_BYTES = 20_000_000
"""Telegram gives no larger file to a bot."""


class TelegramSounds:
    """The sounds as Telegram keeps them, for as long as it does."""

    def __init__(self, bot: WireBot) -> None:
        self._bot = bot

    async def fetch(self, voice: VoiceNote) -> bytes | None:
        """The sound as Ogg Opus; None when Telegram has it no more or does not answer."""
        try:
            return await self.bring(voice, most_bytes=MOST_BYTES)
        except DeliveryError as error:
            log.warning("voice_not_fetched", reason=str(error))
            return None

    async def bring(self, voice: VoiceNote, *, most_bytes: int) -> bytes:
        """The sound, asked for by a session of its own.

        Raises:
            Permanent: Telegram does not have it, or it is larger than this.
            DeliveryError: it may be had later.
        """
        try:
            file = await self._bot.call("getFile", {"file_id": voice.file})
            if int(file.get("file_size") or 0) > most_bytes:
                raise Permanent("too large")
            sound = await self._bot.request.retrieve(f"{self._bot.base_file_url}/{file['file_path']}")
        except TelegramError as error:
            raise delivery_error(error) from error
        except (KeyError, ValueError, TypeError, AttributeError):
            raise Retry("an answer that is none") from None
        if not 0 < len(sound) <= most_bytes:
            raise Permanent("empty or too large")
        return sound
