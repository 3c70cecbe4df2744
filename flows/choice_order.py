"""In which order choices stand: what most people choose comes first, so that they press soonest. All lists
are here, each with its reason, so that an order can be questioned in one place.

No register in the Netherlands publishes what people at a Taalhuis choose on a form such as ours; the orders
are our judgment, from what is known about who comes. `docs/taps.md` names the sources. The counts of a
running installation are better than our judgment: change the order here when they say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.questions import Choice

NEEDS = ("speaking", "reading", "writing", "digital", "numbers")
"""Nearly all who come to a Taalhuis learn Dutch as a second language, and want to talk. Those who grew up
with Dutch come for reading and writing. Questions about the computer are far more frequent than about sums.
"""

PURPOSES = ("work", "children", "health", "money_post", "living", "other")
"""Work and children are what learners tell of first when they are asked what lessons brought them."""

ORGANISATIONS = (
    *("library", "welfare", "social_service", "uwv"),
    *("neighbourhood_team", "volunteers", "provider", "other"),
)
"""A Taalhuis stands in a library; after that those who see people at a desk or at home. Family and friends
are "other", which stands on every page.
"""

CONTACT = ("chat", "call", "walk_in")
"""Whoever has come this far in a chat has shown that it works for them; a telephone number costs more
taps.
"""

LANGUAGES = ("nl", "en", "ar", "tr", "uk", "pl", "ti", "so", "fa", "es", "ru", "fr", "zh")
"""Those that a catalogue may be written in; which are complete is for the world to say, and the one of the
phone comes first. English early: many read some of it whose own language is missing.
"""

FIRST_LANGUAGES = (
    *("ar", "tr", "pl", "uk"),
    *("ti", "fa", "zgh", "so"),
    *("es", "ru", "pt", "ro"),
    *("bg", "ku", "fr", "en"),
    *("zh", "vi", "th", "pap"),
    "other",
)
"""By the size of the groups of whom many learn Dutch: who came from Syria, Turkey, Poland and Ukraine, then
Eritrea, Iran and Afghanistan, Morocco and Somalia. Few who grew up with English come to a Taalhuis. The
language of the conversation comes before all of these, and "other" stands on every page.
"""


def in_order(order: Sequence[str], choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The choices as `order` has their values.

    Raises:
        ValueError: they are not the same.
    """
    by_value = {str(choice.value): choice for choice in choices}
    if sorted(by_value) != sorted(order):
        raise ValueError(f"{sorted(by_value)} are to be chosen, but {sorted(order)} have a place")
    return tuple(by_value[value] for value in order)
