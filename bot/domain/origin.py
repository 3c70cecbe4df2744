"""Where somebody found the way in: a leaflet on a wall, of one Taalhuis. What stands behind `/start` says it.

    th_library_demo-zwolle-1        the leaflet of that Taalhuis, in a library

Nothing of it is about a person: it is the same for everybody who stands before that wall. Telegram lets
a link carry 64 letters, digits, `_` and `-`; the code of a Taalhuis has no `_`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_WORD = "th"
_PAYLOAD = re.compile(rf"{_WORD}_([a-z]{{1,10}})_([a-z0-9]+(?:-[a-z0-9]+)*)")
LONGEST = 64


class Wall(StrEnum):
    """Where a leaflet hangs."""

    LIBRARY = "library"
    DOCTOR = "doctor"
    SCHOOL = "school"
    WORK = "work"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Origin:
    """A leaflet of the Taalhuis with this code, on such a wall."""

    wall: Wall
    code: str

    def __str__(self) -> str:
        """What a link carries, and what is stored: at most 64 letters."""
        return f"{_WORD}_{self.wall}_{self.code}"


def origin_of(words: str) -> Origin | None:
    """What a link carried; None when it is none of ours."""
    found = _PAYLOAD.fullmatch(words) if len(words) <= LONGEST else None
    if found is None or found[1] not in list(Wall):
        return None
    return Origin(Wall(found[1]), found[2])
