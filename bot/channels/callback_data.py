"""What a Telegram button carries: the conversation, the question and the answer, in at most 64 bytes.

It is typed and has a version, because a button stays on a person's screen for years: one that an older
program made is recognised as old and answered kindly, and one that somebody made up is never taken for an
answer. Numbers are written in base 36, so that two row ids of 64 bits and the longest choice still fit.

    1:<conversation>:<serial>:<choice>        e.g. "1:2s:5:+reading"
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LIMIT_BYTES = 64
LARGEST_NUMBER = 2**63 - 1

_VERSION = "1"
_CHOICE = r"[a-z0-9_:+.\-]{1,24}"
_DATA = re.compile(rf"{_VERSION}:([0-9a-z]{{1,13}}):([0-9a-z]{{1,13}}):({_CHOICE})")
_CHOICE_ONLY = re.compile(_CHOICE)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class CallbackData:
    """One button: `conversation` and `serial` are 0 … 2**63 - 1; `choice` as in `flows.model.Button`."""

    conversation: int
    serial: int
    choice: str


def pack(conversation: int, serial: int, choice: str) -> str:
    """Write it for a button; 8 to 54 ASCII characters.

    Raises:
        ValueError: a number that no row has, or a choice outside the alphabet of `flows.model.Button`.
    """
    return Question(conversation, serial).pack(choice)


class Question:
    """Writes all buttons of one question; the numbers are only written once."""

    def __init__(self, conversation: int, serial: int) -> None:
        self._start = f"{_VERSION}:{_base36(conversation)}:{_base36(serial)}:"

    def pack(self, choice: str) -> str:
        """As the function `pack`."""
        if not _CHOICE_ONLY.fullmatch(choice):
            raise ValueError(f"{choice!r} cannot be the choice of a button")
        return self._start + choice


def unpack(data: str) -> CallbackData | None:
    """Read it back; None for another version and for everything that `pack` does not write."""
    match = _DATA.fullmatch(data)
    if match is None:
        return None
    conversation, serial = int(match[1], 36), int(match[2], 36)
    if max(conversation, serial) > LARGEST_NUMBER:
        return None
    return CallbackData(conversation, serial, match[3])


def _base36(number: int) -> str:
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(f"{number} cannot be the number of a row")
    digits = ""
    while number >= 36:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return _DIGITS[number] + digits
