"""What a person can read in: the texts for learners that are the same for everybody, each wording once.

A file is named `<language>.<key>.<version>.wav`; the version is that of the words, so that a recording of
other words can never be taken for these.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.speech.recordings import version_of
from bot.speech.said import Texts
from bot.speech.spoken import clean
from flows.model import Text

NOT_SPOKEN = ("staff.", "volunteer.", "console.", "operator.", "web.", "telegram.", "unit.")
"""Texts of people who work here, of the frame of a page or an app, and parts of dates: nobody hears them."""
# The names of languages are said by a voice of each language; who reads in knows one.
_IN_OTHER_LANGUAGES = "language."
# Excel takes a file for UTF-8 only when it begins with this.
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to read in. `file` is the name of its recording, without an ending."""

    key: str
    words: str
    version: str
    file: str


def fixed_keys(forms: Mapping[str, Sequence[Sequence[str]]]) -> tuple[str, ...]:
    """The texts that learners hear and that are the same for everybody. `forms`: key → plural forms, each cut
    at its placeholders, as `bot.i18n.Reader.forms` has them.
    """
    return tuple(
        sorted(
            key
            for key, templates in forms.items()
            if len(templates) == 1 and len(templates[0]) == 1 and not key.startswith(NOT_SPOKEN)
        )
    )


def script_of(keys: Iterable[str], language: str, texts: Texts) -> tuple[Line, ...]:
    """What is to be read in, in this language."""
    found: dict[str, Line] = {}
    for key in keys:
        words = clean(texts.render(Text(key), language))
        if words and not key.startswith(_IN_OTHER_LANGUAGES):
            version = version_of(words)
            found.setdefault(version, Line(key, words, version, f"{language}.{key}.{version}"))
    return tuple(found.values())


def write_script(lines: Sequence[Line], file: Path) -> None:
    """Write it for the person who reads in: a table (`.csv`), or else plain text.

    Raises:
        OSError: it cannot be written.
    """
    content = _as_table(lines) if file.suffix.lower() == ".csv" else _as_text(lines)
    file.write_text(content, encoding="utf-8")


def _as_table(lines: Sequence[Line]) -> str:
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(("key", "text", "file"))
    rows.writerows((line.key, line.words, f"{line.file}.wav") for line in lines)
    return _MARK + table.getvalue()


def _as_text(lines: Sequence[Line]) -> str:
    return "".join(
        f"{number}. {line.words}\n   {line.file}.wav\n\n" for number, line in enumerate(lines, start=1)
    )
