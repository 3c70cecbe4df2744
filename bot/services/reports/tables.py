"""A report as tables of words and numbers, the same for the page, the CSV and the workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.reporting import ERASED, TOTAL, Cell, Dimension
from bot.services.reports.model import By, Group, Kind, Report, Scope, Shown, Sign
from bot.services.reports.shaping import MEETINGS
from bot.services.reports.words import TITLES, cells
from flows.model import Name, Text

Say = Callable[[Text], str]
"""Renders a text in the language of whoever reads."""
Value = Shown | float | date | str | None

SMALL_SIGN, COVER_SIGN, NOTHING_SIGN = "< 5", "*", "–"
NOT_BROKEN_DOWN = frozenset({Dimension.FINISH, Dimension.REJECT})


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its name and its values. `whole`: it is about everybody together, and looks it."""

    label: str
    values: tuple[Value, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One table. `key` names it in addresses and sheets; `means` is the definition of what is counted."""

    key: str
    title: str
    means: str
    head: tuple[str, ...]
    """Of the first column and of each value."""
    lines: tuple[Line, ...]
    bars: tuple[tuple[str, Shown], ...]
    """What a picture of it shows."""


def sign(value: Value) -> str:
    """What stands in the place of a value that is not there."""
    match value:
        case Sign.SMALL:
            return SMALL_SIGN
        case Sign.COVER:
            return COVER_SIGN
        case None:
            return NOTHING_SIGN
        case _:
            return ""


def blocks(report: Report, say: Say) -> list[Block]:
    """Every table of a report, in order."""
    made = [_block(report, dimension, say) for dimension in TITLES]
    made.insert(1, _waiting(report, say))
    if report.groups:
        made.insert(0, _sign_ups(report, say))
    return made


def scope_name(scope: Scope, say: Say) -> str:
    """What a report is about, with the kind of it."""
    name = Name(scope.name)
    match scope.kind:
        case Kind.REGION:
            return say(Text("console.reports.of.region", {"name": name}))
        case Kind.GEMEENTE:
            return say(Text("console.reports.of.gemeente", {"name": name}))
        case Kind.HOUSE:
            return scope.name
        case _:
            return say(Text("console.reports.of.all"))


def breakdown_name(by: By, say: Say) -> str:
    """What a report is broken down by."""
    match by:
        case By.MONTH:
            return say(Text("console.reports.by.month"))
        case By.REGION:
            return say(Text("console.reports.by.region"))
        case By.GEMEENTE:
            return say(Text("console.reports.by.gemeente"))
        case By.HOUSE:
            return say(Text("console.reports.by.house"))
        case _:
            return say(Text("console.reports.by.nothing"))


def period_name(report: Report, say: Say) -> str:
    """The first and the last day."""
    period = report.asked.period
    days = {"first": _written(period.first), "last": _written(period.last)}
    return say(Text("console.reports.period.of", days))


def ends_early(report: Report, say: Say) -> str:
    """Why it ends before the day that was asked for; "" when it does not."""
    last = {"last": _written(report.asked.period.last)}
    return say(Text("console.reports.ends_early", last)) if report.asked.ends_early else ""


def _written(day: date) -> Name:
    return Name(f"{day.day}-{day.month}-{day.year}")


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────


def _block(report: Report, dimension: Dimension, say: Say) -> Block:
    title, means = TITLES[dimension]
    shown = [(cell, say(text)) for cell, text in cells(dimension) if _is_there(report, cell)]
    total = MEETINGS if dimension is Dimension.APPOINTMENT else _total_of(dimension)
    bars = tuple((label, report.number(cell)) for cell, label in shown)
    many = say(Text("console.reports.many"))
    if not report.groups or dimension in NOT_BROKEN_DOWN:
        head: tuple[str, ...] = (say(title), many)
        lines = [Line(label, (number,)) for label, number in bars]
        if total:
            lines.append(Line(say(Text("console.reports.total")), (report.number(total),), whole=True))
        return Block(dimension, say(title), say(means), head, tuple(lines), bars)
    columns = [*(cell for cell, _ in shown), *([total] if total else [])]
    head = (
        breakdown_name(report.asked.by, say),
        *(label for _, label in shown),
        *([say(Text("console.reports.total"))] if total else []),
    )
    lines = [
        Line(name, _row(report, columns, group), whole=group is None) for name, group in _groups(report, say)
    ]
    return Block(dimension, say(title), say(means), head, tuple(lines), bars)


def _row(report: Report, columns: Sequence[Cell], group: Group | None) -> tuple[Value, ...]:
    return tuple(report.number(cell, group) for cell in columns)


def _total_of(dimension: Dimension) -> Cell | None:
    """Needs do not add up: somebody may have several. Why somebody stopped adds up to two states."""
    return None if dimension in {Dimension.NEED, *NOT_BROKEN_DOWN} else TOTAL


def _is_there(report: Report, cell: Cell) -> bool:
    """People who took it back have a column only where there are any."""
    return cell[1] != ERASED or report.number(cell) != 0


def _sign_ups(report: Report, say: Say) -> Block:
    title = say(Text("console.reports.sign_ups"))
    named = list(_groups(report, say))
    return Block(
        "sign_up",
        title,
        say(Text("console.reports.sign_ups.means")),
        (breakdown_name(report.asked.by, say), title),
        tuple(Line(name, (report.number(TOTAL, group),), whole=group is None) for name, group in named),
        tuple((name, report.number(TOTAL, group)) for name, group in named if group),
    )


def _waiting(report: Report, say: Say) -> Block:
    """How long people wait for the first contact and for the first talk."""
    kinds = (Dimension.CONTACT, Dimension.MET)
    head = (
        breakdown_name(report.asked.by, say) if report.groups else "",
        say(Text("console.reports.days.contact")),
        say(Text("console.reports.days.people")),
        say(Text("console.reports.days.met")),
        say(Text("console.reports.days.people")),
    )
    lines = []
    for name, group in _groups(report, say):
        found = [report.days[group.key if group else None, kind] for kind in kinds]
        values = tuple(value for one in found for value in (one.median, one.people))
        lines.append(Line(name, values, whole=group is None))
    title, means = Text("console.reports.days"), Text("console.reports.days.means")
    return Block("days", say(title), say(means), head, tuple(lines), ())


def _groups(report: Report, say: Say) -> Iterator[tuple[str, Group | None]]:
    """Each group by its name, and then everything."""
    for group in report.groups:
        yield group.name or say(Text("console.reports.unknown")), group
    yield say(Text("console.reports.total")), None
