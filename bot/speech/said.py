"""What is said of a message, and in which voice: its lines, then each answer with the name of its picture.

A piece is the smallest thing that is made once and kept. Only words that are the same for everybody are kept:
whatever is filled in (a name, a number, a day, somebody's own words) is said once and forgotten.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from babel import Locale

from bot.speech.spoken import clean, spoken
from flows.model import Button, Items, Name, Speech, Text
from flows.picture_names import CHOSEN, picture_name

# Seconds of silence behind a line, behind an answer, and between an answer and its picture.
AFTER_LINE, AFTER_ANSWER, INSIDE_ANSWER = 0.6, 0.5, 0.15
# The names of languages stand in their own script and are said in their own voice.
_LANGUAGE_NAME = "language."
# Who reads what stands in another script than the listener's own: most of it is Dutch, such as a street.
_VOICE_OF_SCRIPT = {"LATIN": "nl", "ARABIC": "ar", "CYRILLIC": "uk"}
_SCRIPTS = {"ar": "ARABIC", "fa": "ARABIC", "uk": "CYRILLIC", "ru": "CYRILLIC", "bg": "CYRILLIC"}

Speaks = Callable[[str], bool]


class Texts(Protocol):
    """Fills in texts; `bot.i18n.Catalogues` does it."""

    def render(self, text: Text | Name | Items, language: str) -> str:
        """The text as a reader of this language sees it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are said in one breath. `runs` are (language, words for the voice), `words` what a person
    would read; `kept` when they are the same for everybody. `pause`: seconds of silence behind it.
    `answered`: it tells what this person answered, so that the whole message is theirs alone.
    """

    words: str
    runs: tuple[tuple[str, str], ...]
    kept: bool
    pause: float
    answered: bool = False


def pieces_of(speech: Speech, language: str, texts: Texts, speaks: Speaks) -> tuple[Piece, ...]:
    """The message in the order in which it is heard. `speaks` tells which voices there are."""
    said = [piece(line, language, texts, speaks, pause=AFTER_LINE) for line in speech.lines]
    for button in speech.choices:
        said += _answer(button, language, texts, speaks)
    return tuple(one for one in said if one is not None)


def piece(text: Text | Name, language: str, texts: Texts, speaks: Speaks, *, pause: float) -> Piece | None:
    """One text as it is said; None when there is nothing to say, such as a picture alone."""
    words = clean(texts.render(text, language))
    if not any(character.isalnum() for character in words):
        return None
    own = _own_language(text)
    if own and speaks(own):
        return Piece(words, ((own, words),), True, pause)
    heard = _name_of_language(own, language) or words
    return Piece(words, tuple(_runs(spoken(heard, language), language, speaks)), is_fixed(text), pause)


def is_fixed(text: Text | Name) -> bool:
    """Whether it says the same to everybody: no name, number, day or words of a person in it."""
    return isinstance(text, Text) and all(
        isinstance(param, Text) and is_fixed(param) for param in text.params.values()
    )


def _answer(button: Button, language: str, texts: Texts, speaks: Speaks) -> list[Piece | None]:
    """ "Lezen", "open boek", and "gekozen" when it is ticked."""
    label = piece(button.label, language, texts, speaks, pause=INSIDE_ANSWER)
    said: list[Piece | None] = [label]
    name = picture_name(button.picture)
    if name is not None:
        picture = piece(name, language, texts, speaks, pause=INSIDE_ANSWER)
        if picture and not (label and picture.words.casefold() == label.words.casefold()):
            said.append(picture)
    chosen = piece(CHOSEN, language, texts, speaks, pause=INSIDE_ANSWER) if button.selected else None
    if chosen is not None:
        said.append(replace(chosen, answered=True))
    heard = [one for one in said if one is not None]
    if not heard:
        return []
    return [*heard[:-1], replace(heard[-1], pause=AFTER_ANSWER)]


def _own_language(text: Text | Name) -> str:
    """ "ar" for the button that says "العربية"; "" for all other texts."""
    key = text.key if isinstance(text, Text) else ""
    return key.removeprefix(_LANGUAGE_NAME) if key.startswith(_LANGUAGE_NAME) else ""


def _name_of_language(code: str, listener: str) -> str:
    """What the listener calls a language that nobody here can speak; "" when that is not known."""
    return Locale.parse(listener).languages.get(code, "") if code else ""


def _runs(words: str, language: str, speaks: Speaks) -> Iterator[tuple[str, str]]:
    """The words, cut where the script changes, each part with the language whose voice can read it."""
    own = _SCRIPTS.get(language, "LATIN")
    voice, start = language, 0
    for at, script in _scripts(words, own):
        wanted = language if script == own else _VOICE_OF_SCRIPT.get(script, language)
        wanted = wanted if speaks(wanted) else language
        if wanted != voice:
            if words[start:at].strip():
                yield voice, words[start:at].strip()
            voice, start = wanted, at
    if words[start:].strip():
        yield voice, words[start:].strip()


def _scripts(words: str, own: str) -> Iterator[tuple[int, str]]:
    """Where a letter stands and of which script it is. Figures are said in the listener's own language; signs
    belong to what stands before them.
    """
    for at, character in enumerate(words):
        if character.isdigit():
            yield at, own
        elif character.isalpha():
            yield at, unicodedata.name(character, "LATIN").partition(" ")[0]
