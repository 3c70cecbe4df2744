"""What the forms of the page about a sign-up bring: one shape for all deeds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.services.office.deciding_wish import Wish
from console.office.form import Form

LONGEST_WORDS = 4_000
"""So much is taken in, to say kindly that it is too long; 1000 letters are kept."""
_MOMENTS = 3
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{2}:\d{2}")
_AGAIN = (
    "why",
    "whom",
    *(f"{part}{number}" for number in range(1, _MOMENTS + 1) for part in ("day", "time")),
)


def wish_of(form: Form, *, seen: str) -> Wish:
    """What somebody filled in.

    Raises:
        HoldsBsn: a number in the words can be a BSN.
        FormTooLarge: far more words than anybody would keep.
    """
    return Wish(
        seen=seen,
        words=form.text("words", most=LONGEST_WORDS),
        why=form.one("why")[:20],
        whom=form.number("whom"),
        walls=tuple(_walls(form)),
    )


def kept_of(form: Form) -> dict[str, str]:
    """What was chosen, to be sent once more unchanged."""
    return {name: form.one(name)[:20] for name in _AGAIN if form.one(name)}


def _walls(form: Form) -> Iterator[str]:
    """The moments that are filled in: a day and a time each."""
    for number in range(1, _MOMENTS + 1):
        day, time = form.one(f"day{number}"), form.one(f"time{number}")
        if _DAY.fullmatch(day) and _TIME.fullmatch(time):
            yield f"{day}T{time}"
