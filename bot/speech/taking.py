"""Takes recordings over: each file is looked at by itself, the good ones are used, the others named with the
reason.

Not all or nothing: who has read in four hundred texts and breathed too long at one does not begin again.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.errors import InputFileError
from bot.speech.recordings import Recordings
from bot.speech.script import Line
from bot.speech.sound import SoundDamaged, decoded, encoded, is_silent, levelled

LARGEST_FILE = 20_000_000
"""Bytes: some two minutes of uncompressed sound."""
_NAME = re.compile(r"([a-z]{2,3})\.([a-z0-9_.]+)\.([0-9a-f]{12})")
# Very slowly read, with a breath before and after; and faster than anybody speaks.
_SLOWEST_LETTERS, _BREATH_SECONDS, _FASTEST_LETTERS = 4, 3.0, 40


class _Refused(Exception):
    """This file is not used; the words say why."""


@dataclass(frozen=True, slots=True)
class Taken:
    """`used` files are recordings now. `refused`: one line for each other file, with the reason."""

    used: int
    refused: tuple[str, ...]


def take_recordings(source: Path, scripts: Mapping[str, Sequence[Line]], recordings: Recordings) -> Taken:
    """Take over a folder or a zip file. `scripts`: language → what there is to read in.

    Raises:
        InputFileError: the source holds no files, or is no zip file.
        OSError: it cannot be read, or a recording cannot be written.
    """
    lines = {line.file: line for script in scripts.values() for line in script}
    versions = {(language, line.key): line for language, script in scripts.items() for line in script}
    used, refused = 0, []
    for name, content in _files(source):
        try:
            line = _line_of(name, lines, versions)
            sound = _checked(content, line)
        except _Refused as reason:
            refused.append(f"{name}: {reason}")
            continue
        recordings.keep(line.file.partition(".")[0], line.key, line.version, sound)
        used += 1
    if not used and not refused:
        raise InputFileError((f"{source.name}: there are no files in it",))
    return Taken(used, tuple(refused))


def _line_of(name: str, lines: Mapping[str, Line], versions: Mapping[tuple[str, str], Line]) -> Line:
    stem = PurePosixPath(name).stem
    if stem in lines:
        return lines[stem]
    parts = _NAME.fullmatch(stem)
    changed = versions.get((parts[1], parts[2])) if parts else None
    if changed is not None:
        raise _Refused(f'the text has changed; it is now "{changed.words}" and called {changed.file}')
    raise _Refused("no text has this name; `taalwijzer voice export-script` writes the names")


def _checked(content: bytes, line: Line) -> bytes:
    """The recording as we keep it."""
    if len(content) > LARGEST_FILE:
        raise _Refused(f"larger than {LARGEST_FILE // 1_000_000} MB")
    try:
        sound = decoded(content)
    except SoundDamaged:
        raise _Refused("this is no sound file that can be read; WAV, OGG, FLAC and MP3 can") from None
    if is_silent(sound):
        raise _Refused("nothing can be heard in it")
    heard = levelled(sound)
    longest = len(line.words) / _SLOWEST_LETTERS + _BREATH_SECONDS
    if heard.seconds > longest:
        raise _Refused(f"{heard.seconds:.0f} seconds is too long for these words; {longest:.0f} is the most")
    if heard.seconds < len(line.words) / _FASTEST_LETTERS:
        raise _Refused(f"{heard.seconds:.1f} seconds is too short for these words")
    return encoded(heard)


def _files(source: Path) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every file that is not hidden."""
    if source.is_dir():
        for file in sorted(source.rglob("*")):
            if file.is_file() and not _is_hidden(file.relative_to(source).parts):
                with file.open("rb") as opened:
                    yield file.name, opened.read(LARGEST_FILE + 1)
        return
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise InputFileError((f"{source.name}: neither a folder nor a zip file: {error}",)) from None
    with archive:
        for info in archive.infolist():
            if not info.is_dir() and not _is_hidden(PurePosixPath(info.filename).parts):
                yield PurePosixPath(info.filename).name, _member(archive, info)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Never unpacked to disk, and never more than is allowed, whatever the zip says of itself; b"" when this
    part of it is damaged or locked.
    """
    try:
        with archive.open(info) as member:
            return member.read(LARGEST_FILE + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return b""


def _is_hidden(parts: Sequence[str]) -> bool:
    """Files that computers add by themselves, such as .DS_Store."""
    return any(part.startswith((".", "__")) for part in parts)
