"""How each language says times, decimals, spans and days of the month: what letters alone do not tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """`hour` and `minutes` say a time of day; `comma` stands before the decimal, `to` between the ends of a
    span, `plus` before the country of a telephone number.

    `zero` stands before a single minute: "ten oh five"; "" where people leave it out. `days` are the days of
    the month, 1 to 31, where a voice would say another number than people do; they go before one of `months`.
    """

    hour: str
    minutes: str
    comma: str
    to: str
    plus: str
    zero: str = ""
    days: tuple[str, ...] = ()
    months: tuple[str, ...] = ()


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ENGLISH_DAYS = tuple(
    f"the {day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')} of"
    for day in range(1, 32)
)
_ENGLISH_MONTHS = _words(
    "January February March April May June July August September October November December"
)
_POLISH_UNITS = _words("pierwszego drugiego trzeciego czwartego piątego szóstego siódmego ósmego dziewiątego")
_POLISH_DAYS = (
    *_POLISH_UNITS,
    *_words("dziesiątego jedenastego dwunastego trzynastego czternastego piętnastego szesnastego"),
    *_words("siedemnastego osiemnastego dziewiętnastego dwudziestego"),
    *(f"dwudziestego {unit}" for unit in _POLISH_UNITS),
    "trzydziestego",
    "trzydziestego pierwszego",
)
_POLISH_MONTHS = _words(
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"
)
_UKRAINIAN_UNITS = _words("першого другого третього четвертого п'ятого шостого сьомого восьмого дев'ятого")
_UKRAINIAN_DAYS = (
    *_UKRAINIAN_UNITS,
    *_words("десятого одинадцятого дванадцятого тринадцятого чотирнадцятого п'ятнадцятого шістнадцятого"),
    *_words("сімнадцятого вісімнадцятого дев'ятнадцятого двадцятого"),
    *(f"двадцять {unit}" for unit in _UKRAINIAN_UNITS),
    "тридцятого",
    "тридцять першого",
)
_UKRAINIAN_MONTHS = _words(
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
)

HABITS: Mapping[str, Habits] = {
    "nl": Habits("{h} uur", "{h} uur {m}", "komma", "tot", "plus"),
    "en": Habits("{h} o'clock", "{h} {m}", "point", "to", "plus", "oh", _ENGLISH_DAYS, _ENGLISH_MONTHS),
    "ar": Habits("{h}", "{h} و{m} دقيقة", "فاصلة", "إلى", "زائد"),
    "tr": Habits("{h}", "{h} {m}", "virgül", "ile", "artı", "sıfır"),
    "pl": Habits("{h}", "{h} {m}", "przecinek", "do", "plus", "zero", _POLISH_DAYS, _POLISH_MONTHS),
    "uk": Habits(
        "{h} нуль нуль", "{h} {m}", "кома", "до", "плюс", "нуль", _UKRAINIAN_DAYS, _UKRAINIAN_MONTHS
    ),
    "fa": Habits("{h}", "{h} و {m} دقیقه", "ممیز", "تا", "به‌علاوه"),
    "es": Habits("{h}", "{h} y {m}", "coma", "a", "más"),
}
PLAIN = Habits("{h}", "{h} {m}", ",", "-", "+")
"""For a language of which nothing is known: its name is all that is said in it."""
