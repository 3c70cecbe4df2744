"""Human recordings: what is to be read in, what is taken over, and what is refused with which reason."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bot.errors import InputFileError
from bot.speech.recordings import Recordings, version_of
from bot.speech.script import Line, fixed_keys, script_of, write_script
from bot.speech.sound import Sound, clip_decoded
from bot.speech.taking import take_recordings
from tests.unit.speech.builders import MadeUpTexts, tone

_KEYS = ("hello", "yes", "letter", "picture.letter", "language.ar", "only_picture")


def _script(texts: MadeUpTexts | None = None) -> dict[str, tuple[Line, ...]]:
    return {"nl": script_of(_KEYS, "nl", texts or MadeUpTexts())}


def _file(key: str) -> str:
    return next(line.file for line in _script()["nl"] if line.key == key)


def _wav(sound: Sound, kind: str = "WAV") -> bytes:
    content = io.BytesIO()
    soundfile.write(content, sound.samples, sound.rate, format=kind)
    return content.getvalue()


def _take(folder: Path, recordings: Recordings) -> tuple[int, str]:
    taken = take_recordings(folder, _script(), recordings)
    return taken.used, "\n".join(taken.refused)


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path / "recordings")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "read in").mkdir()
    return tmp_path / "read in"


def test_only_texts_that_are_the_same_for_everybody_are_read_in() -> None:
    forms = {
        "hello": (("Hallo",),),
        "greet": (("Hallo ", "name", ""),),
        "days": (("1 dag",), ("", "count", " dagen")),
        "staff.queue": (("Wachtrij",),),
        "web.title": (("Taalwijzer",),),
        "picture.letter": (("brief",),),
    }

    assert fixed_keys(forms) == ("hello", "picture.letter")


def test_the_same_words_are_read_in_once_and_pictures_and_other_languages_not_at_all() -> None:
    assert [line.words for line in _script()["nl"]] == ["Hallo", "Ja", "Brief", "brief"]


def test_the_table_says_what_to_read_and_how_to_name_it(tmp_path: Path) -> None:
    write_script(_script()["nl"], tmp_path / "script.csv")

    with (tmp_path / "script.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {"key": "hello", "text": "Hallo", "file": f"nl.hello.{version_of('Hallo')}.wav"}


def test_as_plain_text_it_can_be_printed(tmp_path: Path) -> None:
    write_script(_script()["nl"], tmp_path / "script.txt")

    assert "2. Ja\n   nl.yes." in (tmp_path / "script.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["WAV", "OGG", "FLAC", "MP3"])
def test_a_recording_in_a_usual_format_is_taken_over_as_opus(
    source: Path, recordings: Recordings, kind: str
) -> None:
    (source / f"{_file('hello')}.{kind.lower()}").write_bytes(_wav(tone(0.8), kind))

    used, refused = _take(source, recordings)

    found = recordings.find("nl", "Hallo")
    assert (used, refused) == (1, "")
    assert found is not None
    assert soundfile.info(found).subtype == "OPUS"
    assert clip_decoded(found.read_bytes()).seconds == pytest.approx(0.8, abs=0.1)


def test_a_zip_file_is_taken_over_too(tmp_path: Path, recordings: Recordings) -> None:
    with zipfile.ZipFile(tmp_path / "read.zip", "w") as archive:
        archive.writestr(f"opnames/{_file('hello')}.wav", _wav(tone(0.8)))
        archive.writestr(f"__MACOSX/opnames/._{_file('hello')}.wav", b"of the computer itself")

    assert _take(tmp_path / "read.zip", recordings) == (1, "")


def test_each_fault_is_named_with_its_file_and_the_good_ones_are_used(
    source: Path, recordings: Recordings
) -> None:
    old = f"nl.letter.{version_of('Post')}.wav"
    files = {
        f"{_file('hello')}.wav": _wav(tone(0.8)),
        "nl.nothing.0123456789ab.wav": _wav(tone(0.8)),
        "opname 3.wav": _wav(tone(0.8)),
        f"{_file('yes')}.wav": _wav(Sound(np.zeros(22_050, dtype=np.float32), 22_050)),
        f"{_file('letter')}.mp3": b"no sound",
        f"{_file('picture.letter')}.wav": _wav(tone(30)),
        old: _wav(tone(0.8)),
    }
    for name, content in files.items():
        (source / name).write_bytes(content)

    used, refused = _take(source, recordings)

    assert used == 1
    assert sorted(line.split(".wav: ")[-1].split(".mp3: ")[-1][:24] for line in refused.splitlines()) == [
        "30 seconds is too long f",
        "no text has this name; `",
        "no text has this name; `",
        "nothing can be heard in ",
        "the text has changed; it",
        "this is no sound file th",
    ]
    assert f'{old}: the text has changed; it is now "Brief"' in refused
    assert recordings.find("nl", "Hallo") is not None
    assert recordings.find("nl", "Ja") is None


def test_too_short_for_its_words_is_refused(source: Path, recordings: Recordings) -> None:
    (source / f"{_file('hello')}.wav").write_bytes(_wav(tone(0.02)))

    assert "too short" in _take(source, recordings)[1]


def test_a_folder_without_files_or_a_zip_file_that_is_none_is_said_so(
    source: Path, recordings: Recordings, tmp_path: Path
) -> None:
    (tmp_path / "no.zip").write_bytes(b"no zip")

    with pytest.raises(InputFileError, match="there are no files"):
        _take(source, recordings)
    with pytest.raises(InputFileError, match="neither a folder nor a zip"):
        _take(tmp_path / "no.zip", recordings)


def test_a_damaged_part_of_a_zip_file_is_refused_and_the_others_are_used(
    tmp_path: Path, recordings: Recordings
) -> None:
    path = tmp_path / "read.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{_file('hello')}.wav", _wav(tone(0.8)))
        archive.writestr(f"{_file('yes')}.wav", _wav(tone(0.8)))
    content = bytearray(path.read_bytes())
    content[5_000:5_004] = b"\xff\x00\xff\x00"
    path.write_bytes(bytes(content))

    used, refused = _take(path, recordings)

    assert used == 1
    assert refused.startswith(_file("hello"))


def test_reading_in_again_replaces_the_earlier_recording(source: Path, recordings: Recordings) -> None:
    for seconds in (0.8, 1.6):
        (source / f"{_file('hello')}.wav").write_bytes(_wav(tone(seconds)))
        assert _take(source, recordings) == (1, "")

    found = recordings.find("nl", "Hallo")
    assert found is not None
    assert clip_decoded(found.read_bytes()).seconds == pytest.approx(1.6, abs=0.1)
    assert len(recordings.of("nl")) == 1


def test_a_recording_counts_only_for_exactly_its_words(source: Path, recordings: Recordings) -> None:
    (source / f"{_file('hello')}.wav").write_bytes(_wav(tone(0.8)))
    _take(source, recordings)

    assert recordings.find("nl", "Hallo!") is None
    assert recordings.find("en", "Hallo") is None
