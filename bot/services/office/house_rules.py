"""A Taalhuis as a form shows it, and what is wrong with what was filled in. The rules are those of the
import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.db.queries.houses import HouseRow
from bot.geo.taalhuis_file import read_field
from bot.geo.taalhuis_week import Hours, put_together, taken_apart
from bot.geo.taalhuis_wrong import Wrong
from flows.model import Text

WORDS = ("phone", "email", "website", "coverage", "closed_until")
TICKED = ("offers", "forms")
HOURS = ("opening_hours", "walk_in_hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What stands in the form. `words` holds the fields of `WORDS` as typed, `ticked` those of `TICKED`,
    `hours` those of `HOURS`. `shown` are the staff that the form names, `notified` those of them who are
    ticked; both are empty for whoever sees no persons. `seen` is when the house had last been changed.
    """

    words: Mapping[str, str]
    ticked: Mapping[str, tuple[str, ...]]
    hours: Mapping[str, Hours]
    active: bool
    auto_accept: bool
    offer_mode: str
    seen: str
    shown: frozenset[int] = frozenset()
    notified: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Checked:
    """`values` as the columns of a Taalhuis take them, with `coverage` beside; empty when there are
    `faults`, by field.
    """

    values: Mapping[str, Any]
    faults: Mapping[str, Text] = field(default_factory=dict)


def draft_of(house: HouseRow, notified: frozenset[int], shown: frozenset[int]) -> Draft:
    """The house as it is now."""
    return Draft(
        words={
            "phone": house.phone,
            "email": house.email,
            "website": house.website,
            "coverage": ranges_in_words(house.coverage),
            "closed_until": house.closed_until.isoformat() if house.closed_until else "",
        },
        ticked={"offers": tuple(house.offers), "forms": tuple(house.forms)},
        hours={name: taken_apart(getattr(house, name)) for name in HOURS},
        active=house.active,
        auto_accept=house.auto_accept,
        offer_mode=house.offer_mode,
        seen=house.updated_at.isoformat(),
        shown=shown,
        notified=notified,
    )


def ranges_in_words(ranges: tuple[tuple[int, int], ...]) -> str:
    """ "8011-8019; 8021", as the import reads it."""
    return "; ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def checked(draft: Draft) -> Checked:
    """Read every field by the rules of the import, and collect what is wrong."""
    values: dict[str, Any] = {"active": draft.active, "auto_accept": draft.auto_accept}
    faults: dict[str, Text] = {}
    raw = {
        **draft.words,
        **{name: ";".join(draft.ticked[name]) for name in TICKED},
        "offer_mode": draft.offer_mode or "one",
    }
    for name in HOURS:
        try:
            raw[name] = put_together(draft.hours[name])
        except Wrong as error:
            faults[name] = error.text
    for name, words in raw.items():
        try:
            value = read_field(name, words)
            values[name] = list(value) if name in TICKED else value
        except Wrong as error:
            faults[name] = error.text
    if draft.shown and not draft.notified & draft.shown:
        faults["notified"] = Text("console.fault.nobody")
    return Checked({} if faults else values, faults)
