"""Looks up a typed place name: first as it is, then with a slip of the finger. Rubbish finds nothing.

How much may differ: nothing up to four letters, one slip up to seven, two from eight; the first letter always
stays. A slip is one letter more, less or other, or two letters that changed places. Places abroad and
ordinary words that would pass this test stand on a list that refuses them (`data/not_places.csv`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.geo.names import search_key, without_brackets, without_country, without_phrase

# Beside a place with just this name only a town of this many people is offered for an other name of it.
KNOWN_BY_OTHER_NAMES = 20_000
# A name with a slip in it is taken for a place of this many people without asking. Of all 3,007 names here,
# each left out in turn, 327 come down on one other place with slips; only 42 of those places are this big.
SURE_WITH_A_SLIP = 10_000
LONGEST_QUESTION = 80  # characters; the longest Dutch place name has 36
_PROVINCES = {
    "drenthe": "drenthe",
    "dr": "drenthe",
    "flevoland": "flevoland",
    "friesland": "friesland",
    "fryslan": "friesland",
    "fr": "friesland",
    "gelderland": "gelderland",
    "gld": "gelderland",
    "groningen": "groningen",
    "gn": "groningen",
    "limburg": "limburg",
    "lb": "limburg",
    "noordbrabant": "noordbrabant",
    "brabant": "noordbrabant",
    "nb": "noordbrabant",
    "noordholland": "noordholland",
    "nh": "noordholland",
    "overijssel": "overijssel",
    "ov": "overijssel",
    "utrecht": "utrecht",
    "ut": "utrecht",
    "zeeland": "zeeland",
    "zld": "zeeland",
    "zuidholland": "zuidholland",
    "zh": "zuidholland",
}
# Parts of a town that people add; the town is what counts.
_PARTS = frozenset(
    {"centrum", "stad", "noord", "oost", "zuid", "west", "noordoost", "noordwest", "zuidoost", "zuidwest"}
)


@dataclass(frozen=True, slots=True)
class Hit:
    """`number` is the one given to `add`; `qualifier` is a key that province or gemeente must have, or ''.

    `guess`: the spelling differs and few live there, so that another place may well be meant.
    """

    number: int
    score: int
    exact: bool
    qualifier: str = ""
    guess: bool = False


class NameIndex:
    """Filled once with `add` and `refuse`, then only asked."""

    def __init__(self) -> None:
        self._names: dict[str, list[int]] = defaultdict(list)
        self._aliases: dict[str, list[int]] = defaultdict(list)
        self._population: dict[int, int] = {}
        self._refused: frozenset[str] = frozenset()

    def add(self, number: int, *, keys: Sequence[str], population: int) -> None:
        """Remember a place by its search keys: its own name first, then other names.

        Other names in Latin letters match exactly, those in other scripts also with slips.
        """
        self._population[number] = population
        self._names[keys[0]].append(number)
        for key in keys[1:]:
            (self._aliases if key.isascii() else self._names)[key].append(number)

    def refuse(self, keys: Iterable[str]) -> None:
        """Words that mean something else: they match a place only when it bears just this name."""
        self._refused = frozenset(keys)

    def find(self, text: str) -> list[Hit]:
        """Hits, best first: exact names, exact aliases, names with slips. At most a few dozen."""
        if len(text) > LONGEST_QUESTION:
            return []
        whole, plain = without_phrase(text), search_key(without_phrase(without_brackets(text)))
        return (
            self.exact(search_key(whole))
            or self.exact(search_key(without_country(text)))  # "Stad aan 't Haringvliet" begins like a phrase
            or self._qualified(whole)
            or self.exact(plain)
            or self._with_slips(plain)
        )

    def exact(self, key: str) -> list[Hit]:
        """The places that bear just this name, then those known by it."""
        names = self._biggest_first(self._names.get(key, ()))
        others = () if key in self._refused else self._aliases.get(key, ())
        aliases = self._biggest_first(set(others) - set(names))
        if names:
            aliases = [number for number in aliases if self._is_big(number)]
        return [Hit(n, 100, True) for n in names] + [Hit(n, 95, True) for n in aliases]

    def lasting(self, key: str) -> list[int]:
        """The numbers that `exact` gives for this name whichever places of that name come to it."""
        return [hit.number for hit in self.exact(key) if hit.score == 100 or self._is_big(hit.number)]

    def _is_big(self, number: int) -> bool:
        return self._population[number] >= KNOWN_BY_OTHER_NAMES

    def _qualified(self, text: str) -> list[Hit]:
        """ "Bergen NH", "Hengelo (Gelderland)", "Haarle Hellendoorn": the last words say which one."""
        words = re.sub(r"[(),-]", " ", text).split()
        for cut in range(len(words) - 1, 0, -1):
            qualifier = search_key(
                "".join(w for w in words[cut:] if w.casefold().strip(".") not in ("gem", "gemeente"))
            )
            hits = self.exact(search_key(" ".join(words[:cut])))
            if hits and qualifier:
                wanted = "" if qualifier in _PARTS else _PROVINCES.get(qualifier, qualifier)
                return [Hit(hit.number, hit.score, True, wanted) for hit in hits]
        return []

    def _with_slips(self, key: str) -> list[Hit]:
        slips = allowed_slips(key)
        if slips == 0 or key in self._refused:
            return []
        found = extract(key, self._names.keys(), scorer=OSA.distance, score_cutoff=slips, limit=8)
        ranked = []
        for name, distance, _ in found:
            if name[0] == key[0] and distance <= allowed_slips(min(name, key, key=len)):
                score = round(100 * (1 - distance / max(len(name), len(key))))
                ranked += [
                    Hit(n, score, False, guess=self._population[n] < SURE_WITH_A_SLIP)
                    for n in self._names[name]
                ]
        return sorted(ranked, key=lambda hit: (-hit.score, -self._population[hit.number]))

    def _biggest_first(self, numbers: Iterable[int]) -> list[int]:
        return sorted(numbers, key=lambda number: -self._population[number])


def allowed_slips(key: str) -> int:
    """How many slips a word of this length may have; see the head of this module."""
    if len(key) <= 4:
        return 0
    return 1 if len(key) <= 7 else 2
