"""What a report counts, over which period and whom: plain values and arithmetic, without a database.

A report follows **people who signed up in a period**, whatever happened to them later. Every number is about
those same people, so that numbers of one report can be compared and two periods have nobody in common.
docs/reports.md says for readers what each number means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.days import day_of
from bot.domain.origin import Wall
from bot.domain.referral_status import FinishReason, ReferralStatus, RejectReason
from bot.domain.screening import Signal

ZONE = ZoneInfo("Europe/Amsterdam")
"""A month of a report is a Dutch month, whatever clock an installation shows: the money is Dutch, and what
was kept by month must stay in that month.
"""
LONGEST_MONTHS = 120

Cell = tuple[str, str]
"""(dimension, value), as counted, kept and shown."""
Counts = Mapping[Cell, int]


class Dimension(StrEnum):
    """Something that people, or their appointments, are counted by."""

    SIGN_UP = "sign_up"
    STATE = "state"
    NEED = "need"
    LANGUAGE = "language"
    NUMBERS = "numbers"
    DIGITAL = "digital"
    FIRST = "first"
    LEAFLET = "leaflet"
    HELPER = "helper"
    CHANNEL = "channel"
    CONTACT = "contact"
    MET = "met"
    TRANSFER = "transfer"
    WAITED = "waited"
    FINISH = "finish"
    REJECT = "reject"
    APPOINTMENT = "appointment"
    DAYS_CONTACT = "days_contact"
    DAYS_MET = "days_met"


ALL = "all"
YES, NO = "yes", "no"
ERASED = "erased"
"""The value of everything but the state of who took the sign-up back: nothing else is kept of them."""
WELL, OTHERWISE = "finished_well", "finished_else"
"""Finished with success, and without it: two states in a report."""
TOTAL: Cell = (Dimension.SIGN_UP, ALL)

_D = Dimension
_SIGNALS = (Signal.STRONG, Signal.LIGHT, Signal.NO_SIGNAL, Signal.UNKNOWN)
NEEDS = ("reading", "writing", "speaking", "numbers", "digital")
HELPERS = (
    *("library", "welfare", "uwv", "social_service", "neighbourhood_team", "volunteers"),
    *("provider", "other"),
)
_S = ReferralStatus
STATES: tuple[str, ...] = (
    *(_S.SUBMITTED, _S.ACCEPTED, _S.OFFERED, _S.MATCHED, _S.APPOINTMENT_PLANNED, _S.INTAKE_DONE),
    *(_S.ONGOING, WELL, OTHERWISE, _S.WAITING_LIST, _S.TRANSFERRED, _S.REJECTED, _S.DUPLICATE, _S.WITHDRAWN),
)

PARTS: Mapping[Dimension, tuple[str, ...]] = {
    _D.STATE: STATES,
    _D.LANGUAGE: (*_SIGNALS, ERASED),
    _D.NUMBERS: (*_SIGNALS, ERASED),
    _D.DIGITAL: (*_SIGNALS, ERASED),
    _D.FIRST: ("nt1", "nt2", ERASED),
    _D.LEAFLET: (*Wall, "none", ERASED),
    _D.HELPER: ("self", *HELPERS, ERASED),
    _D.CHANNEL: ("telegram", "web", "other", ERASED),
    _D.CONTACT: (YES, NO, ERASED),
    _D.MET: (YES, NO, ERASED),
    _D.TRANSFER: (YES, NO, ERASED),
    _D.WAITED: (YES, NO, ERASED),
}
"""Of these dimensions everybody has exactly one value, so that they add up to the sign-ups."""

REASONS: Mapping[Dimension, tuple[str, ...]] = {
    _D.FINISH: tuple(FinishReason),
    _D.REJECT: tuple(RejectReason),
}
CAME = "came"
APPOINTMENTS = (CAME, "no_show", "moved", "cancelled", "open")
"""What became of appointments; somebody may have several of them."""


# ── Periods ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Period:
    """Dutch days, both included."""

    first: date
    last: date

    @property
    def whole_months(self) -> bool:
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1

    def widened(self) -> Period:
        """From the first day of its first month to the last day of its last one."""
        return Period(self.first.replace(day=1), _next_month(self.last) - timedelta(days=1))

    def over(self, today: date) -> Period | None:
        """The whole months of it that are over; None when there is none yet. Two periods that differ in a day
        tell of that day, and of the month that `today` is in every day is another report.
        """
        whole = self.widened()
        last = min(whole.last, last_day_over(today))
        return Period(whole.first, last) if whole.first <= last else None

    def months(self) -> list[Period]:
        """One piece a month; the first and the last may be parts of one."""
        pieces, first = [], self.first
        while first <= self.last:
            after = _next_month(first)
            pieces.append(Period(first, min(self.last, after - timedelta(days=1))))
            first = after
        return pieces

    @property
    def month(self) -> str:
        """The month of a piece: "2026-05"."""
        return f"{self.first:%Y-%m}"

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The first moment, and the first one after it, in UTC."""
        return _midnight(self.first), _midnight(self.last + timedelta(days=1))


