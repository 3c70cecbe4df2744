"""Voices, texts and memories that are made up, for the tests of speech."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from bot.speech.engine import Engine, SpeechFailed
from bot.speech.recordings import Recordings
from bot.speech.sound import Sound
from bot.speech.store import ClipStore
from bot.speech.voices import ReadAloud
from bot.speech.workshop import Workshop
from flows.model import Items, Name, Text

RATE = 22_050
WORDS: Mapping[str, str] = {
    "hello": "Hallo",
    "greet": "Hallo {name}",
    "yes": "Ja",
    "no": "Nee",
    "nested": "Kies {what}",
    "only_picture": "🙂",
    "picture.thumb_up": "duim omhoog",
    "picture.letter": "brief",
    "picture.chosen": "gekozen",
    "letter": "Brief",
    "language.ar": "العربية",
}


def tone(seconds: float, *, pitch: float = 220.0, rate: int = RATE) -> Sound:
    """A hum of this length."""
    time = np.arange(int(seconds * rate)) / rate
    return Sound((0.3 * np.sin(2 * np.pi * pitch * time)).astype(np.float32), rate)


class Hum:
    """An engine that hums a tenth of a second for each letter, and remembers what it was asked to say."""

    def __init__(self, *languages: str, name: str = "hum", version: str = "1") -> None:
        self.name = name
        self.version = version
        self.languages = languages or ("nl",)
        self.said: list[tuple[str, str]] = []

    def speaks(self, language: str) -> bool:
        return language in self.languages

    def identity(self, language: str) -> str:
        return f"{self.name} {self.version}"

    def say(self, text: str, language: str) -> Sound:
        self.said.append((text, language))
        return tone(0.1 * len(text))


class Broken(Hum):
    """An engine that fails, by its own error or by one that nobody foresaw."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self._error = error or SpeechFailed("broken")

    def say(self, text: str, language: str) -> Sound:
        raise self._error


class Slow(Hum):
    """An engine that says nothing before it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()

    def say(self, text: str, language: str) -> Sound:
        self.may.wait(20)
        return super().say(text, language)


class MadeUpTexts:
    """Fills `{name}` in the words of `WORDS`."""

    def __init__(self, words: Mapping[str, str] = WORDS) -> None:
        self.words = dict(words)

    def render(self, text: Text | Name | Items, language: str) -> str:
        if isinstance(text, Name):
            return text.name
        if isinstance(text, Items):
            return ", ".join(self.render(item, language) for item in text.items)
        filled = {
            name: self.render(param, language) if isinstance(param, Text | Name) else str(param)
            for name, param in text.params.items()
        }
        return self.words[text.key].format(**filled)


class Memory:
    """What channels keep, in a dictionary."""

    def __init__(self) -> None:
        self.files: dict[tuple[str, str], str] = {}

    async def file_of(self, key: str, channel: str) -> str:
        return self.files.get((key, channel), "")

    async def remember(self, key: str, channel: str, file: str) -> None:
        self.files[key, channel] = file


def make_workshop(folder: Path, *engines: Engine) -> Workshop:
    return Workshop(engines, Recordings(folder / "recordings"), ClipStore(folder / "speech"))


def make_voices(
    folder: Path, *engines: Engine, texts: MadeUpTexts | None = None, patience: float = 15.0
) -> ReadAloud:
    return ReadAloud(make_workshop(folder, *engines), texts or MadeUpTexts(), Memory(), patience=patience)


def clips_in(folder: Path) -> list[Path]:
    """The clips that are kept on disk."""
    return sorted((folder / "speech").rglob("*.ogg"))


MakeVoices = Callable[..., ReadAloud]
