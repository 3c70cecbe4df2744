"""Every kind of thing that falls due, by the name in its timer's `kind`: the one list, beside `say`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from bot.services import privacy
from bot.services.clockwork import Act
from bot.services.loop import (
    houseless,
    idle,
    notifications,
    offers,
    promises,
    proposals,
    relay,
    reminders,
    volunteers,
)

_ALL: tuple[Mapping[str, Act], ...] = (
    houseless.KINDS,
    idle.KINDS,
    notifications.KINDS,
    offers.KINDS,
    privacy.KINDS,
    promises.KINDS,
    proposals.KINDS,
    relay.KINDS,
    reminders.KINDS,
    volunteers.KINDS,
)


def kinds() -> Mapping[str, Act]:
    """What the clockwork does, by kind.

    Raises:
        ValueError: two have the same name; a defect.
    """
    found: dict[str, Act] = {}
    for name, act in chain.from_iterable(kind.items() for kind in _ALL):
        if name in found:
            raise ValueError(f"two kinds of timer are called {name}")
        found[name] = act
    return found
