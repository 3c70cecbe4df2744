"""Read the answers to the screening items as a signal for staff; nobody is tested, labelled or refused by it.

An item is answered 0 (goes well), 1 (sometimes hard) or 2 (I need help); skipped or "I do not know" is
not counted. Per domain, s = sum / (2 × answered):

    none answered → unknown · s = 0 → no_signal · s < 0.5 → light · s ≥ 0.5, or L1 = 2 for language → strong

The items are derived from published questions and not validated: the single-item screener behind L1 finds
about half of those who need help (BMC Fam Pract 2006;7:21). So "no signal" excludes nobody; staff read
"indicatie, geen toets".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Domain(StrEnum):
    """What the items are about."""

    LANGUAGE = "language"
    NUMBERS = "numbers"
    DIGITAL = "digital"


class Signal(StrEnum):
    """How clearly the answers ask for help, from not at all known to strongly."""

    UNKNOWN = "unknown"
    NO_SIGNAL = "no_signal"
    LIGHT = "light"
    STRONG = "strong"


class Level(StrEnum):
    """The level that somebody may not have reached: F-levels, and the basic levels of digital skills."""

    BELOW_2F = "below_2f"
    BELOW_1F = "below_1f"
    BELOW_BASIC_2 = "below_basic_2"
    BELOW_BASIC_1 = "below_basic_1"


@dataclass(frozen=True, slots=True)
class Indication:
    """For staff only. `level` is None without a signal, and for people whose first language is not Dutch."""

    signal: Signal
    level: Level | None


ITEMS: Mapping[Domain, tuple[str, ...]] = {
    Domain.LANGUAGE: ("l1", "l2", "l3"),
    Domain.NUMBERS: ("r1", "r2"),
    Domain.DIGITAL: ("d1", "d2", "d3"),
}

NEEDS_HELP = 2
# "I need help" with reading a letter is enough by itself: it is the item with evidence behind it.
_DECISIVE = "l1"
_LEVELS: Mapping[tuple[Domain, Signal], Level] = {
    (Domain.LANGUAGE, Signal.LIGHT): Level.BELOW_2F,
    (Domain.LANGUAGE, Signal.STRONG): Level.BELOW_1F,
    (Domain.NUMBERS, Signal.LIGHT): Level.BELOW_2F,
    (Domain.NUMBERS, Signal.STRONG): Level.BELOW_1F,
    (Domain.DIGITAL, Signal.LIGHT): Level.BELOW_BASIC_2,
    (Domain.DIGITAL, Signal.STRONG): Level.BELOW_BASIC_1,
}


def signals(answers: Mapping[str, int | None]) -> dict[Domain, Signal]:
    """The signal of every domain. Items that are absent or None were skipped; other keys are not looked at.

    Raises:
        ValueError: an answer is none of 0, 1, 2 and None.
    """
    return {domain: _signal(items, answers) for domain, items in ITEMS.items()}


def indications(
    answers: Mapping[str, int | None], *, first_language_is_dutch: bool | None
) -> dict[Domain, Indication]:
    """What staff see of each domain; see `signals` for the answers and errors.

    Levels are given to people with Dutch as their first language only: the scales for others are not
    comparable. None (not asked, or skipped) gives no level either.
    """
    return {
        domain: Indication(signal, _LEVELS.get((domain, signal)) if first_language_is_dutch else None)
        for domain, signal in signals(answers).items()
    }


def _signal(items: tuple[str, ...], answers: Mapping[str, int | None]) -> Signal:
    given = [answer for item in items if (answer := answers.get(item)) is not None]
    if any(answer not in (0, 1, NEEDS_HELP) for answer in given):
        raise ValueError("an answer to a screening item is 0, 1, 2 or None")
    if not given:
        return Signal.UNKNOWN
    if _DECISIVE in items and answers.get(_DECISIVE) == NEEDS_HELP:
        return Signal.STRONG
    # Whole numbers: s ≥ 0.5 is sum ≥ answered, without a rounding at the boundary.
    if sum(given) >= len(given):
        return Signal.STRONG
    return Signal.LIGHT if any(given) else Signal.NO_SIGNAL
