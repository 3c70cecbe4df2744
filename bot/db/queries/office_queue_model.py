"""What the queue of a desk is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.db.types import Sealed
from bot.domain.waiting import Span


class Order(StrEnum):
    """By when it was sent, by its last move, by state in the order of the machine, or by house."""

    SENT = "sent"
    CHANGED = "changed"
    STATE = "state"
    HOUSE = "house"


class Mark(StrEnum):
    """Its term is over, or nearly."""

    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Term:
    """The states of one term in working days, and since when one must have waited for it to be over now and
    soon. `signs`: a volunteer has it, and whatever they do counts too.
    """

    statuses: frozenset[str]
    now: tuple[Span, ...]
    soon: tuple[Span, ...]
    signs: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the list: after or before this row."""

    rank: int
    moment: datetime
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for. `houses` and `statuses` stand in the order in which the list has them. `volunteers`
    and `staff` are members. `name`, `phone`: keyed hashes. Of `places` few people came, of `common_places`
    many. `waited`: since one of these it has been as it is. `terms` are those that there are, `mark` asks for
    one of them.
    """

    houses: tuple[int, ...]
    statuses: tuple[str, ...]
    order: Order = Order.SENT
    newest_first: bool = False
    terms: tuple[Term, ...] = ()
    mark: Mark | None = None
    waited: tuple[Span, ...] = ()
    need: str = ""
    language: str = ""
    unreachable: bool = False
    volunteers: tuple[int, ...] = ()
    staff: tuple[int, ...] = ()
    without_volunteer: bool = False
    without_staff: bool = False
    name: bytes | None = None
    phone: bytes | None = None
    code: str = ""
    places: tuple[str, ...] = ()
    common_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One sign-up of the list; `staff` and `volunteer` are names."""

    id: int
    rank: int
    moment: datetime
    code: str
    status: str
    ended_why: str
    taalhuis_id: int
    first_name: Sealed
    place: str
    sent_at: datetime
    changed_at: datetime
    needs: list[str]
    language: str
    first_language: str
    staff: Sealed | None
    volunteer: Sealed | None
    unreachable: bool
    late: bool
    soon: bool

    @property
    def spot(self) -> Spot:
        return Spot(self.rank, self.moment, self.id)


@dataclass(frozen=True, slots=True)
class Found:
    """Rows in the order of the list, and where the search gave up before the page was full."""

    rows: tuple[Row, ...]
    stopped: Spot | None
