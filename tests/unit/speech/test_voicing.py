"""The commands under `taalwijzer voice`, as an operator types them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import soundfile
from typer.testing import CliRunner, Result

from bot.errors import SettingsError
from bot.settings import Settings
from bot.speech.building import build_workshop
from bot.speech.engine import SPOKEN_LANGUAGES
from bot.voicing import commands
from tests.unit.speech.builders import tone


@contextmanager
def _settings(data_dir: Path) -> Iterator[Settings]:
    yield Settings(data_dir=data_dir, _env_file=None)


def _run(data_dir: Path, *words: str) -> Result:
    return CliRunner().invoke(commands(lambda: _settings(data_dir)), list(words))


def _rows(file: Path) -> dict[str, dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return {row["key"]: row for row in csv.DictReader(opened)}


def test_a_recording_goes_from_the_script_into_use(tmp_path: Path) -> None:
    read_in = tmp_path / "read in"
    read_in.mkdir()
    exported = _run(tmp_path, "export-script", str(tmp_path / "script.csv"))
    row = _rows(tmp_path / "script.csv")["general.restart"]
    sound = tone(1.5)
    soundfile.write(read_in / row["file"], sound.samples, sound.rate)

    imported = _run(tmp_path, "import", str(read_in))

    assert exported.exit_code == 0
    assert imported.exit_code == 0
    assert imported.stdout == "1 recordings taken over.\n"
    workshop = build_workshop("espeak", tmp_path)
    assert workshop.recordings.find("nl", row["text"]) is not None
    assert "recordings in use: 1 of" in _run(tmp_path, "status").stdout


def test_the_script_names_no_text_of_the_people_who_work_here(tmp_path: Path) -> None:
    _run(tmp_path, "export-script", str(tmp_path / "script.csv"), "--language", "en")

    rows = _rows(tmp_path / "script.csv")
    assert rows["picture.face_happy"]["text"] == "happy face"
    assert {key for key in rows if key.startswith(("staff.", "volunteer.", "web."))} == set()
    assert all(row["file"].startswith("en.") for row in rows.values())


def test_what_is_wrong_is_named_and_ends_with_an_error(tmp_path: Path) -> None:
    read_in = tmp_path / "read in"
    read_in.mkdir()
    (read_in / "opname.wav").write_bytes(b"")

    imported = _run(tmp_path, "import", str(read_in))

    assert imported.exit_code == 1
    assert "opname.wav: no text has this name" in imported.stderr


def test_the_status_names_recordings_whose_text_has_changed(tmp_path: Path) -> None:
    build_workshop("none", tmp_path).recordings.keep("nl", "general.yes", "0123456789ab", b"OggS")

    shown = _run(tmp_path, "status").stdout

    assert "out of date, their text has changed: general.yes" in shown
    assert all(f"{language}: " in shown for language in SPOKEN_LANGUAGES)


def test_a_language_that_nobody_speaks_is_a_mistake(tmp_path: Path) -> None:
    tried = _run(tmp_path, "export-script", str(tmp_path / "script.csv"), "--language", "xx")

    assert isinstance(tried.exception, SettingsError)
    assert not (tmp_path / "script.csv").exists()


def test_without_a_voice_no_clips_are_made(tmp_path: Path) -> None:
    @contextmanager
    def silent() -> Iterator[Settings]:
        yield Settings(data_dir=tmp_path, speech="none", _env_file=None)

    made = CliRunner().invoke(commands(silent), ["make", "--language", "nl"])

    assert made.exit_code == 0
    assert "nl: no voice." in made.stdout