# The years of `bot.domain.days`.
_YEAR = re.compile(r"(2[01][0-9]{2})")
_QUARTER = re.compile(r"(2[01][0-9]{2})-[qQ]([1-4])")
_MONTH = re.compile(r"(2[01][0-9]{2})-(0[1-9]|1[0-2])")


def period_of(words: str) -> Period | None:
    """ "2026", "2026-Q2" or "2026-05"; None for anything else, and for a year that nobody means."""
    if year := _YEAR.fullmatch(words):
        return Period(date(int(year[1]), 1, 1), date(int(year[1]), 12, 31))
    if quarter := _QUARTER.fullmatch(words):
        first = date(int(quarter[1]), int(quarter[2]) * 3 - 2, 1)
        return Period(first, first.replace(month=first.month + 2)).widened()
    if month := _MONTH.fullmatch(words):
        first = date(int(month[1]), int(month[2]), 1)
        return Period(first, first).widened()
    return None


def period_between(first: str, last: str) -> Period | None:
    """Two days as ISO 8601 writes them; None when they are no days, the wrong way round, too far apart, or of
    a year that nobody means.
    """
    begin, end = day_of(first), day_of(last)
    if begin is None or end is None or begin > end:
        return None
    far = (end.year - begin.year) * 12 + end.month - begin.month
    return Period(begin, end) if far < LONGEST_MONTHS else None


def last_day_over(today: date) -> date:
    """The last day of the last month that is over."""
    return today.replace(day=1) - timedelta(days=1)


def last_months(today: date, many: int) -> Period:
    """So many whole months, of which the last is the last one that is over."""
    last = last_day_over(today)
    months = last.year * 12 + last.month - many
    return Period(date(months // 12, months % 12 + 1, 1), last)


def dutch_day(moment: datetime) -> date:
    """The Dutch day of a moment."""
    return moment.astimezone(ZONE).date()


def month_of(moment: datetime) -> str:
    """The Dutch month of a moment: "2026-05"."""
    return f"{moment.astimezone(ZONE):%Y-%m}"


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


# ── Arithmetic ──────────────────────────────────────────────────────────────────────────────────────────


def median(days: Mapping[int, int]) -> float | None:
    """The median of a histogram (days → how many); None of nothing."""
    many = sum(days.values())
    if not many:
        return None
    return (_at(days, (many - 1) // 2) + _at(days, many // 2)) / 2


def _at(days: Mapping[int, int], rank: int) -> int:
    for day in sorted(days):
        rank -= days[day]
        if rank < 0:
            return day
    raise ValueError("the rank is past the end")


def histogram(counts: Counts, dimension: Dimension) -> dict[int, int]:
    """Days → how many."""
    found: Counter[int] = Counter()
    for (kind, value), many in counts.items():
        if kind == dimension:
            found[int(value)] += many
    return dict(found)
