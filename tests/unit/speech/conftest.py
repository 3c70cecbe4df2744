"""Voices that are closed when the test is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.speech.engine import Engine
from bot.speech.voices import ReadAloud
from tests.unit.speech.builders import MadeUpTexts, MakeVoices, make_voices


@pytest.fixture
def voices(tmp_path: Path) -> Iterator[MakeVoices]:
    """Makes voices over `tmp_path`."""
    made: list[ReadAloud] = []

    def make(*engines: Engine, texts: MadeUpTexts | None = None, patience: float = 15.0) -> ReadAloud:
        made.append(make_voices(tmp_path, *engines, texts=texts, patience=patience))
        return made[-1]

    yield make
    for one in made:
        one.close()
