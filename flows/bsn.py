"""A citizen service number (BSN) may not be kept: mask it in typed words before they are stored or logged.

A BSN has nine digits that pass the "elfproef": 9·d1 + 8·d2 + … + 2·d8 − d9 is a multiple of 11. People write
it in one piece or in groups. One in eleven of all nine-digit numbers passes by chance, so international
telephone numbers, which can end in nine digits after their country code, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MASK = "•" * 9
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_BETWEEN = r"[\s.,_/()\[\]\-‐‑–—]{0,3}"
_RUN = re.compile(rf"\+?\d(?:{_BETWEEN}\d){{8,}}")
# A look-ahead, so that a number that begins inside another candidate is found as well.
_NINE = re.compile(rf"(?<!\d)(?=(\d(?:{_BETWEEN}\d){{8}})(?!\d))")
_PHONE_DIGITS = range(10, 16)


def mask(text: str) -> str:
    """The text with "•••••••••" in the place of every number that can be a BSN."""
    parts: list[str] = []
    end = 0
    for start, stop in _spans(text):
        if start >= end:
            parts += (text[end:start], _MASK)
        # Two candidates that overlap disappear behind one mask.
        end = max(end, stop)
    return "".join((*parts, text[end:]))


def holds_bsn(text: str) -> bool:
    """Whether there is a number in the text that can be a BSN."""
    return next(_spans(text), None) is not None


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each candidate begins and ends, from left to right; candidates may overlap."""
    for run in _RUN.finditer(text):
        if _is_international(run[0]):
            continue
        for nine in _NINE.finditer(text, run.start(), run.end()):
            if _passes(nine[1]):
                yield nine.span(1)


def _is_international(run: str) -> bool:
    digits = sum(character.isdecimal() for character in run)
    return digits in _PHONE_DIGITS and run.startswith(("+", "00"))


def _passes(nine: str) -> bool:
    digits = (int(character) for character in nine if character.isdecimal())
    return sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0
