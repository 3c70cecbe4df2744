"""Digits to press. Each key carries what was pressed before it, so a tap says what it leads to and a second
tap of the same key changes nothing.
"""

from __future__ import annotations

from flows.model import Button, Name, Text

_DELETE = Text("intake.place.delete")
_LABELS = {digit: Text("intake.place.digit", {"digit": Name(digit)}) for digit in "0123456789"}
_UPPER = ("123", "456", "789")


def key(pressed: str, digit: str) -> Button:
    """This digit after those."""
    return Button(f"k{pressed}{digit}", _LABELS[digit])


def delete(pressed: str) -> Button:
    """Without the last of these digits."""
    return Button(f"kd:{pressed[:-1]}", _DELETE, "⌫")


def upper_rows(pressed: str) -> list[tuple[Button, ...]]:
    """1 to 9 after these digits, three a row; what stands beside 0 differs."""
    return [tuple(key(pressed, digit) for digit in row) for row in _UPPER]
