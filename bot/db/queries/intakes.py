"""Learners, intakes and referrals: write them and read them back. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Intake, Learner, Referral, ReferralMove
from bot.db.types import Sealed


async def add_learner(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(Learner).values(values).returning(Learner.id))
    return made.scalar_one()


async def add_intake(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(Intake).values(values).returning(Intake.id))
    return made.scalar_one()


async def add_referral(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(Referral).values(values).returning(Referral.id))
    return made.scalar_one()


async def add_move(connection: AsyncConnection, values: dict[str, Any]) -> None:
    """One line of a referral's history, with the house where it stands now."""
    house = select(Referral.taalhuis_id).where(Referral.id == values["referral_id"]).scalar_subquery()
    await connection.execute(insert(ReferralMove).values(**values, taalhuis_id=house))


async def newest_referral(connection: AsyncConnection, chat_id: int) -> Row[int, str] | None:
    """(id, status) of the referral of the newest sign-up that was sent from this chat."""
    found = await connection.execute(
        select(Referral.id, Referral.status)
        .join(Intake, Intake.id == Referral.intake_id)
        .where(Intake.chat_id == chat_id)
        .order_by(Intake.id.desc())
        .limit(1)
    )
    return found.one_or_none()


async def change_referral(connection: AsyncConnection, referral_id: int, values: dict[str, Any]) -> None:
    """Write the changed columns."""
    await connection.execute(update(Referral).where(Referral.id == referral_id).values(values))


async def move_referral(
    connection: AsyncConnection, referral_id: int, here: str, values: dict[str, Any]
) -> bool:
    """Write the changed columns of a referral that is in this status, and count its version up; False when it
    is not.
    """
    moved = await connection.execute(
        update(Referral)
        .where(Referral.id == referral_id, Referral.status == here)
        .values(**values, version=Referral.version + 1)
    )
    return moved.rowcount == 1


async def count_of_chat(connection: AsyncConnection, chat_id: int) -> int:
    """How many sign-ups were sent from this chat."""
    return await connection.scalar(select(func.count(Intake.id)).where(Intake.chat_id == chat_id)) or 0


async def sent_from(connection: AsyncConnection, chat_id: int) -> Sequence[Row[Sealed, bool]]:
    """(answers, by_helper) of each sign-up that was sent from this chat, oldest first."""
    rows = await connection.execute(
        select(Intake.answers, Intake.by_helper).where(Intake.chat_id == chat_id).order_by(Intake.id)
    )
    return rows.all()
