"""Which days a program believes: those of a year that somebody alive can mean.

The calendar of Python goes from year 1 to 9999, and at both ends a week earlier or a moment in another zone
does not exist and raises. A year that was typed wrong is told as any other mistake, before anything is
reckoned with it.
"""

from __future__ import annotations

from datetime import date

FIRST_YEAR, LAST_YEAR = 2000, 2199


def is_believed(day: date) -> bool:
    """Is it of a year from `FIRST_YEAR` to `LAST_YEAR`?"""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def day_of(words: str) -> date | None:
    """A day as ISO 8601 writes it, "2026-06-03"; None when it is none, or of no year that is believed."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if is_believed(day) else None
