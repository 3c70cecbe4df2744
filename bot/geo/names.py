"""One spelling for names of places, so that "'s-Gravenhage", "s gravenhage" and "S GRAVENHAGE" are one key.

Works for every script: capitals, diacritics, vowel marks, punctuation and spaces go; letters stay.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "ı": "i",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        # Arabic and Persian keyboards write the same sound with different letters.
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ے": "ي",
        "ک": "ك",
        "ة": "ه",
        "ہ": "ه",
        "ـ": None,
    }
)
_SAINT = re.compile(r"\b(?:st|sint)\b[.\s-]*", re.IGNORECASE)
_BRACKETS = re.compile(r"\(.*?\)")

# What people write around the name of the place where they live, in the languages that the bot meets first.
_BEFORE = re.compile(
    r"^(?:(?:ik\s+woon|wij\s+wonen|we\s+wonen|ik\s+kom|ik\s+zit|hij\s+woont|zij\s+woont|i\s+live|we\s+live|wonen|woon)\b\s*)?"
    r"(?:(?:in|uit|te|bij|van|from|near|de\s+gemeente|gemeente|gem|de\s+stad|stad|het\s+dorp|dorp|plaats|woonplaats)\b[\s.:]*)*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s,.!?]*(?<!\w)"
    r"(?:gemeente|nederland|(?<!noord[\s-])(?<!zuid[\s-])(?<!van\s)holland|(?:the\s+)?netherlands)?[\s,.!?]*$",
    re.IGNORECASE,
)


def search_key(text: str) -> str:
    """The letters of `text`, small, without marks: "'s-Gravenhage" → "sgravenhage", "Зволле" → "зволле"."""
    text = _SAINT.sub("sint ", text.casefold())
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in decomposed.translate(_PLAIN) if c.isalpha())


def without_brackets(text: str) -> str:
    """ "Bergen (NH)" → "Bergen "."""
    return _BRACKETS.sub(" ", text)


def without_country(text: str) -> str:
    """ "Zwolle, Nederland." → "Zwolle"."""
    return _AFTER.sub("", text)


def without_phrase(text: str) -> str:
    """ "Ik woon in Zwolle, Nederland." → "Zwolle": only fixed words at both ends go."""
    return _BEFORE.sub("", without_country(text).strip())
