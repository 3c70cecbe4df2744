"""Finds the four digits of a Dutch postcode in what a person typed: "8011 AB", "postcode 8011", "٨٠١١"."""

from __future__ import annotations

import re
import unicodedata

# Four digits not starting with 0, letters optional, and no other digits near: a phone number is no postcode.
_POSTCODE = re.compile(
    r"(?<!\d)(?<!\d[\s.-])([1-9]\d{3})(?:[\s-]*[a-z]{2})?(?![a-z])(?![\s.-]?\d)", re.IGNORECASE
)
_ONLY_CODE = re.compile(r"[1-9]\d{3}")


def find_postcode(text: str) -> str | None:
    """The four digits of the only postcode in `text`, else None. Digits of every script count."""
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    found = {match.group(1) for match in _POSTCODE.finditer(digits)}
    return found.pop() if len(found) == 1 else None


def is_postcode(text: str) -> bool:
    """True for exactly four digits from 1000 to 9999."""
    return text.isascii() and _ONLY_CODE.fullmatch(text) is not None
