"""Puts the voices of one process together, as the settings say. No library is loaded before a word."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from bot.speech.engine import Engine
from bot.speech.espeak import Espeak
from bot.speech.piper import Piper
from bot.speech.recordings import Recordings
from bot.speech.said import Texts
from bot.speech.store import ClipStore
from bot.speech.voices import ReadAloud, SentClips
from bot.speech.workshop import Workshop

Kind = Literal["espeak", "piper", "none"]
"""What `TAALWIJZER_SPEECH` may be."""


def build_voices(kind: Kind, data_dir: Path, texts: Texts, sent: SentClips) -> ReadAloud:
    """What channels ask for voice notes. With "none" it speaks no language."""
    return ReadAloud(build_workshop(kind, data_dir), texts, sent)


def build_workshop(kind: Kind, data_dir: Path) -> Workshop:
    """Voices in `data_dir/voices`, recordings in `data_dir/recordings`, kept clips in `data_dir/speech`."""
    return Workshop(
        _engines(kind, data_dir / "voices"),
        Recordings(data_dir / "recordings"),
        ClipStore(data_dir / "speech"),
    )


def _engines(kind: Kind, voices: Path) -> tuple[Engine, ...]:
    """Piper where the operator put a voice, and the one that comes along for all other languages."""
    if kind == "none":
        return ()
    return (Piper(voices), Espeak()) if kind == "piper" else (Espeak(),)
