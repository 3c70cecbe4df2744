"""What a made-up learner has in mind: the answers that their sign-up must hold in the end."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from flows import choice_order
from flows.facts import Answer

# The taps that answer each question; a `k` is followed by the postcode on the keypad.
YES, NO = "yes", "no"
ITEMS = {
    "l1": frozenset({"reading", "writing", "speaking", "numbers", "digital"}),
    "l2": frozenset({"reading", "writing", "speaking"}),
    "l3": frozenset({"reading", "writing", "speaking"}),
    "r1": frozenset({"numbers"}),
    "r2": frozenset({"numbers"}),
    "d1": frozenset({"digital"}),
    "d2": frozenset({"digital"}),
    "d3": frozenset({"digital"}),
}
_SCORES: dict[str, int | None] = {"s0": 0, "s1": 1, "s2": 2, "sx": None}
# Stored in the order in which they are offered, whatever was ticked first.
NEEDS, PURPOSES = choice_order.NEEDS, choice_order.PURPOSES
DAY_PARTS = ("morning", "afternoon", "evening")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FORMS = ("group", "one_to_one", "online", "any")
POSTCODES = {"8011": "Zwolle", "7511": "Enschede", "7411": "Deventer", "7951": "Staphorst"}
STEPS = (
    *("language", "hello", "consent", "for_whom", "first_name", "place", "needs", "purposes"),
    *(
        "dutch_first",
        "first_language",
        "inburgering",
        *ITEMS,
        "day_parts",
        "days",
        "form",
        "contact",
        "phone",
    ),
)
IN_ORDER = (*STEPS, "overview", "goodbye", "home")
"""The questions in the order in which they may come."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a learner has in mind. `name` "" takes the name of the phone; `phone` counts for call."""

    postcode: str = "8011"
    needs: tuple[str, ...] = ("reading", "numbers")
    purposes: tuple[str, ...] = ("work",)
    dutch_first: bool = True
    first_language: str = "tr"
    inburgering: str = NO
    items: tuple[str, ...] = ("s0", "s1", "s2", "sx", "s0", "s1", "s2", "s0")
    day_parts: tuple[str, ...] = DAY_PARTS
    days: tuple[str, ...] = DAYS
    form: str = "any"
    contact: str = "chat"
    name: str = ""
    phone: str = "+31612345678"

    def item(self, name: str) -> str:
        """The button for an item of the screening."""
        return self.items[list(ITEMS).index(name)]

    def answers(self, phone_name: str) -> dict[str, Answer]:
        """What must be stored in the end, but for the place, whose table is long; see `postcode`."""
        asked = {name: about for name, about in ITEMS.items() if name == "l1" or about & set(self.needs)}
        own_language: dict[str, Answer] = {}
        if not self.dutch_first:
            own_language = {"first_language": self.first_language, "inburgering": self.inburgering}
        return {
            "language": "nl",
            "hello": "start",
            "consent": True,
            "for_whom": "self",
            "first_name": self.name or phone_name,
            "needs": list(self.needs),
            "purposes": list(self.purposes),
            "dutch_first": self.dutch_first,
            **own_language,
            **{name: _SCORES[self.item(name)] for name in asked},
            "day_parts": list(self.day_parts),
            "days": list(self.days),
            "form": self.form,
            "contact": self.contact,
            **({"phone": self.phone} if self.contact == "call" else {}),
        }


def some_plan(dice: random.Random) -> Plan:
    """A plan drawn by chance, so that each learner's answers differ from the others'."""

    def some(values: Sequence[str]) -> tuple[str, ...]:
        wanted = dice.sample(values, dice.randint(1, len(values)))
        return tuple(value for value in values if value in wanted)

    return Plan(
        postcode=dice.choice(list(POSTCODES)),
        needs=some(NEEDS),
        purposes=some(PURPOSES),
        dutch_first=dice.random() < 0.5,
        first_language=dice.choice(("tr", "pl", "uk", "en")),
        inburgering=dice.choice((YES, NO, "unsure")),
        items=tuple(dice.choice(list(_SCORES)) for _ in ITEMS),
        day_parts=some(DAY_PARTS),
        days=some(DAYS),
        form=dice.choice(FORMS),
        contact=dice.choice(("chat", "call", "walk_in")),
        name=dice.choice(("", "Sanne", "Mehmet", "Şükran")),
        phone=f"+316{dice.randint(10_000_000, 59_999_999)}",
    )
