"""What is remembered of a chat beside its conversation: the role that is worn, the deed that waits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskState:
    """What is remembered of a chat beside its conversation; sealed in `chat.desk`.

    `member` is the role that is worn now, 0 for a learner. `waits` is the choice of the deed that the next
    words are for, "" for none, and `ref` the card from which it was begun. `relay` is the referral about
    which
    somebody writes to this learner, 0 for none.
    """

    member: int = 0
    waits: str = ""
    ref: str = ""
    relay: int = 0
