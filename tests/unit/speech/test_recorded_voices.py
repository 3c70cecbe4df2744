"""A voice that was read in goes before the synthetic one, while its text is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.speech.recordings import version_of
from bot.speech.sound import clip_decoded, encoded
from flows.model import Button, Name, Speech, Text
from tests.unit.speech.builders import Hum, MadeUpTexts, MakeVoices, tone

_HELLO = Speech((Text("hello"),), (Button("y", Text("yes"), "👍"),))
_FATMA = Speech((Text("greet", {"name": Name("Fatma")}), Text("hello")))


async def test_a_recording_goes_before_the_voice_and_is_dropped_when_the_text_changes(
    voices: MakeVoices, tmp_path: Path
) -> None:
    one = Speech((Text("hello"),))
    synthetic = await voices(Hum()).clip(one, "nl")
    recorded = tmp_path / "recordings" / "nl" / f"hello.{version_of('Hallo')}.ogg"
    recorded.parent.mkdir(parents=True)
    recorded.write_bytes(encoded(tone(3.0)))

    human = await voices(Hum()).clip(one, "nl")
    changed = MadeUpTexts()
    changed.words["hello"] = "Hoi"
    after = await voices(Hum(), texts=changed).clip(one, "nl")

    assert synthetic is not None
    assert human is not None
    assert after is not None
    assert human.key != synthetic.key
    assert clip_decoded(human.sound).seconds == pytest.approx(3.6, abs=0.1)
    assert clip_decoded(after.sound).seconds == pytest.approx(0.9, abs=0.15)


async def test_a_recording_that_is_damaged_is_replaced_by_the_voice(
    voices: MakeVoices, tmp_path: Path
) -> None:
    recorded = tmp_path / "recordings" / "nl" / f"hello.{version_of('Hallo')}.ogg"
    recorded.parent.mkdir(parents=True)
    recorded.write_bytes(b"OggS and nothing else")

    assert await voices(Hum()).clip(Speech((Text("hello"),)), "nl") is not None


async def test_a_message_mixes_what_was_read_in_with_what_the_voice_says(
    voices: MakeVoices, tmp_path: Path
) -> None:
    recorded = tmp_path / "recordings" / "nl" / f"yes.{version_of('Ja')}.ogg"
    recorded.parent.mkdir(parents=True)
    recorded.write_bytes(encoded(tone(2.0)))
    engine = Hum()

    clip = await voices(engine).clip(Speech((Text("greet", {"name": Name("Fatma")}), Text("yes"))), "nl")

    assert clip is not None
    assert clip_decoded(clip.sound).seconds == pytest.approx(1.1 + 0.6 + 2.0 + 0.6, abs=0.2)
    assert [words for words, _ in engine.said] == ["Hallo Fatma"]
