"""A report as a file: CSV as spreadsheets of Dutch offices read it, and a workbook whose numbers are numbers.

No word in it can become a formula: in the workbook every text is a text, whatever it begins with, and in CSV
what could begin one gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from bot.services.reports.model import Report, Sign
from bot.services.reports.tables import (
    Say,
    Value,
    blocks,
    breakdown_name,
    ends_early,
    scope_name,
    sign,
)
from bot.services.reports.workbook import as_workbook
from flows.model import Text

BOM = "\ufeff"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_SHEET_NAME = 31
_NOT_IN_A_SHEET_NAME = str.maketrans("", "", "[]:*?/\\'")
_WIDTHS = (46, 16)


@dataclass(frozen=True, slots=True)
class Made:
    """A file with its name and media type."""

    name: str
    media_type: str
    body: bytes


def make_file(report: Report, kind: str, say: Say, made_on: date) -> Made:
    """The report as "csv" or "xlsx", with what it is about and what the numbers mean in it."""
    period = report.asked.period
    scope = report.asked.scope.code.replace(":", "-")
    name = f"taalwijzer-{scope}-{period.first}-{period.last}.{kind}"
    if kind == "csv":
        return Made(name, CSV_TYPE, as_csv(report, say, made_on))
    about = (say(_EXPLAINED), explained(report, say, made_on))
    return Made(name, XLSX_TYPE, as_workbook(about, blocks(report, say)))


def as_csv(report: Report, say: Say, made_on: date) -> bytes:
    """RFC 4180 with semicolons and a byte order mark; one number a line:
    table, row, column, number. What the numbers mean comes first, in lines of the same form."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([safe(say(text)) for text in _CSV_HEAD])
    title = say(_EXPLAINED)
    for label, value in explained(report, say, made_on):
        writer.writerow([safe(title), safe(label), "", _written(value)])
    for block in blocks(report, say):
        for line in block.lines:
            for what, value in zip(block.head[1:], line.values, strict=True):
                writer.writerow([safe(block.title), safe(line.label), safe(what), _written(value)])
    return (BOM + out.getvalue()).encode()


_EXPLAINED = Text("console.reports.explained")
_CSV_HEAD = (
    Text("console.reports.csv.table"),
    Text("console.reports.csv.row"),
    Text("console.reports.csv.column"),
    Text("console.reports.many"),
)


def safe(words: str) -> str:
    """Words that a spreadsheet leaves alone."""
    return f"'{words}" if words.startswith(_BEGINS_A_FORMULA) else words


def _written(value: Value) -> str:
    match value:
        case Sign() | None:
            return sign(value)
        case str():
            return safe(value)
        case float():
            # As a Dutch spreadsheet reads it.
            return f"{value:.1f}".replace(".", ",")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def explained(report: Report, say: Say, made_on: date) -> list[tuple[str, Value]]:
    """What the report is about, and what its numbers mean."""
    asked = report.asked
    found: list[tuple[str, Value]] = [
        (say(Text("console.reports.scope")), scope_name(asked.scope, say)),
        (say(Text("console.reports.first_day")), asked.period.first),
        (say(Text("console.reports.last_day")), asked.period.last),
        (say(Text("console.reports.by")), breakdown_name(asked.by, say)),
        (say(Text("console.reports.made_on")), made_on),
        (say(Text("console.reports.sign_ups")), report.sign_ups),
        (say(Text("console.reports.who")), say(Text("console.reports.who.means"))),
    ]
    if asked.scope.masked:
        found.append((say(Text("console.reports.signs")), say(Text("console.reports.masked"))))
    if asked.ends_early:
        found.append((say(Text("console.reports.attention")), ends_early(report, say)))
    if report.left_out:
        found.append((say(Text("console.reports.attention")), say(Text("console.reports.left_out"))))
    means = {block.title: block.means for block in blocks(report, say)}
    return [*found, *means.items()]
