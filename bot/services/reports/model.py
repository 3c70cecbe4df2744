"""What a report is: what was asked, and numbers of which those that may not be shown are already gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.reporting import TOTAL, Cell, Dimension, Period


class Kind(StrEnum):
    """What a report is about."""

    ALL = "all"
    REGION = "region"
    GEMEENTE = "gemeente"
    HOUSE = "house"


class By(StrEnum):
    """What it is broken down by."""

    NOTHING = "nothing"
    MONTH = "month"
    REGION = "region"
    GEMEENTE = "gemeente"
    HOUSE = "house"


BREAKDOWNS: Mapping[Kind, tuple[By, ...]] = {
    Kind.ALL: (By.NOTHING, By.MONTH, By.REGION),
    Kind.REGION: (By.NOTHING, By.MONTH, By.GEMEENTE, By.HOUSE),
    Kind.GEMEENTE: (By.NOTHING, By.MONTH, By.HOUSE),
    Kind.HOUSE: (By.NOTHING, By.MONTH, By.GEMEENTE),
}
"""Of the whole country not by gemeente or Taalhuis: hundreds of small numbers that hide one another."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a report is about. `code` names it in an address: "region:3", "house:zwolle-1". `masked`: for
    somebody who is not of that Taalhuis.
    """

    kind: Kind
    key: str
    name: str
    masked: bool

    @property
    def code(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else str(self.kind)


@dataclass(frozen=True, slots=True)
class Asked:
    """A report that somebody may have. Of a masked one the period is of whole months that are over: from two
    that differ in a day, that day could be worked out. `ends_early`: more months were asked for, which are
    not over yet.
    """

    scope: Scope
    period: Period
    by: By
    ends_early: bool = False


class Sign(StrEnum):
    """What stands in the place of a number that is hidden."""

    SMALL = "small"
    """1 to 4."""
    COVER = "cover"
    """Another number, hidden so that a small one cannot be worked out."""


Shown = int | Sign


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a breakdown. `key` is a month, a code or a number; "" is unknown or none."""

    key: str
    name: str


WHOLE: Group | None = None
Place = tuple[str | None, Cell]
"""(key of a group, or None for the whole report; what is counted)."""


@dataclass(frozen=True, slots=True)
class Days:
    """A median of days with how many it is of; None where it may not be shown, or there is nobody."""

    median: float | None
    people: Shown


@dataclass(frozen=True, slots=True)
class Report:
    """`left_out`: months of which only a part was asked hold counts of people who are erased; those cannot be
    told by day and are not in it.
    """

    asked: Asked
    groups: tuple[Group, ...]
    numbers: Mapping[Place, Shown]
    days: Mapping[tuple[str | None, Dimension], Days]
    left_out: bool

    def number(self, cell: Cell, group: Group | None = None) -> Shown:
        """What may be shown of a number."""
        return self.numbers.get((group.key if group else None, cell), 0)

    @property
    def sign_ups(self) -> Shown:
        return self.number(TOTAL)

    @property
    def hides(self) -> bool:
        """Is any number hidden?"""
        return any(isinstance(number, Sign) for number in self.numbers.values())
