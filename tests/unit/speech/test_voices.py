"""Voice notes as channels get them: made once, kept when they may be, never in the way of the words."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.speech.sound import Sound, clip_decoded
from bot.speech.store import KEPT_DAYS, ClipStore
from flows.model import Button, Name, Speech, Text
from tests.unit.speech.builders import Broken, Hum, MadeUpTexts, MakeVoices, Slow, clips_in

_HELLO = Speech((Text("hello"),), (Button("y", Text("yes"), "👍"),))
_FATMA = Speech((Text("greet", {"name": Name("Fatma")}), Text("hello")))


async def test_a_message_becomes_a_voice_note_of_a_plausible_length(voices: MakeVoices) -> None:
    clip = await voices(Hum()).clip(_HELLO, "nl")

    assert clip is not None
    heard = clip_decoded(clip.sound)
    # 5, 2 and 12 letters of a tenth of a second, and the rests.
    assert heard.seconds == pytest.approx(1.9 + 0.6 + 0.15 + 0.5, abs=0.2)
    assert clip.seconds == 4


async def test_the_same_words_are_made_once(voices: MakeVoices, tmp_path: Path) -> None:
    first = await voices(Hum()).clip(_HELLO, "nl")
    silent_now = Broken()

    again = await voices(silent_now).clip(_HELLO, "nl")

    assert first is not None
    assert again == first


async def test_the_single_texts_are_kept_too_for_other_messages(voices: MakeVoices, tmp_path: Path) -> None:
    speaking = voices(Hum())
    await speaking.clip(_HELLO, "nl")
    # The message, and "Hallo", "Ja", "duim omhoog" behind it.
    await _until(lambda: len(clips_in(tmp_path)) == 4)

    other = await voices(Broken()).clip(Speech((Text("yes"), Text("hello"))), "nl")

    assert other is not None


async def test_words_of_one_person_have_no_key_and_are_not_kept(voices: MakeVoices, tmp_path: Path) -> None:
    speaking = voices(Hum())

    clip = await speaking.clip(_FATMA, "nl")

    assert clip is not None
    assert clip.key == ""
    await _until(lambda: len(clips_in(tmp_path)) == 1)
    await asyncio.sleep(0.1)
    kept = [clip_decoded(file.read_bytes()).seconds for file in clips_in(tmp_path)]
    # "Hallo" alone, and nothing that is as long as "Hallo Fatma".
    assert kept == [pytest.approx(0.5, abs=0.15)]


async def test_what_somebody_ticked_has_no_key_and_is_not_kept(voices: MakeVoices, tmp_path: Path) -> None:
    ticked = Speech((), (Button("y", Text("yes"), "👍", selected=True),))

    clip = await voices(Hum()).clip(ticked, "nl")

    assert clip is not None
    assert clip.key == ""
    # "Ja", "duim omhoog" and "gekozen", each by itself.
    await _until(lambda: len(clips_in(tmp_path)) == 3)


async def test_other_words_another_engine_or_another_version_have_another_key(voices: MakeVoices) -> None:
    said = await voices(Hum()).clip(_HELLO, "nl")
    changed = MadeUpTexts()
    changed.words["hello"] = "Hoi"

    others = [
        await voices(Hum(), texts=changed).clip(_HELLO, "nl"),
        await voices(Hum(version="2")).clip(_HELLO, "nl"),
        await voices(Hum(name="other")).clip(_HELLO, "nl"),
    ]

    keys = {clip.key for clip in [said, *others] if clip}
    assert len(keys) == 4


@pytest.mark.parametrize("error", [None, ValueError("?"), OSError("no library"), MemoryError()])
async def test_speech_that_fails_gives_nothing_and_no_error(
    voices: MakeVoices, error: Exception | None
) -> None:
    assert await voices(Broken(error)).clip(_HELLO, "nl") is None


async def test_a_language_without_a_voice_gives_nothing(voices: MakeVoices) -> None:
    speaking = voices(Hum("nl"))

    assert not speaking.speaks("ti")
    assert await speaking.clip(_HELLO, "ti") is None


async def test_without_any_engine_nothing_is_said(voices: MakeVoices, tmp_path: Path) -> None:
    assert await voices().clip(_HELLO, "nl") is None
    assert clips_in(tmp_path) == []


async def test_a_text_that_is_missing_gives_nothing_and_no_error(voices: MakeVoices) -> None:
    assert await voices(Hum()).clip(Speech((Text("no.such.text"),)), "nl") is None


async def test_a_message_that_is_far_too_long_goes_without_sound(voices: MakeVoices) -> None:
    engine = Hum()

    assert await voices(engine).clip(Speech((Name("Hallo! " * 200),)), "nl") is None
    assert engine.said == []


async def test_old_clips_are_swept_behind_the_first_message(voices: MakeVoices, tmp_path: Path) -> None:
    store = ClipStore(tmp_path / "speech")
    store.write("hum", "nl", "old", b"1")
    os.utime(store.path("hum", "nl", "old"), (0, 0))

    await voices(Hum()).clip(_HELLO, "nl")

    await _until(lambda: not store.path("hum", "nl", "old").exists())


async def test_nothing_to_say_gives_nothing(voices: MakeVoices) -> None:
    assert await voices(Hum()).clip(Speech(()), "nl") is None


async def test_a_slow_voice_does_not_hold_the_words_up_and_is_there_the_next_time(
    voices: MakeVoices, tmp_path: Path
) -> None:
    engine = Slow()
    speaking = voices(engine, patience=0.05)

    first = await speaking.clip(_HELLO, "nl")
    engine.may.set()
    await _until(lambda: len(clips_in(tmp_path)) >= 1)
    second = await voices(Broken(), patience=15.0).clip(_HELLO, "nl")

    assert first is None
    assert second is not None


async def test_who_asks_for_the_same_words_at_once_waits_for_the_same_clip(voices: MakeVoices) -> None:
    engine = Slow()
    speaking = voices(engine)
    asked = [asyncio.create_task(speaking.clip(_FATMA, "nl")) for _ in range(3)]
    await asyncio.sleep(0.05)
    engine.may.set()

    clips = await asyncio.gather(*asked)

    assert clips[0] is not None
    assert clips == [clips[0]] * 3
    assert [words for words, _ in engine.said].count("Hallo Fatma") == 1


async def test_with_too_many_waiting_the_next_goes_without_sound_at_once(voices: MakeVoices) -> None:
    engine = Slow()
    speaking = voices(engine)
    waiting = [
        asyncio.create_task(speaking.clip(Speech((Name(f"Anna {number}"),)), "nl")) for number in range(12)
    ]
    await asyncio.sleep(0.05)

    one_more = await asyncio.wait_for(speaking.clip(Speech((Name("Bert"),)), "nl"), 2)

    assert one_more is None
    engine.may.set()
    assert all(await asyncio.gather(*waiting))


async def test_a_damaged_file_is_made_again(voices: MakeVoices, tmp_path: Path) -> None:
    one = Speech((Text("hello"),))
    first = await voices(Hum()).clip(one, "nl")
    assert first is not None
    await _until(lambda: len(clips_in(tmp_path)) == 2)
    for file in clips_in(tmp_path):
        file.write_bytes(file.read_bytes()[:200])

    again = await voices(Hum()).clip(one, "nl")

    assert again is not None
    assert clip_decoded(again.sound).seconds == pytest.approx(clip_decoded(first.sound).seconds)


async def test_a_disk_that_takes_nothing_costs_only_the_keeping(voices: MakeVoices, tmp_path: Path) -> None:
    (tmp_path / "speech").write_text("in the way", encoding="utf-8")

    assert await voices(Hum()).clip(_HELLO, "nl") is not None


async def test_clips_are_made_ahead_once(voices: MakeVoices, tmp_path: Path) -> None:
    speaking = voices(Hum())

    made = await speaking.make_ahead(["hello", "yes", "only_picture"], ["nl", "ti"])

    assert made == 2
    assert len(clips_in(tmp_path)) == 2
    assert await speaking.make_ahead(["hello", "yes"], ["nl"]) == 0


async def test_one_text_that_cannot_be_said_does_not_stop_the_others(voices: MakeVoices) -> None:
    class Choosy(Hum):
        def say(self, text: str, language: str) -> Sound:
            if text == "Hallo":
                raise OSError
            return super().say(text, language)

    assert await voices(Choosy()).make_ahead(["hello", "yes"], ["nl"]) == 1


async def test_what_a_channel_keeps_is_remembered_by_key_and_never_without_one(voices: MakeVoices) -> None:
    speaking = voices(Hum())

    await speaking.was_sent("abc", "telegram", "file-1")
    await speaking.was_sent("", "telegram", "file-2")

    assert await speaking.sent_before("abc", "telegram") == "file-1"
    assert await speaking.sent_before("abc", "web") == ""
    assert await speaking.sent_before("", "telegram") == ""


def test_clips_that_nobody_made_again_for_long_are_swept(tmp_path: Path) -> None:
    store = ClipStore(tmp_path)
    store.write("hum", "nl", "old", b"1")
    store.write("hum", "nl", "new", b"2")
    long_ago = store.path("hum", "nl", "new").stat().st_mtime - (KEPT_DAYS + 1) * 86_400
    os.utime(store.path("hum", "nl", "old"), (long_ago, long_ago))

    assert store.sweep() == 1
    assert store.read("hum", "nl", "new") == b"2"
    assert store.read("hum", "nl", "old") == b""


async def _until(condition: Callable[[], bool]) -> None:
    """Wait until it is true, ten seconds at most."""
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never became true")


async def test_after_closing_nothing_is_said_any_more(voices: MakeVoices) -> None:
    speaking = voices(Hum())
    await speaking.clip(_HELLO, "nl")

    speaking.close()

    assert await speaking.clip(_FATMA, "nl") is None
