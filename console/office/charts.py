"""Bars as SVG that says all it shows without colour: a name and a number at every bar, on any printer.

Pure: names and numbers in, a string out. All words are escaped here; no style and no script is in it, and its
classes are those of `reports.css`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH = 640
_LABELS, _NUMBERS = 220, 70
_ROW, _BAR, _TOP = 26, 16, 4
_LONGEST_LABEL = 34
_MOST = _WIDTH - _LABELS - _NUMBERS


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. Without a `number` what stands in its place is `sign`, and the bar is only an outline."""

    label: str
    number: int | None
    sign: str = ""


def bars(key: str, title: str, description: str, drawn: Sequence[Bar]) -> str:
    """Horizontal bars below each other, to one scale that begins at 0. `key` makes the ids of its parts
    different from those of other pictures on the page.
    """
    height = _TOP * 2 + _ROW * max(len(drawn), 1)
    name = escape(key)
    most = max((bar.number or 0 for bar in drawn), default=0)
    rows = "".join(_row(bar, number, most) for number, bar in enumerate(drawn))
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {_WIDTH} {height}"'
        f' xmlns="http://www.w3.org/2000/svg"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{rows}'
        f'<line class="axis" x1="{_LABELS}" x2="{_LABELS}" y1="0" y2="{height}"/></svg>'
    )


def _row(bar: Bar, number: int, most: int) -> str:
    top = _TOP + number * _ROW
    base = top + _BAR - 3
    label = f'<text class="label" x="{_LABELS - 8}" y="{base}" text-anchor="end">{_short(bar.label)}</text>'
    if bar.number is None:
        # An outline of one width for all: how long it were would tell what is hidden.
        width, shape, shown = 28, "hidden", bar.sign
    else:
        width, shape, shown = _length(bar.number, most), "bar", str(bar.number)
    drawn = (
        f'<rect class="{shape}" x="{_LABELS}" y="{top}" width="{width}" height="{_BAR}"/>' if width else ""
    )
    return f'{label}{drawn}<text class="number" x="{_LABELS + width + 6}" y="{base}">{escape(shown)}</text>'


def _length(number: int, most: int) -> int:
    """In units of the picture; whatever is above zero can be seen."""
    return max(round(_MOST * number / most), 1) if number else 0


def _short(label: str) -> str:
    """A name that fits beside its bar; the table has all of it."""
    return escape(label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…")
