"""The states of a referral and the moves between them.

    draft ──submit──▶ submitted ──▶ accepted ──▶ offered ──▶ matched ──▶ appointment_planned ──▶ intake_done
                        │  ▲           │                                                          │
                        ▼  │           ▼                                                          ▼
                      rejected     transferred   waiting_list                         ongoing ──▶ finished
    from any state: erased (the row is gone)

This part of the product makes `submitted`; the moves after it belong to the closed loop. There is no status
for somebody who withdraws: "delete everything" deletes the referral with the learner, so no row is left that
could say so.
"""

from __future__ import annotations

from enum import StrEnum


class ReferralStatus(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


MOVES: dict[ReferralStatus, frozenset[ReferralStatus]] = {
    ReferralStatus.DRAFT: frozenset({ReferralStatus.SUBMITTED}),
    # Another Taalhuis, chosen by the learner right after sending: the referral stays where it is in its life.
    ReferralStatus.SUBMITTED: frozenset({ReferralStatus.SUBMITTED}),
}


def may_move(here: ReferralStatus, there: ReferralStatus) -> bool:
    """Is this a move of the machine?"""
    return there in MOVES[here]
