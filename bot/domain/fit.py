"""Which volunteers fit a learner, best first, and why.

Never: who pauses, who has as many learners as they want, and who helps with nothing of what is asked. The
others come in this order, each line deciding only where the ones above are equal:

1. needs: who helps with more of what the learner ticked;
2. languages: who shares one with the learner, then who left that open, then who does not;
3. times: who can on enough parts of days for a choice of moments, then on some, then on none. None is no
   bar: people can shift more than they tick;
4. who has fewest learners now; then the lower number, so that the order is always the same.

The values are those of an intake's answers. Nothing ticked means "all fine": all needs, any time. With
languages it is less than a language in common, for nobody speaks all. Volunteers speak Dutch: with a learner
who is at home in it they all share a language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

DAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
DAY_PARTS = frozenset({"morning", "afternoon", "evening"})

_DUTCH = "nl"
# "Another language" twice is two languages.
_NO_LANGUAGE = frozenset({"other", ""})
# As many moments as a volunteer proposes.
_ENOUGH_TIMES = 3


class Why(StrEnum):
    """One thing that speaks for a volunteer, as it is kept with the offer and shown to staff."""

    NEEDS_ALL = "needs_all"
    NEEDS_SOME = "needs_some"
    LANGUAGE = "language"
    TIMES_ENOUGH = "times_enough"
    TIMES_SOME = "times_some"
    NO_LEARNERS = "no_learners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a learner asks for. `languages` are those in which the learner is at home, the chat's too."""

    needs: frozenset[str]
    languages: frozenset[str]
    day_parts: frozenset[str]
    days: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a volunteer can do, how many learners at a time, and how many they have."""

    id: int
    needs: frozenset[str]
    languages: frozenset[str]
    day_parts: frozenset[str]
    days: frozenset[str]
    capacity: int
    open_learners: int
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A volunteer who can be asked. `needs` is how many of the learner's needs are met; `languages` and
    `times` are 2, 1 or 0, more is better. `reasons` are codes of `Why`.
    """

    candidate_id: int
    needs: int
    languages: int
    times: int
    open_learners: int
    reasons: tuple[str, ...]


def rank(wish: Wish, candidates: Iterable[Candidate]) -> tuple[Fit, ...]:
    """Everybody who can be asked, best fit first."""
    fits = [_fit(wish, candidate) for candidate in candidates if _can_be_asked(wish, candidate)]
    return tuple(sorted(fits, key=_order))


def _order(fit: Fit) -> tuple[int, int, int, int, int]:
    return -fit.needs, -fit.languages, -fit.times, fit.open_learners, fit.candidate_id


def _can_be_asked(wish: Wish, candidate: Candidate) -> bool:
    if candidate.paused or candidate.open_learners >= candidate.capacity:
        return False
    return not wish.needs or not candidate.needs or not wish.needs.isdisjoint(candidate.needs)


def _fit(wish: Wish, candidate: Candidate) -> Fit:
    needs = len(wish.needs & candidate.needs) if candidate.needs else len(wish.needs)
    languages, times = _languages(wish, candidate), _times(wish, candidate)
    spoken_for = {
        Why.NEEDS_ALL: needs == len(wish.needs),
        Why.NEEDS_SOME: needs < len(wish.needs),
        Why.LANGUAGE: languages == 2,
        Why.TIMES_ENOUGH: times == 2,
        Why.TIMES_SOME: times == 1,
        Why.NO_LEARNERS: candidate.open_learners == 0,
    }
    return Fit(
        candidate_id=candidate.id,
        needs=needs,
        languages=languages,
        times=times,
        open_learners=candidate.open_learners,
        reasons=tuple(why for why, holds in spoken_for.items() if holds),
    )


def _languages(wish: Wish, candidate: Candidate) -> int:
    spoken = candidate.languages | {_DUTCH}
    if (wish.languages & spoken) - _NO_LANGUAGE:
        return 2
    return 0 if wish.languages and candidate.languages else 1


def _times(wish: Wish, candidate: Candidate) -> int:
    """Parts of days that both ticked: enough of them, some, none."""
    asked = _slots(wish.days, wish.day_parts)
    common = asked & _slots(candidate.days, candidate.day_parts)
    if len(common) >= min(_ENOUGH_TIMES, len(asked)):
        return 2
    return 1 if common else 0


def _slots(days: frozenset[str], day_parts: frozenset[str]) -> set[tuple[str, str]]:
    return {(day, part) for day in days or DAYS for part in day_parts or DAY_PARTS}
