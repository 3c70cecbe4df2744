"""The form of a Taalhuis: what a browser sent, and what the fields are called."""

from __future__ import annotations

from collections.abc import Mapping

from bot.geo.taalhuis_week import MOST_BLOCKS, Hours
from bot.services.office.house_rules import HOURS, TICKED, WORDS, Draft
from console.office.form import Form
from flows.bsn import holds_bsn
from flows.cards import labels
from flows.model import Text

LONGEST = 400
_LEARNING_FORMS: Mapping[str, Text] = {
    # Translators: how somebody learns: in a group.
    "group": Text("console.houses.form.group"),
    # Translators: how somebody learns: with one person.
    "one_to_one": Text("console.houses.form.one_to_one"),
    "online": Text("console.houses.form.online"),
}
CHOICES: Mapping[str, Mapping[str, Text]] = {"offers": labels.NEEDS, "forms": _LEARNING_FORMS}
MODES: Mapping[str, Text] = {
    # Translators: volunteers are asked one by one.
    "one": Text("console.houses.mode.one"),
    # Translators: all volunteers are asked at once.
    "all": Text("console.houses.mode.all"),
}
FIELDS: Mapping[str, Text] = {
    # Translators: a field of a Taalhuis.
    "opening_hours": Text("console.houses.opening_hours"),
    "walk_in_hours": Text("console.houses.walk_in_hours"),
    "closed_until": Text("console.houses.closed_until"),
    "active": Text("console.houses.active"),
    "offers": Text("console.houses.offers"),
    "forms": Text("console.houses.forms"),
    "coverage": Text("console.houses.coverage"),
    "phone": Text("console.houses.phone"),
    "email": Text("console.houses.email"),
    "website": Text("console.houses.website"),
    "auto_accept": Text("console.houses.auto_accept"),
    "offer_mode": Text("console.houses.offer_mode"),
    "notified": Text("console.houses.notified"),
}


def draft_in(form: Form) -> Draft:
    """What was filled in. A box with a number that can be a BSN comes back empty, and is named as wrong."""
    return Draft(
        words={name: form.one(name)[:LONGEST].strip() for name in WORDS},
        ticked={name: tuple(code for code in CHOICES[name] if code in form.many(name)) for name in TICKED},
        hours={name: _hours(form, name) for name in HOURS},
        active=form.one("active") == "yes",
        auto_accept=form.one("auto_accept") == "yes",
        offer_mode=form.one("offer_mode"),
        seen=form.one("seen")[:40],
        shown=_ids(form, "shown"),
        notified=_ids(form, "notified"),
    )


def shown_again(draft: Draft) -> Mapping[str, str]:
    """The words to put back into the boxes."""
    return {name: "" if holds_bsn(words) else words for name, words in draft.words.items()}


def _hours(form: Form, name: str) -> Hours:
    week = tuple(
        tuple(
            (start, end)
            for at in range(MOST_BLOCKS)
            for start, end in [(_time(form, name, day, at, "from"), _time(form, name, day, at, "to"))]
            if start or end
        )
        for day in range(7)
    )
    return Hours(week, form.one(f"{name}-more")[:LONGEST].strip())


def _time(form: Form, name: str, day: int, at: int, side: str) -> str:
    return form.one(f"{name}-{day}-{at}-{side}")[:5]


def _ids(form: Form, name: str) -> frozenset[int]:
    return frozenset(int(value) for value in form.many(name) if value.isdecimal() and len(value) < 19)
