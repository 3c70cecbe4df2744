"""What the pages about people call things."""

from __future__ import annotations

from collections.abc import Mapping

from bot.services.office.people import Sort
from flows.model import Text

ROLES: Mapping[str, Text] = {
    # Translators: a choice in a list: only people with this role.
    "volunteer": Text("console.people.role.volunteer"),
    # Translators: a choice in a list: only people with this role.
    "staff": Text("console.people.role.staff"),
}
SORTS: Mapping[Sort, Text] = {
    # Translators: a choice in a list: in the order of this.
    Sort.NAME: Text("console.people.sort.name"),
    Sort.ROLE: Text("console.people.sort.role"),
    Sort.LOAD: Text("console.people.sort.load"),
    Sort.FREE: Text("console.people.sort.free"),
    Sort.SINCE: Text("console.people.sort.since"),
    Sort.ACTIVE: Text("console.people.sort.active"),
}
DONE: Mapping[str, Text] = {
    # Translators: above a page: what was just done.
    "paused": Text("console.people.done.paused"),
    "resumed": Text("console.people.done.resumed"),
    "profile": Text("console.people.done.profile"),
    "ended": Text("console.people.done.ended"),
    "revoked": Text("console.people.done.revoked"),
}
FAULTS: Mapping[str, Text] = {
    # Translators: above a page: why it was not done.
    "day": Text("console.people.wrong.day"),
    "many": Text("console.people.wrong.many"),
    "gone": Text("console.people.wrong.gone"),
    "changed": Text("console.people.wrong.changed"),
}
