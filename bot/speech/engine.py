"""What every synthetic voice promises, and what goes wrong with speech."""

from __future__ import annotations

from typing import Protocol

from bot.errors import TaalwijzerError
from bot.speech.sound import Sound

SPOKEN_LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk", "fa", "es")
"""The languages in which learners are spoken to. An engine may know more, for the names of languages."""


class SpeechFailed(TaalwijzerError):
    """These words cannot be spoken: no library, no voice, or the engine gave up."""


class Engine(Protocol):
    """A synthetic voice. Used by one thread at a time; loads what it needs on first use."""

    name: str
    """The folder of its clips: letters only."""

    def speaks(self, language: str) -> bool:
        """Whether there is a voice for this language. Cheap: loads no library."""

    def identity(self, language: str) -> str:
        """What the sound depends on besides the words: another identity means other clips."""

    def say(self, text: str, language: str) -> Sound:
        """These words as mono sound.

        Raises:
            SpeechFailed: they cannot be spoken.
        """
