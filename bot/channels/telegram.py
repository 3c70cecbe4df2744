"""Telegram as a channel: a `Prompt` goes out, and every way in which that fails gets one of our own names.

What it looks like is decided in `telegram_markup.py`; below handlers/ only this module and those beside it
know the library. The library's own `send_message` builds and reads back large objects that nobody uses;
`WireBot.call` sends the parameters as they are. With a null transport a question with eight buttons costs
65 µs instead of 535.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.channels.base import NOT_READ_NOW, Envelope, Sounds, Voices, heard_first, media_type
from bot.channels.plainer import has_picture, without_picture
from bot.channels.telegram_aloud import FORBIDDEN, Reader, is_forbidden
from bot.channels.telegram_errors import delivery_error, reason_of
from bot.channels.telegram_introduction import About, introduction
from bot.channels.telegram_markup import (
    Call,
    Renderer,
    as_caption,
    calls,
    inline_keyboard,
    uploaded,
    without_voice,
)
from bot.channels.telegram_pictures import Painter
from bot.errors import Permanent, RecipientGone, Retry, Unsure
from flows.facts import Capabilities
from flows.model import Document, Prompt, Speech

TELEGRAM = Capabilities(push=True, location=True, contact=True, typing=True)

# Parts of Telegram's own descriptions, in lower case; it has no codes for them.
_UNCHANGED = "message is not modified"
_NO_CAPTION = "there is no caption in the message to edit"
_NOTHING_TO_EDIT = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
    _NO_CAPTION,
)
_NO_TEXT = "there is no text in the message to edit"
# What goes before a message and may be missing from it: the words tell the address and the moment too.
_EXTRAS = {"sendVenue": "venue_refused", "sendDocument": "document_refused"}
# What a sound is by its first bytes; the rest is AAC of an Apple browser.
_ENDINGS = {b"OggS": "ogg"}


class WireBot(Bot):
    """The library's bot, with one light way to call any method of the Bot API."""

    def __repr__(self) -> str:
        # The library's own shows the token, and would show it in every log line with the bot in it.
        return "WireBot"

    async def call(
        self,
        endpoint: str,
        parameters: Mapping[str, str | int],
        *,
        read_timeout: float | None = None,
        document: Document | None = None,
        sound: bytes = b"",
        photo: bytes = b"",
    ) -> Any:
        """Call a method and return its plain JSON result. `read_timeout` in seconds; None for the usual one.
        `document` is uploaded under that name, `sound` as the voice note and `photo` as a picture.

        Raises:
            telegram.error.TelegramError: as every method of the library.
        """
        data: dict[str, Any] = dict(parameters)
        if document is not None:
            data["document"] = _upload(document)
        if sound:
            data["voice"] = InputFile(sound, filename=f"voice.{_ENDINGS.get(sound[:4], 'm4a')}")
        if photo:
            data["photo"] = InputFile(photo, filename="picture.png")
        if read_timeout is None:
            return await self._do_post(endpoint, data)
        return await self._do_post(endpoint, data, read_timeout=read_timeout)


