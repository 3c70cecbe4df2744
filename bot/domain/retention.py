"""How long what is kept of people may stay: DOMAIN.md, "Privacy rules that shape the code"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

NEVER_STARTED_DAYS = 183
"""Signed up and never began: six months after the last contact."""
FINISHED_DAYS = 731
"""Finished, with or without success: two years."""
WARNED_BEFORE = timedelta(days=14)
"""So long before a sign-up goes that somebody has, staff hear of it."""
ERASURES_KEPT = timedelta(days=400)
"""That a number was erased is known for longer than anybody keeps a backup."""
EVENTS_KEPT = timedelta(days=3 * 366)
IMPORTS_KEPT = timedelta(hours=1)
"""A file of Taalhuizen that somebody looks at before taking it over."""
"""What the privacy reports of this year and the two before it are made of."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that an installation can set. Never longer than these without a reason in its own rules."""

    never_started: timedelta = timedelta(days=NEVER_STARTED_DAYS)
    finished: timedelta = timedelta(days=FINISHED_DAYS)
