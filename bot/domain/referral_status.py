"""The states of a referral, the moves between them, and who has to do the next thing in each.

    draft ─▶ submitted ─▶ accepted ─▶ offered ─▶ matched ─▶ appointment_planned ─▶ intake_done ─▶ ongoing
                           ▲   │         │        ▲ │ ▲              │  │              │ │        │ │
                           │   └─ assigned ───────┘ │ └──── no-show ─┼──┴─ put right ──┘ │  other ┘ │
                           └─ nobody left ┴─────────┴─ volunteer left┘                   ▼ person   ▼
                                                                                      finished ◀────┘
    up to appointment_planned, by staff ─▶ rejected(reason) · duplicate
                                        ─▶ waiting_list(reason) ─▶ accepted · submitted
                                        ─▶ transferred ─▶ submitted, at the other house, at once, the same row
    rejected · duplicate · finished ─▶ submitted, reopened by staff
    rejected ─▶ submitted, at another house that the learner chooses
    everything that was sent ─▶ withdrawn ─▶ erased

- `draft` exists inside the transaction that sends a sign-up. There is no `expired`: a sign-up that was never
  sent is the state of a conversation and has no row here, so nothing here can expire.
- `submitted` to itself: the learner took another house right after sending.
- `offered` stays `offered` while one volunteer after the other is asked; that is told by the offers.
- A house that accepts by itself still goes through `accepted`, so that both times are known.
- Leaving `offered`, `matched` or `appointment_planned` ends open offers, proposed moments, the appointment
  and its reminders in the same transaction; this module cannot see them, the services do that.
- Staff can reopen what is closed, to put right what the machine or a colleague got wrong. Nothing leads out
  of `withdrawn`: the row is erased, with the learner's answers, as soon as whoever waited for them is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ReferralStatus(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    OFFERED = "offered"
    MATCHED = "matched"
    APPOINTMENT_PLANNED = "appointment_planned"
    INTAKE_DONE = "intake_done"
    ONGOING = "ongoing"
    FINISHED = "finished"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    TRANSFERRED = "transferred"
    WAITING_LIST = "waiting_list"
    WITHDRAWN = "withdrawn"


_S = ReferralStatus


# ── Named groups ───────────────────────────────────────────────────────────────────────────────────────────

WAITS_FOR_STAFF = frozenset({_S.SUBMITTED, _S.ACCEPTED})
"""The queue of a house: it grows old here, and after 2 working days it is escalated."""

WITH_VOLUNTEER = frozenset({_S.MATCHED, _S.APPOINTMENT_PLANNED, _S.INTAKE_DONE, _S.ONGOING})
"""One named volunteer has said yes: counts as an open learner, may see the contact, may use the relay."""

STARTED = frozenset({_S.INTAKE_DONE, _S.ONGOING, _S.FINISHED})
"""The two have met. Ending from here on is `finished`, with or without success; before it, `rejected`."""

CLOSED = frozenset({_S.FINISHED, _S.REJECTED, _S.DUPLICATE, _S.WITHDRAWN})
"""Nobody has to do anything any more."""

OPEN = frozenset(_S) - CLOSED - {_S.DRAFT}
"""Sent, and somebody has to do the next thing."""

NEVER_STARTED = frozenset(_S) - STARTED - {_S.DRAFT, _S.WITHDRAWN}
"""Sent but not begun, whether it still waits or was rejected: kept for the shorter of the two terms."""

REOPENED_BY_STAFF = frozenset({_S.FINISHED, _S.REJECTED, _S.DUPLICATE})
"""Closed, and still there to be reopened."""


# ── Moves ──────────────────────────────────────────────────────────────────────────────────────────────────

# What staff can always decide about somebody who has not begun; and the learner can always withdraw.
_BEFORE_THE_START = frozenset({_S.TRANSFERRED, _S.WAITING_LIST, _S.REJECTED, _S.DUPLICATE, _S.WITHDRAWN})

MOVES: Mapping[ReferralStatus, frozenset[ReferralStatus]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED}),
    _S.SUBMITTED: _BEFORE_THE_START | {_S.SUBMITTED, _S.ACCEPTED},
    _S.ACCEPTED: _BEFORE_THE_START | {_S.OFFERED, _S.MATCHED},
    _S.OFFERED: _BEFORE_THE_START | {_S.ACCEPTED, _S.MATCHED},
    _S.MATCHED: _BEFORE_THE_START | {_S.ACCEPTED, _S.APPOINTMENT_PLANNED},
    _S.APPOINTMENT_PLANNED: _BEFORE_THE_START | {_S.ACCEPTED, _S.MATCHED, _S.INTAKE_DONE},
    _S.INTAKE_DONE: frozenset({_S.ONGOING, _S.FINISHED, _S.MATCHED, _S.WITHDRAWN}),
    _S.ONGOING: frozenset({_S.FINISHED, _S.MATCHED, _S.WITHDRAWN}),
    _S.FINISHED: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.REJECTED: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.DUPLICATE: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.TRANSFERRED: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.WAITING_LIST: (_BEFORE_THE_START - {_S.WAITING_LIST}) | {_S.ACCEPTED, _S.SUBMITTED},
    _S.WITHDRAWN: frozenset(),
}


def may_move(here: ReferralStatus, there: ReferralStatus) -> bool:
    """Is this a move of the machine?"""
    return there in MOVES[here]


# ── Who has the ball ───────────────────────────────────────────────────────────────────────────────────────


class Ball(StrEnum):
    """Who has to do the next thing."""

    LEARNER = "learner"
    STAFF = "staff"
    VOLUNTEER = "volunteer"
    NOBODY = "nobody"


_BALLS: Mapping[ReferralStatus, Ball] = {
    _S.DRAFT: Ball.LEARNER,
    _S.SUBMITTED: Ball.STAFF,
    _S.ACCEPTED: Ball.STAFF,
    _S.TRANSFERRED: Ball.STAFF,
    _S.WAITING_LIST: Ball.STAFF,
    _S.OFFERED: Ball.VOLUNTEER,
    _S.MATCHED: Ball.VOLUNTEER,
    _S.APPOINTMENT_PLANNED: Ball.VOLUNTEER,
    _S.INTAKE_DONE: Ball.VOLUNTEER,
    _S.ONGOING: Ball.VOLUNTEER,
    _S.FINISHED: Ball.NOBODY,
    _S.REJECTED: Ball.NOBODY,
    _S.DUPLICATE: Ball.NOBODY,
    _S.WITHDRAWN: Ball.NOBODY,
}


def ball(status: ReferralStatus) -> Ball:
    """Who answers for the next step of a referral in this state.

    A learner who is asked something (a moment to choose, a question of staff) still does not carry it:
    whoever asked sees to it that an answer comes.
    """
    return _BALLS[status]


# ── Reasons ────────────────────────────────────────────────────────────────────────────────────────────────
# Codes of at most 12 characters, so that they fit on a button; in the order in which they are offered.


class RejectReason(StrEnum):
    """Why somebody never started."""

    UNREACHABLE = "unreachable"
    NOT_WANTED = "not_wanted"
    OTHER_HELP = "other_help"
    NO_OFFER = "no_offer"
    MOVED = "moved"
    NOT_REAL = "not_real"
    OTHER = "other"


class FinishReason(StrEnum):
    """Why somebody who started no longer comes: the goal reached, or without it."""

    GOAL_REACHED = "goal_reached"
    COURSE = "course"  # went on to a course or school
    WORK = "work"
    MOVED = "moved"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    OTHER = "other"


class WaitReason(StrEnum):
    """Why somebody has to wait for a place."""

    FULL = "full"
    NO_VOLUNTEER = "no_volunteer"
    NO_GROUP = "no_group"
    LATER = "later"  # the learner asked for it
    OTHER = "other"


REASONS_REJECTED: tuple[RejectReason, ...] = tuple(RejectReason)
REASONS_FINISHED: tuple[FinishReason, ...] = tuple(FinishReason)
REASONS_WAITING: tuple[WaitReason, ...] = tuple(WaitReason)

SUCCESS = frozenset({FinishReason.GOAL_REACHED, FinishReason.COURSE, FinishReason.WORK})
"""Finished with success; the other reasons are "finished without success" in the counts."""
