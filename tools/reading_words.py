"""The words of the gate: those that are banned, and the hard ones that are allowed, each with its reason.

They stand in two files beside this one, so that somebody who writes texts can read and change them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ALLOWED = "tools/allowed_words.toml"
BANNED = "tools/banned_words.toml"

# Kinds of banned words in the file. These are banned for everybody, the other kinds only for learners:
# volunteers and staff may read "deelnemer" and "twee".
OFFICIALESE, ABBREVIATIONS, ALWAYS_U, PASSIVE, DIGITS = (
    "officialese",
    "abbreviations",
    "always_u",
    "passive",
    "digits",
)
EVERYBODY = frozenset({OFFICIALESE, ABBREVIATIONS, ALWAYS_U, PASSIVE})
SAME_WORD = "same_word"


class WordsError(Exception):
    """A file of words is not as it should be; the message says which and where."""


@dataclass(frozen=True, slots=True)
class Words:
    """`allowed`: hard word → why it may stand on a learner's screen. `banned`: language → kind → words.
    `same`: language → word or words → what is said for that everywhere.
    """

    allowed: Mapping[str, str]
    banned: Mapping[str, Mapping[str, frozenset[str]]]
    same: Mapping[str, Mapping[str, str]]


def read_words(root: Path) -> Words:
    """The two files in the checkout at `root`.

    Raises:
        WordsError: a file is absent or cannot be read, or an allowed word has no reason.
    """
    allowed = {word: str(reason) for word, reason in _read(root / ALLOWED).items()}
    for word, reason in allowed.items():
        if not reason.strip():
            raise WordsError(f"{ALLOWED}: {word}: no reason")
        if word != word.casefold():
            raise WordsError(f"{ALLOWED}: {word}: write it in small letters")
    kinds_of = _read(root / BANNED)
    banned = {
        language: {kind: frozenset(map(_as_measured, kinds[kind])) for kind in kinds if kind != SAME_WORD}
        for language, kinds in kinds_of.items()
    }
    return Words(
        allowed, banned, {language: kinds.get(SAME_WORD, {}) for language, kinds in kinds_of.items()}
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise WordsError(f"{path.name}: {error}") from error


def _as_measured(word: str) -> str:
    """In small letters, without the point at the end, which ends a sentence elsewhere."""
    return word.casefold().rstrip(".")
