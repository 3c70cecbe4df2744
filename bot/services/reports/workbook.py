"""A workbook of typed cells: numbers are numbers, days are days, and no word is ever a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.services.reports.model import Sign
from bot.services.reports.tables import Block, Value, sign

_LONGEST_SHEET_NAME = 31
_NOT_IN_A_SHEET_NAME = str.maketrans("", "", "[]:*?/\\'")
_FIRST_WIDE, _OTHERS_WIDE, _WORDS_WIDE = 34, 16, 100

About = tuple[str, Sequence[tuple[str, Value]]]
"""The name of the first sheet, and its rows."""


def as_workbook(about: About, blocks: Sequence[Block]) -> bytes:
    """One sheet a table, after one that says what it is about and what each number means."""
    # Half a second and ten megabytes, which only who asks for a workbook pays.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    title, rows = about
    _sheet(book, title, [(label, value) for label, value in rows], widths=(_FIRST_WIDE, _WORDS_WIDE))
    for block in blocks:
        widths = (_FIRST_WIDE, *(_OTHERS_WIDE for _ in block.head[1:]))
        _sheet(
            book, block.title, [(line.label, *line.values) for line in block.lines], block.head, widths=widths
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(
    book: Any,
    title: str,
    rows: Sequence[Sequence[Value]],
    head: Sequence[str] = (),
    *,
    widths: Sequence[int],
) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title.translate(_NOT_IN_A_SHEET_NAME)[:_LONGEST_SHEET_NAME])
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    if head:
        sheet.freeze_panes = "B2"
        sheet.append([_cell(sheet, word, bold=True) for word in head])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Value, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if isinstance(value, Sign) or value is None:
        value = sign(value)
    made = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        # openpyxl takes what begins with "=" for a formula; this says that it is a text.
        made.data_type = "s"
        made.alignment = Alignment(wrap_text=True, vertical="top")
    elif isinstance(value, date):
        made.number_format = "yyyy-mm-dd"
    elif isinstance(value, float):
        made.number_format = "0.0"
    if bold:
        made.font = Font(bold=True)
    return made
