"""A Taalhuis on a picture, to be understood without reading: the house, the way to it, and its week.

    house   name, street and town
    route   a bicycle between two points, kilometres above it and minutes beside a clock
    week    seven columns from 8 to 21 o'clock; open hours are bars with their figures, today has a frame

The figures are those of the signs along the road and the door of the house, for every reader alike.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from PIL import Image

from bot.pictures.paper import AMBER, INK, PALE, TEAL, WHITE, Sheet, fitted
from bot.pictures.sizes import WIDTH, size_of
from flows.facts import Week
from flows.model import HouseCard

FIRST_HOUR, LAST_HOUR = 8, 21
FONT = "DejaVuSans-Bold-subset.ttf"

_MARGIN = 28
_ICON = 112
_WEEK_TOP, _WEEK_BOTTOM = 372, 612
_COLUMN, _GAP = 100, 7
_A_MONDAY = date(2026, 6, 8)


def draw(card: HouseCard, language: str, data: Path) -> bytes:
    """The card as PNG, 800 pixels wide. `data` holds the font and the drawing of the house."""
    locale = Locale.parse(language.replace("-", "_"))
    from_right = locale.text_direction == "rtl"
    sheet = Sheet.empty(*size_of(card), data / "fonts" / FONT, from_right=from_right)
    _house(sheet, card, data / "pictures" / "taalhuis.png")
    _route(sheet, card, locale)
    if card.week:
        _week(sheet, card.week, card.today, locale)
    return sheet.png()


# ── The house ──────────────────────────────────────────────────────────────────────────────────────────────


def _house(sheet: Sheet, card: HouseCard, drawing: Path) -> None:
    with Image.open(drawing) as wide:
        side = wide.height
        middle = wide.convert("RGB").crop(((wide.width - side) // 2, 0, (wide.width + side) // 2, side))
    sheet.paste(middle, (_MARGIN, 18), _ICON)
    begin = _MARGIN + _ICON + 20
    room = WIDTH - begin - _MARGIN
    lines, size = fitted(card.name, sheet, (44, 38, 32), room)
    y = 18 + (44 if len(lines) == 1 else 22)
    for line in lines:
        sheet.words((begin, y), line, size)
        y += size + 6
    address = f"{card.street}, {card.town}" if card.street else card.town
    (address, *_more), size = fitted(address, sheet, (30, 26, 22), room)
    sheet.words((begin, y + 6), address, size)


# ── The way ────────────────────────────────────────────────────────────────────────────────────────────────


def _route(sheet: Sheet, card: HouseCard, locale: Locale) -> None:
    """From a dot to a flag; the figures stand on it."""
    y, begin, end = 284.0, _MARGIN + 24.0, WIDTH - _MARGIN - 24.0
    for at in range(int(begin) + 22, int(end) - 22, 26):
        sheet.line((at, y), (at + 10, y), colour=TEAL, width=7)
    sheet.circle((begin, y), 13, fill=WHITE)
    sheet.line((end, y), (end, y - 46))
    sheet.flag((end, y - 48), (end - 34, y - 36), (end, y - 24))
    if card.is_near:
        return
    _bicycle(sheet, 126, y - 50)
    far = format_decimal(card.km, "0.0", locale=_digits(locale))
    sheet.words((316, y - 52), f"{far} km", 46, anchor="m")
    _clock(sheet, (474, y - 52))
    sheet.words((512, y - 52), f"{card.bicycle_minutes} min", 46)


def _digits(locale: Locale) -> Locale:
    """How this reader writes a fraction, in the figures of the signs along the road."""
    return Locale("nl") if locale.text_direction == "rtl" else locale


def _bicycle(sheet: Sheet, middle: float, y: float) -> None:
    """80 pixels high, on its way to the flag."""
    back, front, wheel = (middle - 46, y + 14), (middle + 46, y + 14), 27
    sheet.circle(back, wheel)
    sheet.circle(front, wheel)
    pedals, saddle, bars = (middle - 6, y + 14), (middle - 20, y - 24), (middle + 30, y - 24)
    sheet.line(back, pedals, bars, saddle, pedals, colour=TEAL)
    sheet.line(back, saddle, colour=TEAL)
    sheet.line(front, bars, (middle + 26, y - 40), (middle + 42, y - 40))
    sheet.line((middle - 34, y - 30), (middle - 10, y - 30), width=8)


def _clock(sheet: Sheet, at: tuple[float, float]) -> None:
    """Without a time: its hands do not turn for who reads from the right."""
    x, y = at
    sheet.circle(at, 26, fill=WHITE)
    turn = -1 if sheet.from_right else 1
    sheet.line((x, y - 15), (x, y), (x + turn * 11, y + 6), width=5)


# ── The week ───────────────────────────────────────────────────────────────────────────────────────────────


def _week(sheet: Sheet, week: Week, today: int, locale: Locale) -> None:
    for day, spans in enumerate(week):
        begin = _MARGIN + day * (_COLUMN + _GAP)
        size = (_COLUMN, _WEEK_BOTTOM - _WEEK_TOP)
        if day == today:
            frame = (begin - 5, _WEEK_TOP - 55), (_COLUMN + 10, size[1] + 62)
            sheet.box(*frame, fill=AMBER, edge=INK, radius=14)
        middle = begin + _COLUMN / 2
        sheet.words((middle, _WEEK_TOP - 27), day_letters(day, locale), 32, anchor="m")
        sheet.box((begin, _WEEK_TOP), size, fill=PALE)
        for span in spans:
            _bar(sheet, begin, span)
        if not spans:
            sheet.line((middle - 14, 492), (middle + 14, 492))


def _bar(sheet: Sheet, begin: float, span: tuple[str, str]) -> None:
    top, bottom = _height(span[0]), _height(span[1] if span[1] > span[0] else "24:00")
    if bottom - top < 2:
        return
    sheet.box((begin, top), (_COLUMN, bottom - top), fill=TEAL)
    middle, figures = begin + _COLUMN / 2, [_figure(time) for time in span]
    if bottom - top >= 62:
        sheet.words((middle, top + 18), figures[0], 27, colour=WHITE, anchor="m")
        sheet.words((middle, bottom - 18), figures[1], 27, colour=WHITE, anchor="m")
    elif bottom - top >= 22:
        sheet.words((middle, (top + bottom) / 2), "-".join(figures), 20, colour=WHITE, anchor="m")


def _height(time: str) -> float:
    """Where this time of day stands in a column."""
    hour, minute = (int(part) for part in time.split(":"))
    part = (hour + minute / 60 - FIRST_HOUR) / (LAST_HOUR - FIRST_HOUR)
    return _WEEK_TOP + math.floor(min(max(part, 0), 1) * (_WEEK_BOTTOM - _WEEK_TOP))


def _figure(time: str) -> str:
    hour, _, minute = time.partition(":")
    return str(int(hour)) if minute == "00" else f"{int(hour)}.{minute}"


def day_letters(weekday: int, locale: Locale) -> str:
    """What this day is called in a calendar; one letter where letters join."""
    form = "ccccc" if locale.text_direction == "rtl" else "cccccc"
    return format_date(_A_MONDAY + timedelta(days=weekday), form, locale=locale)
