"""The one function through which a referral moves to a status; every move is kept with who, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import alerts, intakes
from bot.domain.referral_status import ReferralStatus, may_move
from bot.services.loop import idle


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where to, by whom (a role, and the member when it is one), and why (a code, no free text).

    `changes` are columns of the referral that change with it: the house, the volunteer, `ended_why`.
    """

    to: ReferralStatus
    by: str
    why: str
    now: datetime
    member_id: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


async def move(connection: AsyncConnection, referral_id: int, here: ReferralStatus, wish: Move) -> None:
    """Move a referral that this transaction holds, and remember it. What staff were to hear of where it stood
    is settled, but not what they have to do or to read; a volunteer who has it from now on is asked when
    nothing is heard of them.

    Raises:
        ValueError: the machine has no such move, or the referral is not where the caller thinks; a defect.
    """
    if not may_move(here, wish.to):
        raise ValueError(f"a referral cannot go from {here} to {wish.to}")
    changes = {**wish.changes, "status": wish.to, "updated_at": wish.now}
    if "volunteer_id" in wish.changes:
        # Whoever stopped the talk with the one before has said nothing about the next.
        changes.setdefault("relay", "open")
    if not await intakes.move_referral(connection, referral_id, here, changes):
        raise ValueError(f"referral {referral_id} is not {here} any more")
    await intakes.add_move(
        connection,
        {
            "referral_id": referral_id,
            "from_status": here,
            "to_status": wish.to,
            "by": wish.by,
            "member_id": wish.member_id,
            "why": wish.why,
            "moved_at": wish.now,
        },
    )
    await alerts.settle(connection, referral_id, wish.now)
    await idle.watch(connection, referral_id, wish.to, wish.now)
