"""What somebody at a desk wants to see of the queue: choices that stand in an address, and are kept by name.

Only codes and numbers. What somebody looked for, such as a first name, is `bot.services.office.queue_search`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from bot.db.queries.office_queue_model import Mark, Order
from bot.domain.referral_status import CLOSED, ReferralStatus
from bot.services.loop.todo import SHOWN
from flows.choice_order import FIRST_LANGUAGES, LANGUAGES, NEEDS

GROUPS: Final = tuple(SHOWN)
"""The groups of states of the chat."""
STATES: Final = tuple(
    one for one in ReferralStatus if one not in {ReferralStatus.DRAFT, ReferralStatus.WITHDRAWN}
)
WAITS: Final = (1, 2, 5)
"""Working days."""
SIZES: Final = (25, 50, 100)
LANGUAGE_CODES: Final = tuple(dict.fromkeys((*LANGUAGES, *FIRST_LANGUAGES)))
NONE: Final = "none"
ME: Final = "me"

_ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "show": frozenset({*GROUPS, *STATES}),
    "mark": frozenset(Mark),
    "wait": frozenset(map(str, WAITS)),
    "need": frozenset(NEEDS),
    "language": frozenset(LANGUAGE_CODES),
    "unreachable": frozenset({"1"}),
    "sort": frozenset(Order),
    "down": frozenset({"1"}),
    "size": frozenset(map(str, SIZES)),
}
_OR_NUMBER: Final[Mapping[str, frozenset[str]]] = {
    "volunteer": frozenset({NONE}),
    "staff": frozenset({NONE, ME}),
    "house": frozenset(),
}
FIELDS: Final = (*_ALLOWED, *_OR_NUMBER)
_LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Filter:
    """The choices that were made, by field; what was not chosen is not in it."""

    chosen: Mapping[str, str]

    def one(self, field: str) -> str:
        return self.chosen.get(field, "")

    def number(self, field: str) -> int:
        return int(self.one(field)) if self.one(field).isdecimal() else 0

    @property
    def show(self) -> str:
        """The group or state; new ones, or with a mark or a wait whatever has it."""
        return self.one("show") or ("all" if self.one("mark") or self.one("wait") else "new")

    @property
    def statuses(self) -> Sequence[ReferralStatus]:
        """In the order of the machine, and behind them those that are closed."""
        wanted = SHOWN.get(self.show) or {ReferralStatus(self.show)}
        return sorted((one for one in STATES if one in wanted), key=CLOSED.__contains__)

    @property
    def order(self) -> Order:
        """As chosen; else by the last move where it is about waiting, and by when it was sent."""
        if self.one("sort"):
            return Order(self.one("sort"))
        return Order.CHANGED if self.one("mark") or self.one("wait") else Order.SENT

    @property
    def size(self) -> int:
        return self.number("size") or SIZES[0]

    def query(self, **changes: str) -> str:
        """As it stands in an address, with these fields changed ("" takes one away)."""
        whole = {**self.chosen, **changes}
        fields = (*FIELDS, *(name for name in changes if name not in FIELDS))
        return urlencode([(name, whole[name]) for name in fields if whole.get(name)])


def read(field: Callable[[str], str]) -> Filter:
    """The choices of an address or a form; what no page of ours offers is left out."""
    given = {name: field(name) for name in FIELDS}
    return Filter({name: value for name, value in given.items() if value and _is_offered(name, value)})


def _is_offered(name: str, value: str) -> bool:
    if name in _ALLOWED:
        return value in _ALLOWED[name]
    number = value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER
    return value in _OR_NUMBER[name] or number
