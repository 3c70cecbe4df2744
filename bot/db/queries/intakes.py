"""Learners, intakes and referrals: write them and read them back. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Intake, Learner, Referral, ReferralMove
from bot.db.types import Sealed

# Made once: a sign-up comes by all of these, and to make them took longer than to run them.
_ADD_LEARNER = insert(Learner).returning(Learner.id)
_ADD_INTAKE = insert(Intake).returning(Intake.id)
_ADD_REFERRAL = insert(Referral).returning(Referral.id)
_ADD_MOVE = insert(ReferralMove).values(
    taalhuis_id=select(Referral.taalhuis_id).where(Referral.id == bindparam("moved")).scalar_subquery()
)
_MOVE = (
    update(Referral)
    .where(Referral.id == bindparam("moved"), Referral.status == bindparam("here"))
    .values(version=Referral.version + 1)
)


async def add_learner(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(_ADD_LEARNER, values)
    return made.scalar_one()


async def add_intake(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(_ADD_INTAKE, values)
    return made.scalar_one()


async def add_referral(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(_ADD_REFERRAL, values)
    return made.scalar_one()


async def add_move(connection: AsyncConnection, values: dict[str, Any]) -> None:
    """One line of a referral's history, with the house where it stands now."""
    await connection.execute(_ADD_MOVE, {**values, "moved": values["referral_id"]})


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
    moved = await connection.execute(_MOVE, {**values, "moved": referral_id, "here": here})
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


async def rename(
    connection: AsyncConnection,
    *,
    intake_id: int,
    learner_id: int,
    answers: Sealed,
    name: Sealed,
    name_hash: bytes,
) -> None:
    """The first name is another one now, in the answers too."""
    await connection.execute(update(Intake).where(Intake.id == intake_id).values(answers=answers))
    await connection.execute(
        update(Learner).where(Learner.id == learner_id).values(first_name=name, first_name_hash=name_hash)
    )
