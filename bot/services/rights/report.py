"""The yearly privacy report: how often what was asked, refused, read and erased. Numbers only, of no person.

Most of it is counted as it happens (`privacy_event`), since what is erased cannot be counted any more; who
read and exported comes from the audit, and voice notes are those that are kept now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import rights
from flows.model import Text

_EVENTS: Mapping[str, tuple[tuple[str, Text], ...]] = {
    "agreed": (
        ("consent.given", Text("console.privacy.consent.given")),
        ("consent.refused", Text("console.privacy.consent.refused")),
        ("erased.consent", Text("console.privacy.consent.withdrawn")),
    ),
    "erased": (
        ("erased.withdrawn", Text("console.privacy.erased.withdrawn")),
        ("erased.everything", Text("console.privacy.erased.everything")),
        ("erased.consent", Text("console.privacy.erased.consent")),
        ("erased.by_staff", Text("console.privacy.erased.by_staff")),
        ("erased.never_started", Text("console.privacy.erased.never_started")),
        ("erased.finished", Text("console.privacy.erased.finished")),
        ("erased.draft", Text("console.privacy.erased.draft")),
        ("erased.draft_expired", Text("console.privacy.erased.draft_expired")),
        ("erased.again", Text("console.privacy.erased.again")),
        ("retention.run", Text("console.privacy.retention_runs")),
    ),
    "asked": (
        ("data_shown", Text("console.privacy.asked.shown")),
        ("data_file", Text("console.privacy.asked.file")),
        ("data_handed_over", Text("console.privacy.asked.handed_over")),
        ("data_corrected", Text("console.privacy.asked.corrected")),
        ("data_correct_asked", Text("console.privacy.asked.correct")),
    ),
    "refused": (
        ("bsn.chat", Text("console.privacy.bsn.chat")),
        ("bsn.console", Text("console.privacy.bsn.console")),
    ),
}
_TITLES: Mapping[str, Text] = {
    "agreed": Text("console.privacy.agreed"),
    "erased": Text("console.privacy.erased"),
    "asked": Text("console.privacy.asked"),
    "refused": Text("console.privacy.bsn"),
}
_NEVER_OF_A_HOUSE = frozenset(
    {
        *("consent.given", "consent.refused", "erased.draft", "erased.draft_expired", "retention.run"),
        *("data_shown", "data_file", "bsn.chat", "bsn.console"),
    }
)
"""Before a sign-up is sent there is no Taalhuis to count it at, and what is asked is asked of all at once."""
_READS = frozenset({"intake.read", "intake.heard", "intake.talk", "meeting.read"})
_LISTS = frozenset({"queue.list", "task.list", "planning.read", "calendar.read"})
"""Several people at once, by name: one look at each, however many are on it; of a calendar once a day."""
_READERS: tuple[tuple[str, Text], ...] = (
    ("staff", Text("console.privacy.read.staff")),
    ("volunteer", Text("console.privacy.read.volunteer")),
    ("regional", Text("console.privacy.read.regional")),
    ("operator", Text("console.privacy.read.operator")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the report: its title, and each thing with how often."""

    title: Text
    rows: tuple[tuple[Text, int], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A year, of some houses or of the whole installation."""

    year: int
    parts: tuple[Part, ...]


async def of_year(
    connection: AsyncConnection, year: int, zone: ZoneInfo, *, houses: Sequence[int] | None = None
) -> Report:
    """The report of a calendar year; of these houses, or of everything. `zone` says when a year begins."""
    counted = await rights.counted(connection, date(year, 1, 1), date(year, 12, 31), houses)
    done = await rights.audited(
        connection, datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone), houses
    )
    events = tuple(
        Part(_TITLES[part], tuple((label, counted.get(what, 0)) for what, label in _shown(rows, houses)))
        for part, rows in _EVENTS.items()
    )
    return Report(
        year,
        (
            *(part for part in events if part.rows),
            Part(Text("console.privacy.read"), _by_role(done, _READS)),
            Part(Text("console.privacy.listed"), _by_role(done, _LISTS)),
            Part(
                Text("console.privacy.other"),
                (
                    (Text("console.privacy.exports"), _many(done, _is_export)),
                    (Text("console.privacy.sign_ins"), _many(done, _is_sign_in)),
                    (Text("console.privacy.voices"), await rights.count_voices(connection, houses)),
                ),
            ),
        ),
    )


def _shown(rows: tuple[tuple[str, Text], ...], houses: Sequence[int] | None) -> tuple[tuple[str, Text], ...]:
    return rows if houses is None else tuple(row for row in rows if row[0] not in _NEVER_OF_A_HOUSE)


def _by_role(done: Mapping[tuple[str, str], int], looks: frozenset[str]) -> tuple[tuple[Text, int], ...]:
    return tuple(
        (label, sum(many for (what, role), many in done.items() if what in looks and role == reader))
        for reader, label in _READERS
    )


def _many(done: Mapping[tuple[str, str], int], wanted: Callable[[str], bool]) -> int:
    return sum(many for (what, _role), many in done.items() if wanted(what))


def _is_export(what: str) -> bool:
    return what.endswith((".exported", ".export", ".handed_over"))


def _is_sign_in(what: str) -> bool:
    return what == "console.in"
