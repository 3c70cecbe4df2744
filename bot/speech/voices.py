"""What channels ask for a voice note: it answers within a few seconds and never raises.

One thread makes all clips. Whoever asks waits for a while; a clip that takes longer is made all the same and
is there the next time. Nobody waits for the clips of single texts, which are kept behind the message.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import structlog

from bot.channels.base import Clip
from bot.speech.engine import SPOKEN_LANGUAGES, SpeechFailed
from bot.speech.said import AFTER_LINE, Piece, Texts, piece, pieces_of
from bot.speech.workshop import Workshop
from flows.model import Speech, Text

# Seconds that a message waits for its voice note.
PATIENCE = 4.0
# Messages that may wait for the thread; one more goes without sound at once.
_WAITING = 12
# Characters of a message: some 90 seconds of speech. A longer one could not be made while it waits.
_LONGEST = 1_200
# While clips are made ahead, the thread rests this many times as long as it works: messages come first.
_RESTS = 2.0
_LEAST_REST = 0.02
# Single texts that wait to be kept behind the messages; the oldest are forgotten first.
_LATER = 200

_Making = tuple[str, tuple[Piece, ...]]


class SentClips(Protocol):
    """Remembers under which name a channel keeps a clip; the database does it."""

    async def file_of(self, key: str, channel: str) -> str:
        """The name (a Telegram file id), or ""."""

    async def remember(self, key: str, channel: str, file: str) -> None:
        """Keep that name; a later one for the same clip and channel takes its place."""


class ReadAloud:
    """Implements `bot.channels.base.Voices`. Starts its thread with the first word."""

    def __init__(
        self, workshop: Workshop, texts: Texts, sent: SentClips, *, patience: float = PATIENCE
    ) -> None:
        self._workshop = workshop
        self._texts = texts
        self._sent = sent
        self._patience = patience
        self._thread: ThreadPoolExecutor | None = None
        self._closed = False
        self._swept = False
        self._making: dict[_Making, Future[Clip | None]] = {}
        self._later: deque[tuple[Piece, str]] = deque(maxlen=_LATER)
        self._log = structlog.get_logger(__name__)

    def speaks(self, language: str) -> bool:
        """Whether learners can have this language read aloud. Cheap; loads nothing."""
        return language in SPOKEN_LANGUAGES and self._workshop.speaks(language)

    async def clip(self, speech: Speech, language: str) -> Clip | None:
        """See `bot.channels.base.Voices.clip`."""
        try:
            if not self.speaks(language):
                return None
            pieces = pieces_of(speech, language, self._texts, self._workshop.speaks)
            long = sum(len(one.words) for one in pieces)
            making = self._begin(pieces, language) if 0 < long <= _LONGEST else None
            if making is None:
                return None
            waiting = asyncio.wrap_future(making)
            done, _ = await asyncio.wait({waiting}, timeout=self._patience)
            return waiting.result() if done else None
        except Exception as error:
            # Whatever it is, the message goes without sound.
            self._log.warning("speech_failed", language=language, error=type(error).__name__)
            return None

    async def sent_before(self, key: str, channel: str) -> str:
        """See `bot.channels.base.Voices.sent_before`."""
        return await self._sent.file_of(key, channel) if key else ""

    async def was_sent(self, key: str, channel: str, file: str) -> None:
        """See `bot.channels.base.Voices.was_sent`."""
        if key and file:
            await self._sent.remember(key, channel, file)

    async def make_ahead(self, keys: Iterable[str], languages: Iterable[str] = SPOKEN_LANGUAGES) -> int:
        """Make the clips of these texts that are not there yet, one by one between messages; how many
        were made. `keys`: texts without placeholders.
        """
        made = 0
        wanted = tuple(keys)
        for language in languages:
            for key in wanted if self.speaks(language) else ():
                begun = asyncio.get_running_loop().time()
                made += await self._in_thread(self._keep_text, key, language)
                took = asyncio.get_running_loop().time() - begun
                await asyncio.sleep(max(_LEAST_REST, took * _RESTS))
        return made

    def close(self) -> None:
        """Begin nothing more; what is being made right now is let go when it is done."""
        self._closed = True
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._thread = None

    # ── In the thread ───────────────────────────────────────────────────────────────────────────────────────

    def _begin(self, pieces: tuple[Piece, ...], language: str) -> Future[Clip | None] | None:
        """Have the message made, once for all who ask for it; None when too many are waiting."""
        making = self._making.get((language, pieces))
        if making is None and len(self._making) < _WAITING:
            making = self._executor().submit(self._make, pieces, language)
            self._making[language, pieces] = making
            making.add_done_callback(lambda _done: self._making.pop((language, pieces), None))
            # Behind it, so that the next message with one of these texts is quicker.
            self._later.extend((one, language) for one in pieces if one.kept)
            self._executor().submit(self._keep_one)
            if not self._swept:
                self._swept = True
                self._executor().submit(self._workshop.store.sweep)
        return making

    def _make(self, pieces: tuple[Piece, ...], language: str) -> Clip | None:
        try:
            return self._workshop.clip(pieces, language)
        except Exception as error:
            # Never the words themselves: they may be those of a person.
            self._log.warning("speech_failed", language=language, error=type(error).__name__)
            return None

    def _keep_one(self) -> None:
        """Keep one text and queue up again behind whatever came in the meantime."""
        thread = self._thread
        if self._later and thread is not None:
            self._keep(*self._later.popleft())
            with contextlib.suppress(RuntimeError):
                # It was closed in the meantime.
                thread.submit(self._keep_one)

    def _keep(self, one: Piece, language: str) -> int:
        try:
            return int(self._workshop.keep(one, language))
        except (SpeechFailed, OSError, RuntimeError) as error:
            self._log.warning("clip_not_made", language=language, error=type(error).__name__)
            return 0

    def _keep_text(self, key: str, language: str) -> int:
        one = piece(Text(key), language, self._texts, self._workshop.speaks, pause=AFTER_LINE)
        return self._keep(one, language) if one else 0

    async def _in_thread(self, work: Callable[..., int], *args: str) -> int:
        return await asyncio.wrap_future(self._executor().submit(work, *args))

    def _executor(self) -> ThreadPoolExecutor:
        if self._closed:
            raise SpeechFailed("nothing is said any more")
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="speech")
        return self._thread
