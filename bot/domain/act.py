"""What is written in the audit: one thing that somebody read or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Detail = str | int | Sequence[str] | Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who did what to which row. No word of a person: only codes and numbers.

    `what` is a code of at most 24 letters ("intake.read", "deed.rej", "house.change"); `role` is "staff",
    "volunteer", "regional", "operator", "learner" or "machine". `about` names another row ("member:12",
    "session:3"), at most 40 letters. `detail` is small, some 2,000 letters as JSON.
    """

    what: str
    role: str
    member_id: int | None = None
    referral_id: int | None = None
    taalhuis_id: int | None = None
    about: str = ""
    detail: Mapping[str, Detail] = field(default_factory=dict)
