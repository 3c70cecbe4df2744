"""Makes a voice note of pieces: recordings first, then kept clips, then a synthetic voice. Blocks.

kept message? ─yes─▶ done
    │no
each piece: recording ▸ kept clip ▸ engine ─▶ same loudness ─▶ joined with rests ─▶ Ogg Opus ─▶ kept, if
                                                                                   the same for everybody
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import structlog

from bot.channels.base import Clip
from bot.speech.engine import Engine, SpeechFailed
from bot.speech.recordings import Recordings
from bot.speech.said import Piece
from bot.speech.sound import Sound, SoundDamaged, clip_decoded, encoded, is_silent, joined, levelled
from bot.speech.store import ClipStore, name_of

# In every name: whoever changes how clips are made raises it, so that all are made again.
_MAKE = "1"
# An engine without a voice for a language still finds its pieces there when all of them were read in.
_RECORDED = "recorded"
# Between two voices in one piece.
_BETWEEN_VOICES = 0.08


class Workshop:
    """Voices, recordings and kept clips. `engines`: the first that speaks a language is taken."""

    def __init__(self, engines: Sequence[Engine], recordings: Recordings, store: ClipStore) -> None:
        self.engines = tuple(engines)
        self.recordings = recordings
        self.store = store
        self._log = structlog.get_logger(__name__)

    def speaks(self, language: str) -> bool:
        return self.engine_for(language) is not None

    def engine_for(self, language: str) -> Engine | None:
        return next((engine for engine in self.engines if engine.speaks(language)), None)

    def clip(self, pieces: Sequence[Piece], language: str) -> Clip:
        """The message as a voice note.

        Raises:
            SpeechFailed: a piece of it cannot be spoken.
        """
        if not pieces:
            raise SpeechFailed("there is nothing to say")
        everybody = all(piece.kept and not piece.answered for piece in pieces)
        engine = self._engine_name(language)
        name = name_of(_MAKE, [f"{self._piece_name(piece, language)} {piece.pause}" for piece in pieces])
        content = self.store.read(engine, language, name) if everybody else b""
        sound = self._whole(content)
        if sound is None:
            sound = joined([(self._sound(piece, language), piece.pause) for piece in pieces])
            content = encoded(sound)
            if everybody:
                self.store.write(engine, language, name, content)
        return Clip(name if everybody else "", content, max(1, math.ceil(sound.seconds)))

    def keep(self, piece: Piece, language: str) -> bool:
        """Make the clip of one piece if it is not there yet; True when it was made now.

        Raises:
            SpeechFailed: it cannot be spoken.
        """
        if not piece.kept or self._recording(piece, language):
            return False
        engine, name = self._engine_name(language), self._piece_name(piece, language)
        if self._whole(self.store.read(engine, language, name)) is not None:
            return False
        self.store.write(engine, language, name, encoded(self.synthesised(piece)))
        return True

    def is_kept(self, piece: Piece, language: str) -> bool:
        """Whether a clip of the present words is on disk."""
        return bool(self.store.read(self._engine_name(language), language, self._piece_name(piece, language)))

    def _sound(self, piece: Piece, language: str) -> Sound:
        recording = self._recording(piece, language)
        if recording is not None:
            sound = self._whole(recording.read_bytes())
            if sound is not None:
                return sound
            self._log.warning("recording_damaged", file=recording.name)
        if piece.kept:
            name = self._piece_name(piece, language)
            sound = self._whole(self.store.read(self._engine_name(language), language, name))
            if sound is not None:
                return sound
        return self.synthesised(piece)

    def synthesised(self, piece: Piece) -> Sound:
        """The piece as the synthetic voices say it.

        Raises:
            SpeechFailed: nothing speaks its language, or nothing can be heard.
        """
        said: list[tuple[Sound, float]] = []
        for language, words in piece.runs:
            engine = self.engine_for(language)
            if engine is None:
                raise SpeechFailed(f"nothing speaks {language!r}")
            sound = levelled(engine.say(words, language))
            if not is_silent(sound):
                said.append((sound, _BETWEEN_VOICES))
        if not said:
            raise SpeechFailed("nothing can be heard")
        return joined(said)

    def _recording(self, piece: Piece, language: str) -> Path | None:
        return self.recordings.find(language, piece.words) if piece.kept else None

    def _engine_name(self, language: str) -> str:
        engine = self.engine_for(language)
        return engine.name if engine else _RECORDED

    def _piece_name(self, piece: Piece, language: str) -> str:
        """What the sound of this piece depends on: the recording, or the words and who says them."""
        recording = self._recording(piece, language)
        if recording is not None:
            found = recording.stat()
            return name_of(_MAKE, recording.name, f"{found.st_size} {found.st_mtime_ns}")
        voices = []
        for run, words in piece.runs:
            engine = self.engine_for(run)
            voices.append(f"{engine.identity(run) if engine else ''} {run} {words}")
        return name_of(_MAKE, voices)

    def _whole(self, content: bytes) -> Sound | None:
        """The sound of a kept clip; None when there is none, or it is damaged and has to be made again."""
        if not content:
            return None
        try:
            sound = clip_decoded(content)
        except SoundDamaged:
            return None
        return None if is_silent(sound) else sound
