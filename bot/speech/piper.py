"""Piper, a neural voice for whoever wants a warmer one: the extra `piper` and a voice file of the operator.

A voice is `<language>….onnx` with its `….onnx.json` in `DATA_DIR/voices`, named as its makers name it:
`nl_NL-pim-medium.onnx` speaks Dutch. Of several, the first by name is taken.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.speech.engine import SpeechFailed
from bot.speech.sound import Sound

if TYPE_CHECKING:
    from piper import PiperVoice

# Times the usual length: people who learn the language need more time.
SLOWER = 1.2
_LANGUAGE = re.compile(r"^([a-z]{2,3})(?![a-z])")


class Piper:
    """Speaks with the voice files of one folder. See `bot.speech.engine.Engine`."""

    name = "piper"

    def __init__(self, folder: Path) -> None:
        self._files = _voice_files(folder)
        self._loaded: tuple[str, PiperVoice] | None = None

    def speaks(self, language: str) -> bool:
        return language in self._files

    def identity(self, language: str) -> str:
        file = self._files[language]
        return f"piper {file.stem} {file.stat().st_size} {SLOWER}"

    def say(self, text: str, language: str) -> Sound:
        import numpy as np

        voice = self._voice(language)
        try:
            from piper import SynthesisConfig

            chunks = list(voice.synthesize(text, SynthesisConfig(length_scale=SLOWER)))
        except Exception as error:
            # The libraries below name no errors of their own; whatever it was, the words go without sound.
            raise SpeechFailed(f"piper cannot say this: {type(error).__name__}") from error
        if not chunks:
            raise SpeechFailed("piper said nothing")
        samples = np.concatenate([chunk.audio_float_array for chunk in chunks]).astype(np.float32)
        return Sound(samples, chunks[0].sample_rate)

    def _voice(self, language: str) -> PiperVoice:
        """The voice of this language. One is held at a time: each takes some 150 MB."""
        if self._loaded is not None and self._loaded[0] == language:
            return self._loaded[1]
        if language not in self._files:
            raise SpeechFailed(f"there is no voice file for {language!r}")
        self._loaded = None
        try:
            from piper import PiperVoice

            voice = PiperVoice.load(self._files[language])
        except Exception as error:
            raise SpeechFailed(f"{self._files[language].name} cannot be used: {error}") from error
        self._loaded = (language, voice)
        return voice


def _voice_files(folder: Path) -> dict[str, Path]:
    """Language → voice file; those without their settings beside them are no voices."""
    found: dict[str, Path] = {}
    for file in sorted(folder.glob("*.onnx")):
        language = _LANGUAGE.match(file.name)
        if language and file.with_name(f"{file.name}.json").exists():
            found.setdefault(language[1], file)
    return found
