"""A voice that makes no sound: it remembers what it was to say, and can be silent or away."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.channels.base import Clip
from flows.model import Name, Speech

SOUND = b"OggS" + bytes(range(256))


@dataclass
class FakeVoices:
    """`bot.channels.base.Voices` in memory. `silent`: no clip comes of anything; `sound`: what all of them
    sound like.
    """

    silent: bool = False
    sound: bytes = SOUND
    said: list[tuple[Speech, str]] = field(default_factory=list)
    files: dict[tuple[str, str], str] = field(default_factory=dict)

    async def clip(self, speech: Speech, language: str) -> Clip | None:
        self.said.append((speech, language))
        if self.silent:
            return None
        return Clip("" if _is_personal(speech) else f"{language}:{_keys(speech)}", self.sound, 2)

    async def sent_before(self, key: str, channel: str) -> str:
        return self.files.get((key, channel), "")

    async def was_sent(self, key: str, channel: str, file: str) -> None:
        self.files[key, channel] = file


def tone(seconds: float = 0.4) -> bytes:
    """A sound that a browser can play."""
    import numpy as np

    from bot.speech.sound import RATE, Sound, encoded

    time = np.arange(int(seconds * RATE)) / RATE
    return encoded(Sound((0.05 * np.sin(2 * np.pi * 220 * time)).astype(np.float32), RATE))


def _is_personal(speech: Speech) -> bool:
    return any(isinstance(line, Name) or line.params for line in speech.lines)


def _keys(speech: Speech) -> str:
    lines = [line.name if isinstance(line, Name) else line.key for line in speech.lines]
    return ",".join([*lines, *(button.choice for button in speech.choices)])
