"""espeak-ng, the voice that comes along: small, quick, and in every language that learners are spoken to.

The library and its data come from the package `espeakng-loader`. It keeps its state in the process, so there
is one of it, and one thread at a time may speak.
"""

from __future__ import annotations

import ctypes
import threading
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from bot.speech.engine import SPOKEN_LANGUAGES, SpeechFailed
from bot.speech.sound import Sound

# Words a minute. Reading aloud at a usual pace has 175; people who learn the language need more time.
WORDS_A_MINUTE = 140
# ISO 639 → voice, where they differ; and what it speaks besides, for the names of languages.
_VOICES = {"zh": "cmn"}
_MORE = ("ti", "ru", "fr", "ro", "bg", "ku", "zh", "vi", "th", "pap", "pt")

# From speak_lib.h: samples go to a callback while `espeak_Synth` runs; no error may end the process.
_SYNCHRONOUS, _DO_NOT_EXIT, _RATE_PARAMETER, _BY_CHARACTER, _UTF8 = 2, 0x8000, 1, 1, 1
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
_PHONEMES_IPA = 2


class Espeak:
    """Speaks through the shared library. See `bot.speech.engine.Engine`."""

    name = "espeak"

    def speaks(self, language: str) -> bool:
        return language in SPOKEN_LANGUAGES or language in _MORE

    def identity(self, language: str) -> str:
        return f"espeak-ng {_package_version()} {WORDS_A_MINUTE}"

    def say(self, text: str, language: str) -> Sound:
        import numpy as np

        library = _library()
        heard = np.frombuffer(library.synthesised(text, self._voice(language)), dtype="<i2")
        return Sound((heard / np.float32(32_768)).astype(np.float32), library.rate)

    def phonemes(self, text: str, language: str) -> str:
        """How these words are said, in IPA: what a proof can compare."""
        return _library().phonemes(text, self._voice(language))

    def _voice(self, language: str) -> str:
        if not self.speaks(language):
            raise SpeechFailed(f"espeak-ng has no voice for {language!r} here")
        return _VOICES.get(language, language)


class _Library:
    """The shared library, set up once."""

    def __init__(self) -> None:
        try:
            import espeakng_loader

            self._lib = ctypes.CDLL(espeakng_loader.get_library_path())
            data = espeakng_loader.get_data_path()
        except (ImportError, OSError, RuntimeError) as error:
            raise SpeechFailed(f"espeak-ng cannot be loaded: {error}") from error
        self._lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self.rate: int = self._lib.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _DO_NOT_EXIT)
        if self.rate <= 0:
            raise SpeechFailed("espeak-ng cannot be set up")
        self._lock = threading.Lock()
        self._heard: list[bytes] = []
        # Kept here: the library calls it for as long as it lives.
        self._callback = _CALLBACK(self._take)
        self._lib.espeak_SetSynthCallback(self._callback)

    def synthesised(self, text: str, voice: str) -> bytes:
        """Signed 16-bit samples, `rate` a second."""
        words = text.encode()
        with self._lock:
            self._choose(voice)
            self._heard.clear()
            failed = (
                self._lib.espeak_Synth(words, len(words) + 1, 0, _BY_CHARACTER, 0, _UTF8, None, None)
                or self._lib.espeak_Synchronize()
            )
            heard = b"".join(self._heard)
            self._heard.clear()
        if failed:
            raise SpeechFailed(f"espeak-ng gave error {failed}")
        return heard

    def phonemes(self, text: str, voice: str) -> str:
        with self._lock:
            self._choose(voice)
            rest = ctypes.c_char_p(text.encode())
            clauses = []
            while rest.value is not None:
                clause = self._lib.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _PHONEMES_IPA)
                clauses.append(clause.decode())
        return " ".join(" ".join(clauses).split())

    def _choose(self, voice: str) -> None:
        if self._lib.espeak_SetVoiceByName(voice.encode()):
            raise SpeechFailed(f"espeak-ng has no voice {voice!r}")
        self._lib.espeak_SetParameter(_RATE_PARAMETER, WORDS_A_MINUTE, 0)

    def _take(self, samples: ctypes._Pointer[ctypes.c_short], count: int, _events: int | None) -> int:
        if count > 0:
            self._heard.append(ctypes.string_at(samples, count * ctypes.sizeof(ctypes.c_short)))
        return 0


@cache
def _library() -> _Library:
    """The one of this process. A failure is not kept: it is tried again for the next words."""
    return _Library()


@cache
def _package_version() -> str:
    try:
        return version("espeakng-loader")
    except PackageNotFoundError:
        return ""
