"""Every deed that a button of a card can ask for, and every command of people who work here: the one list.

What is not in it does not exist, whatever a button says; and each has its rule of who may try it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from bot.services.desk import (
    appointments,
    asking,
    calendar,
    console,
    hearing,
    intakes,
    members,
    menu,
    mine,
    own_data,
    profiles,
    proposing,
    reading,
    relay,
    reminders,
    review,
    team,
    todo,
    volunteers,
)
from bot.services.desk.model import Verb

_ALL: tuple[tuple[Verb, ...], ...] = (
    appointments.VERBS,
    asking.VERBS,
    calendar.VERBS,
    console.VERBS,
    hearing.VERBS,
    intakes.VERBS,
    members.VERBS,
    menu.VERBS,
    mine.VERBS,
    own_data.VERBS,
    profiles.VERBS,
    proposing.VERBS,
    reading.VERBS,
    relay.VERBS,
    reminders.VERBS,
    review.VERBS,
    team.VERBS,
    todo.VERBS,
    volunteers.VERBS,
)

MENU = "menu"
"""What a member gets who says something that nothing waits for."""

BESIDE = frozenset(verb.name for verb in reading.VERBS)
"""Deeds that change nothing of what is going on: whoever is to write something may hear first what it is."""

COMMANDS: Mapping[str, str] = {
    "afspraak": "do:myapp",
    "console": "do:console",
    "intakes": "do:queue",
    "menu": "do:menu",
    "taken": "do:tasks",
}
"""Commands that the desk answers, in lower case, and the choice of the deed that each stands for."""


def verbs() -> Mapping[str, Verb]:
    """All deeds by name.

    Raises:
        ValueError: two have the same name; a defect.
    """
    found: dict[str, Verb] = {}
    for verb in chain.from_iterable(_ALL):
        if verb.name in found:
            raise ValueError(f"two deeds are called {verb.name}")
        found[verb.name] = verb
    return found