class TelegramChannel:
    """Satisfies `bot.channels.base.Channel`."""

    def __init__(self, bot: WireBot, renderer: Renderer, sounds: Sounds | None = None) -> None:
        """`sounds`: voice notes that Telegram does not have, because they were spoken elsewhere. `voices`,
        once it is set: who reads aloud; `painter`: who adds pictures.
        """
        self.name = "telegram"
        self.sounds = sounds
        self.voices: Voices | None = None
        self.painter: Painter | None = None
        self.capabilities = TELEGRAM
        self._bot = bot
        self._renderer = renderer
        self._log = structlog.get_logger(__name__)

    async def deliver(self, envelope: Envelope) -> str:
        """Show the message; return its message id. See `bot.channels.base.Channel`."""
        if envelope.prompt.speech:
            return await self._read_out(envelope, envelope.prompt.speech)
        if self.painter is None:
            envelope = replace(envelope, prompt=without_picture(envelope.prompt))
        planned = calls(envelope, self._renderer, sound=await self._spoken_elsewhere(envelope))
        if not planned:
            return ""
        *before, message = planned
        for call in before:
            await self._carry(call, envelope)
        await self._hear_first(envelope)
        try:
            return await self._show(message, envelope)
        except TelegramError as error:
            raise delivery_error(error) from error

    async def _hear_first(self, envelope: Envelope) -> None:
        """The message as sound, for who wants that. The words never wait for it longer than for a clip."""
        speech = heard_first(envelope)
        if speech is None or self.voices is None:
            return
        try:
            await Reader(self._bot, self.voices).read(envelope, speech)
        except TelegramError as error:
            meaning = delivery_error(error)
            rests = isinstance(meaning, Retry) and meaning.retry_after is not None
            if rests or isinstance(meaning, RecipientGone):
                raise meaning from error
            self._log.warning("not_read_aloud", outbox_id=envelope.outbox_id, reason=str(meaning))

    async def _read_out(self, envelope: Envelope, speech: Speech) -> str:
        """The sound alone, with what can be pressed below it; a kind word when there is none."""
        why = NOT_READ_NOW
        try:
            markup = inline_keyboard(envelope, self._renderer)
            reader = Reader(self._bot, self.voices) if self.voices else None
            answer = await reader.read(envelope, speech, markup=markup) if reader else None
            if answer is not None:
                return str(answer["message_id"])
        except TelegramError as error:
            meaning = delivery_error(error)
            if not isinstance(meaning, Permanent):
                raise meaning from error
            why = FORBIDDEN if is_forbidden(error) else NOT_READ_NOW
            self._log.warning("not_read_aloud", outbox_id=envelope.outbox_id, reason=str(meaning))
        return await self.deliver(replace(envelope, prompt=Prompt((why,)), aloud=False))

    async def _carry(self, call: Call, envelope: Envelope) -> None:
        """What goes before the message. It may come twice, but the message must not be lost over it."""
        try:
            await self._bot.call(call.endpoint, call.parameters, document=call.document, sound=call.sound)
        except TelegramError as error:
            meaning = delivery_error(error)
            if isinstance(meaning, Unsure):
                raise Retry(str(meaning)) from error
            if call.endpoint not in _EXTRAS or not isinstance(meaning, Permanent):
                raise meaning from error
            self._log.error(_EXTRAS[call.endpoint], outbox_id=envelope.outbox_id, reason=str(meaning))

    async def _show(self, call: Call, envelope: Envelope) -> str:
        try:
            if call.endpoint == "sendPhoto" and self.painter:
                result = await self.painter.show(call.parameters, envelope)
            else:
                result = await self._bot.call(
                    call.endpoint, call.parameters, document=call.document, sound=call.sound
                )
        except BadRequest as error:
            if call.endpoint == "sendPhoto":
                return await self._not_seen(error, envelope)
            if call.endpoint == "sendVoice":
                return await self._not_heard(call, error, envelope)
            if not call.endpoint.startswith("edit"):
                raise
            return await self._not_edited(call, error, envelope)
        if result is None and call.endpoint == "sendPhoto":
            return await self._afresh(replace(envelope, prompt=without_picture(envelope.prompt)))
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return str(message_id) if message_id is not None else envelope.replaces_ref

    async def _not_seen(self, error: BadRequest, envelope: Envelope) -> str:
        """A picture was refused: the words go without it."""
        meaning = delivery_error(error)
        if not isinstance(meaning, Permanent):
            raise error
        self._log.warning("picture_refused", outbox_id=envelope.outbox_id, reason=str(meaning))
        return await self._afresh(replace(envelope, prompt=without_picture(envelope.prompt)))

    async def _spoken_elsewhere(self, envelope: Envelope) -> bytes:
        """The sound that has to be uploaded, or b""."""
        voice = envelope.prompt.voice
        if voice is None or voice.channel == self.name or self.sounds is None:
            return b""
        return await self.sounds.fetch(voice) or b""

    async def _not_heard(self, call: Call, error: BadRequest, envelope: Envelope) -> str:
        """A bot with another token does not know the file: then it is uploaded, if it is kept. A person can
        refuse voice notes too. That somebody spoke is told all the same.
        """
        meaning = delivery_error(error)
        if not isinstance(meaning, Permanent):
            raise error
        voice = envelope.prompt.voice
        sound = await self.sounds.fetch(voice) if voice and self.sounds and not call.sound else None
        if sound:
            return await self._show(uploaded(call, sound), envelope)
        self._log.warning("voice_refused", outbox_id=envelope.outbox_id, reason=str(meaning))
        return await self._afresh(replace(envelope, prompt=without_voice(envelope.prompt)))

    async def _not_edited(self, call: Call, error: BadRequest, envelope: Envelope) -> str:
        """The message is gone or too old. Buttons that are still needed go out as a new message; without any
        there is nothing left to press, and what was done is told elsewhere.
        """
        reason = error.message.lower()
        if _UNCHANGED in reason:
            return envelope.replaces_ref
        if _NO_TEXT in reason and call.endpoint == "editMessageText":
            return await self._show(as_caption(call), envelope)
        if _NO_CAPTION in reason and has_picture(envelope.prompt):
            # The words went without their picture.
            bare = replace(envelope, prompt=without_picture(envelope.prompt))
            return await self._show(calls(bare, self._renderer)[-1], bare)
        if not any(part in reason for part in _NOTHING_TO_EDIT):
            raise error
        if not (any(envelope.prompt.rows) or any(envelope.prompt.always)):
            return envelope.replaces_ref
        return await self._afresh(envelope)

    async def _afresh(self, envelope: Envelope) -> str:
        """Send it as a new message; what goes before it has gone already."""
        prompt = replace(
            envelope.prompt, replaces=False, venue=None, document=None, native=(), closes_native=False
        )
        afresh = replace(envelope, replaces_ref="", prompt=prompt)
        ref = ""
        for call in calls(afresh, self._renderer):
            ref = await self._show(call, afresh)
        return ref


def _upload(document: Document) -> InputFile:
    upload = InputFile(document.content.encode(), filename=document.name)
    upload.mimetype = media_type(document)
    return upload


async def introduce(bot: WireBot, renderer: Renderer, *, languages: tuple[str, ...]) -> None:
    """Tell Telegram what the bot is and which commands it has, in each language; the first is the default.

    The bot's name is left as the operator chose it. Only what differs is set, because Telegram allows few of
    these changes a day. A failure is logged and not fatal: the conversation works without.
    """
    log = structlog.get_logger(__name__)
    for language in ("", *(code for code in languages if len(code) == 2)):
        for about in introduction(renderer, language or languages[0]):
            try:
                await _set_if_new(bot, about, language)
            except TelegramError as error:
                log.warning(
                    "introduction_failed", call=about.setter, language=language, reason=reason_of(error)
                )
                if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
                    # Telegram is away: each further call would wait as long, and people wait for the bot.
                    return


async def _set_if_new(bot: WireBot, about: About, language: str) -> None:
    scope = {"language_code": language} if language else {}
    # Where a language has no text of its own, the answer may be the default one; the same needs no setting.
    if not await _is_told(bot, about, scope):
        await bot.call(about.setter, {**scope, about.parameter: about.value})


async def _is_told(bot: WireBot, about: About, scope: Mapping[str, str]) -> bool:
    try:
        return about.is_told_by(await bot.call(about.getter, scope))
    except (BadRequest, InvalidToken):
        # A server of the operator's own may be older than this question.
        return False
