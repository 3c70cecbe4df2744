"""From words on a screen to words in the ear: what a voice would read wrongly is written out.

    "10.30 uur" → "10 uur 30"   "8011 AB" → "8 0 1 1 A B"   "06 12345678" → "0 6, 1 2, 3 4, 5 6, 7 8"
    "1,5 kilometer" → "1 komma 5 kilometer"   "🏠 Taalhuis" → "Taalhuis"

Times come before telephone numbers, these before decimals, and long numbers last.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bot.speech.habits import HABITS, PLAIN, Habits

_EASTERN_DIGITS = {zero + value: str(value) for zero in (0x0660, 0x06F0) for value in range(10)} | {
    0x066B: ","
}
# Joins letters in Persian; every other invisible sign only steers what is seen.
_KEPT_INVISIBLE = "\u200c"
_NOT_SAID = {"So", "Sk", "Sm", "Cf", "Co", "Cs", "Cc"}
_ALSO_NOT_SAID = frozenset("_•*#|\\^~`\ufe0f\u20e3")
_SIGNS = {"·": ", ", "—": ", ", "…": ". ", "\n": ". "}

_TIME = re.compile(r"(?<![\d.,:+])(\d{1,2})[.:](\d{2})(?![\d%]|[.,:]\d)(?: uur\b)?")
# "10.30-12.00": between two times a dash says until when.
_BETWEEN_TIMES = re.compile(r"(?<=\d[.:]\d\d)\s*[-–]\s*(?=\d{1,2}[.:]\d\d)")
_SPAN = re.compile(r"(?<=\w)\s*–\s*(?=\w)|(?<=\d)\s+-\s+(?=\d)")
_PHONE = re.compile(r"(?<![\w.,])(\+|0)([\d\s().-]{6,}\d)(?!\d)")
_DECIMAL = re.compile(r"(?<![\d.,])(\d+)[.,](\d{1,2})(?![\d.,]\d|\d)")
_LONG = re.compile(r"(?<!\d)(\d{4,})(?: ?([A-Z]{2})\b)?(?=(\s+[^\W\d])?)")
_FEWEST_DIGITS = 8


def clean(text: str) -> str:
    """The words alone, as people read them: no pictures, no signs of direction, no ends of lines."""
    for sign, said in _SIGNS.items():
        text = text.replace(sign, said)
    return re.sub(r"\s+([.,:!?])", r"\1", " ".join("".join(map(_kept, text)).split())).strip(" ,:-")


def spoken(text: str, language: str) -> str:
    """The words as a voice of this language has to read them."""
    habits = HABITS.get(language, PLAIN)
    said = clean(text).translate(_EASTERN_DIGITS)
    said = _BETWEEN_TIMES.sub(" – ", said)
    said = _TIME.sub(lambda found: _time(found, habits), said)
    said = _SPAN.sub(f" {habits.to} ", said)
    said = _PHONE.sub(lambda found: _phone(found, habits), said)
    said = _DECIMAL.sub(lambda found: f"{found[1]} {habits.comma} {' '.join(found[2])}", said)
    said = _dates(language).sub(lambda found: f"{habits.days[int(found[1]) - 1]} {found[2]}", said)
    return _LONG.sub(_one_by_one, said)


def _kept(character: str) -> str:
    if character in _ALSO_NOT_SAID:
        return ""
    if character == "+" or character == _KEPT_INVISIBLE:
        return character
    return "" if unicodedata.category(character) in _NOT_SAID else character


def _time(found: re.Match[str], habits: Habits) -> str:
    hour, minute = int(found[1]), int(found[2])
    if hour > 24 or minute > 59:
        return found[0]
    minutes = f"{habits.zero} {minute}".strip() if minute < 10 else str(minute)
    return (habits.minutes if minute else habits.hour).format(h=hour, m=minutes)


def _phone(found: re.Match[str], habits: Habits) -> str:
    """Digit by digit, with a rest after each group; a long group has rests of its own."""
    number = found[0].removeprefix("+")
    groups = re.findall(r"\d+", number)
    if sum(map(len, groups)) < _FEWEST_DIGITS:
        return found[0]
    said = ", ".join(" ".join(part) for group in groups for part in _pairs(group))
    return f"{habits.plus} {said}" if found[1] == "+" else said


def _pairs(group: str) -> list[str]:
    """ "12345" → ["123", "45"]; up to three digits stay together."""
    if len(group) <= 3:
        return [group]
    first = 2 + len(group) % 2
    return [group[:first], *(group[at : at + 2] for at in range(first, len(group), 2))]


def _one_by_one(found: re.Match[str]) -> str:
    """A postcode, or another number that nobody says as one; a rest before the town that follows."""
    said = " ".join(found[1] + (found[2] or ""))
    return f"{said}," if found[3] else said


@cache
def _dates(language: str) -> re.Pattern[str]:
    """A day and a month, in the languages where that is said in a way of its own; else nothing at all."""
    months = HABITS.get(language, PLAIN).months
    return re.compile(rf"\b([1-9]|[12]\d|3[01]) ({'|'.join(months)})\b" if months else r"(?!)")
