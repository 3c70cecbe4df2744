"""Photos with the words below them: a drawing the first time as a file, afterwards by Telegram's name for it.

The words are what counts: where a picture cannot be made or is refused, they go without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Protocol

import structlog
from telegram.error import BadRequest

from bot.channels.base import Envelope, Pictures

CHANNEL = "telegram"


class Caller(Protocol):
    """What `bot.channels.telegram.WireBot` does for us."""

    async def call(self, endpoint: str, parameters: Mapping[str, str | int], *, photo: bytes = b"") -> Any:
        """Call a method of the Bot API; `photo` is uploaded with it."""


class Kept(Protocol):
    """The names under which a channel keeps what was sent before; the table `spoken_file`."""

    async def file_of(self, key: str, channel: str) -> str:
        """That name, or ""."""

    async def remember(self, key: str, channel: str, file: str) -> None:
        """Remember it."""


class Painter:
    """Shows pictures on Telegram."""

    def __init__(self, bot: Caller, pictures: Pictures, kept: Kept) -> None:
        self._bot = bot
        self._pictures = pictures
        self._kept = kept
        self._log = structlog.get_logger(__name__)

    async def show(self, parameters: Mapping[str, str | int], envelope: Envelope) -> Any:
        """Send the picture of this message; what Telegram answers, or None when there is no picture.

        Raises:
            telegram.error.TelegramError: it was not taken.
        """
        house, name = envelope.prompt.house, envelope.prompt.picture
        try:
            if house:
                picture: bytes | None = await self._pictures.house(house, envelope.language)
            else:
                picture = await self._pictures.drawing(name)
        except Exception as error:
            # Whatever it is, the words go without a picture.
            self._log.error("picture_failed", outbox_id=envelope.outbox_id, error=type(error).__name__)
            return None
        if not picture:
            return None
        # The way to a house is that of one person; a drawing is the same for all.
        key = "" if house else f"picture:{name}:{sha256(picture).hexdigest()[:16]}"
        return await self._by_name(key, parameters) or await self._upload(key, parameters, picture)

    async def _by_name(self, key: str, parameters: Mapping[str, str | int]) -> Any:
        known = await self._kept.file_of(key, CHANNEL) if key else ""
        if not known:
            return None
        try:
            return await self._bot.call("sendPhoto", {**parameters, "photo": known})
        except BadRequest:
            # Another token, or Telegram has it no more.
            self._log.info("picture_sent_anew")
            return None

    async def _upload(self, key: str, parameters: Mapping[str, str | int], picture: bytes) -> Any:
        answer = await self._bot.call("sendPhoto", parameters, photo=picture)
        sizes = answer.get("photo") if isinstance(answer, dict) else None
        file = sizes[-1].get("file_id") if sizes else None
        if key and isinstance(file, str):
            await self._kept.remember(key, CHANNEL, file)
        return answer
