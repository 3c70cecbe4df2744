"""Keep what is written from right to left, and what stands in it, in its own direction.

A name, a number or a Dutch word in an Arabic sentence is isolated: nothing of it turns the words around it.
A line that begins with one gets a mark in front, since phones take the direction of a line from its first
letter, and older ones look for that inside what is isolated.
"""

from __future__ import annotations

import unicodedata

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT_MARK = "\u200f"
# A name is one piece of one line. Controls in it could reverse, hide or forge the text around it.
_UNSAFE_IN_NAMES = {
    **dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), ""),
    **dict.fromkeys(map(ord, "\t\n\v\f\r\u0085\u2028\u2029"), " "),
}


def isolated(shown: str) -> str:
    """The text in its own direction, whatever stands around it."""
    return f"{_FIRST_STRONG_ISOLATE}{shown}{_POP_ISOLATE}"


def led_from_right(shown: str) -> str:
    """A whole text of a language from right to left, marked as such unless its first letter says so."""
    return shown if not shown.isascii() and _first_letter_is_rtl(shown) else _RIGHT_TO_LEFT_MARK + shown


def one_piece(name: str) -> str:
    """The name without what could turn or end the line that it stands in."""
    return name.translate(_UNSAFE_IN_NAMES)


def has_rtl(text: str) -> bool:
    """Whether a letter of it is written from right to left."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)


def _first_letter_is_rtl(shown: str) -> bool:
    for character in shown:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False
