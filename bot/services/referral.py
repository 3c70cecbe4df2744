"""The one function through which a referral moves to a status; every move is kept with who, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import intakes
from bot.domain.referral_status import ReferralStatus, may_move


@dataclass(frozen=True, slots=True)
class Move:
    """Where to, by whom (a role, no name), and why (a code, no free text)."""

    to: ReferralStatus
    by: str
    why: str
    now: datetime


async def move(connection: AsyncConnection, referral_id: int, here: ReferralStatus, wish: Move) -> None:
    """Move a referral and remember it.

    Raises:
        ValueError: the machine has no such move; a defect of ours.
    """
    if not may_move(here, wish.to):
        raise ValueError(f"a referral cannot go from {here} to {wish.to}")
    await intakes.change_referral(connection, referral_id, {"status": wish.to, "updated_at": wish.now})
    await intakes.add_move(
        connection,
        {
            "referral_id": referral_id,
            "from_status": here,
            "to_status": wish.to,
            "by": wish.by,
            "why": wish.why,
            "moved_at": wish.now,
        },
    )
