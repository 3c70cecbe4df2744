"""Reads the single fields of a Taalhuis: each function returns the value or raises `Wrong` with why.

The sentences are for the operator; `taalhuis_file` puts line and field before them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from bot.geo import opening
from bot.geo.postcode import find_postcode
from bot.geo.postcode_file import EAST, NORTH, SOUTH, WEST
from bot.geo.taalhuis_wrong import Wrong
from flows.bsn import holds_bsn
from flows.model import Text

Offer = Literal["reading", "writing", "speaking", "numbers", "digital"]
Form = Literal["group", "one_to_one", "online"]
OfferMode = Literal["one", "all", ""]
Range = tuple[int, int]
_Choice = TypeVar("_Choice", bound=str)

OFFERS: dict[str, Offer] = {
    "reading": "reading",
    "lezen": "reading",
    "writing": "writing",
    "schrijven": "writing",
    "speaking": "speaking",
    "praten": "speaking",
    "spreken": "speaking",
    "numbers": "numbers",
    "rekenen": "numbers",
    "digital": "digital",
    "computer": "digital",
    "digitaal": "digital",
}
FORMS: dict[str, Form] = {
    "group": "group",
    "groep": "group",
    "one_to_one": "one_to_one",
    "een-op-een": "one_to_one",
    "één-op-één": "one_to_one",
    "online": "online",
}
OFFER_MODES: dict[str, OfferMode] = {"one": "one", "een": "one", "één": "one", "all": "all", "allen": "all"}
_YES = frozenset({"true", "waar", "yes", "ja", "1"})
_NO = frozenset({"false", "onwaar", "no", "nee", "0"})
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RANGE = re.compile(r"([1-9]\d{3})(?:\s*-\s*([1-9]\d{3}))?")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
_DUTCH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_FORMULA = ("=", "+", "-", "@")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def text(value: str, *, longest: int) -> str:
    """Free text of one line without a citizen service number."""
    if len(value) > longest:
        raise Wrong(
            f"has {len(value)} characters, at most {longest} fit",
            Text("console.fault.long", {"count": longest}),
        )
    if _CONTROL.search(value):
        raise Wrong("holds a line break or another control character", Text("console.fault.control"))
    if value[:1] in _FORMULA:
        raise Wrong("begins like a formula of a spreadsheet", Text("console.fault.formula"))
    return without_bsn(value)


def without_bsn(value: str) -> str:
    """The same, if no number in it can be a citizen service number."""
    if holds_bsn(value):
        raise Wrong("holds a number that can be a BSN; that may not be kept", Text("console.fault.bsn"))
    return value


def needed(value: str, *, longest: int) -> str:
    """Free text that may not be empty."""
    if not value:
        raise missing()
    return text(value, longest=longest)


def missing() -> Wrong:
    """There is no value where one is needed."""
    return Wrong("is missing", Text("console.fault.missing"))


def code(value: str) -> str:
    """The code of a house: small letters, digits and hyphens, at most 40."""
    if len(text(value, longest=200)) > 40 or not _CODE.fullmatch(value):
        raise Wrong(
            f"{value[:40]!r} must be small letters, digits and hyphens, like 'zwolle-centrum'",
            Text("console.fault.code"),
        )
    return value


def postcode(value: str) -> str:
    """ "8011AB" and "8011 ab" → "8011 AB"; the four digits alone are fine too."""
    digits = find_postcode(value)
    letters = value.replace(" ", "").upper()[4:]
    if digits is None or not re.fullmatch(r"[1-9]\d{3}\s?(?:[A-Za-z]{2})?", value):
        raise Wrong(f"{value[:20]!r} is not a postcode like '8011 AB'", Text("console.fault.postcode"))
    return f"{digits} {letters}".strip()


def latitude(value: str) -> float:
    """Degrees, within the European Netherlands."""
    return _degrees(value, SOUTH, NORTH)


def longitude(value: str) -> float:
    """Degrees, within the European Netherlands."""
    return _degrees(value, WEST, EAST)


def _degrees(value: str, low: float, high: float) -> float:
    try:
        # A Dutch spreadsheet writes a comma.
        number = float(value.replace(",", ".") if value.count(",") == 1 and "." not in value else value)
    except ValueError:
        said = f"{value[:20]!r} is not a number; write it with a point, like '52.5125'"
        raise Wrong(said, Text("console.fault.number")) from None
    if not low <= number <= high:
        said = f"{value[:20]} is outside the Netherlands ({low} to {high})"
        raise Wrong(said, Text("console.fault.outside"))
    return number


def hours(value: str, *, required: bool) -> str:
    """An expression in the opening_hours syntax of OpenStreetMap."""
    if not value:
        if required:
            raise missing()
        return ""
    said = opening.problem(text(value, longest=400))
    if said:
        raise Wrong(f"{value[:60]!r} {said}", Text("console.fault.hours"))
    return value


def offers(value: str) -> tuple[Offer, ...]:
    """At least one, in the order of the list above, whatever the order in the file."""
    return _chosen(value, OFFERS, "lezen, schrijven, praten, rekenen or computer")


def forms(value: str) -> tuple[Form, ...]:
    """At least one."""
    return _chosen(value, FORMS, "group, one_to_one or online")


def _chosen(value: str, known: Mapping[str, _Choice], said: str) -> tuple[_Choice, ...]:
    words = [word.strip().lower() for word in re.split(r"[;,]", value) if word.strip()]
    if not words:
        raise missing()
    wrong = [word for word in words if word not in known]
    if wrong:
        raise Wrong(f"{wrong[0][:40]!r} is not known; choose from {said}", Text("console.fault.choice"))
    chosen = {known[word] for word in words}
    return tuple(choice for choice in dict.fromkeys(known.values()) if choice in chosen)


def coverage(value: str) -> tuple[Range, ...]:
    """ "8011-8019;8021" → ((8011, 8019), (8021, 8021)); may be empty."""
    ranges = []
    for part in (piece.strip() for piece in re.split(r"[;,]", value)):
        if not part:
            continue
        found = _RANGE.fullmatch(part)
        if not found:
            said = f"{part[:20]!r} is not a postcode or a range like '8011-8019'"
            raise Wrong(said, Text("console.fault.range"))
        first, last = int(found.group(1)), int(found.group(2) or found.group(1))
        if last < first:
            raise Wrong(f"{part!r} runs backwards", Text("console.fault.backwards"))
        ranges.append((first, last))
    ranges.sort()
    for (_, end), (start, stop) in pairwise(ranges):
        if start <= end:
            raise Wrong(f"{start}-{stop} overlaps another range", Text("console.fault.overlaps"))
    return tuple(ranges)


def phone(value: str) -> str:
    """A number in Dutch or international writing → E.164; may be empty. Without 0 or + it may be a BSN."""
    if not value:
        return ""
    if not value.startswith(("+", "0", "(0")):
        raise Wrong(
            f"{value[:20]!r} is not a telephone number that begins with 0 or +", Text("console.fault.phone")
        )
    import phonenumbers  # large, and the bot itself reads no such file

    try:
        number = phonenumbers.parse(value, "NL")
    except phonenumbers.NumberParseException:
        raise Wrong(f"{value[:20]!r} is not a telephone number", Text("console.fault.phone")) from None
    if not phonenumbers.is_valid_number(number):
        raise Wrong(f"{value[:20]!r} is not a telephone number in use", Text("console.fault.phone"))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(value: str) -> str:
    """An address; may be empty."""
    if value and (len(value) > 120 or not _EMAIL.fullmatch(value)):
        raise Wrong(f"{value[:60]!r} is not an e-mail address", Text("console.fault.email"))
    return value


def website(value: str) -> str:
    """An http or https address; may be empty."""
    parts = urlsplit(value)
    if value and (
        len(value) > 200 or parts.scheme not in ("http", "https") or "." not in (parts.hostname or "")
    ):
        raise Wrong(
            f"{value[:60]!r} is not a web address that begins with https://", Text("console.fault.website")
        )
    return value


def yes_or_no(value: str, *, default: bool) -> bool:
    """ja or nee, true or false; empty is `default`."""
    word = value.lower()
    if word and word not in _YES | _NO:
        raise Wrong(f"{value[:20]!r} must be ja or nee", Text("console.fault.yes_no"))
    return word in _YES if word else default


def offer_mode(value: str) -> OfferMode:
    """How volunteers are asked: one by one, or all at once; may be empty."""
    word = value.lower()
    if word and word not in OFFER_MODES:
        said = f"{value[:20]!r} must be een (one by one) or allen (all at once)"
        raise Wrong(said, Text("console.fault.mode"))
    return OFFER_MODES.get(word, "")


def day(value: str) -> date | None:
    """A date like 2026-12-31; may be empty."""
    if not value:
        return None
    # A Dutch spreadsheet writes 31-12-2026.
    dutch = _DUTCH_DAY.fullmatch(value)
    try:
        return date(int(dutch[3]), int(dutch[2]), int(dutch[1])) if dutch else date.fromisoformat(value)
    except ValueError:
        raise Wrong(f"{value[:20]!r} is not a date like '2026-12-31'", Text("console.fault.day")) from None
