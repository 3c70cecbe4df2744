"""What a conversation may know of the outside, and what an answer may be: plain values without behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Answer = str | int | float | bool | list[str] | dict[str, str | int | float] | None


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A place that was recognised. `postcode` is four digits, or "" for a town as a whole."""

    postcode: str
    name: str
    gemeente: str
    gemeente_code: str
    province: str
    latitude: float
    longitude: float


Week = tuple[tuple[tuple[str, str], ...], ...]
"""Monday to Sunday, each with its open hours: from and to, "HH:MM" of wall time."""

MatchReason = Literal["coverage", "same_gemeente", "nearest", "chosen_by_learner", "changed_by_staff"]


@dataclass(frozen=True, slots=True)
class TaalhuisFact:
    """A Taalhuis that can help, as the learner is told of it. Times are the wall time at the house;
    `opens_*` when it is closed now. `week` are the seven days from today on, from Monday to Sunday; `today`
    is 0 for Monday. Without known hours `week` is empty.
    """

    code: str
    name: str
    street: str
    town: str
    latitude: float
    longitude: float
    distance_km: float
    bicycle_minutes: int
    reason: MatchReason
    phone: str = ""
    open_until: str = ""
    opens_weekday: int = -1
    opens_at: str = ""
    week: Week = ()
    today: int = 0


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the channel of this person can do.

    `push`: we can write to them later. `kiosk`: the screen may belong to somebody else in ten minutes.
    """

    push: bool
    location: bool
    contact: bool
    typing: bool = True
    kiosk: bool = False
