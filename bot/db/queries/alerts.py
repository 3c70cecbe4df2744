"""What staff must hear of. None of these commits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Alert, Intake, Referral, Timer

ANSWER = "answer"
OF_THE_STATE: ColumnElement[bool] = and_(Alert.task_id.is_(None), Alert.kind != ANSWER)
"""What an alert tells of is where its referral stands. A task has to be done wherever that is, and what a
learner answered is known only to who opened the card.
"""


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """Something that nobody has dealt with yet. `place` and `submitted_at` are those of the sign-up, "" and
    None without one; `staff_id` is who looks after it.
    """

    id: int
    kind: str
    referral_id: int | None
    task_id: int | None
    created_at: datetime
    place: str
    submitted_at: datetime | None
    staff_id: int | None


@dataclass(frozen=True, slots=True)
class OpenDigest:
    """A message to a staff chat that is being gathered, and the first alert that it is to tell of."""

    timer_id: int
    first_alert: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Telling:
    """A message to a staff chat, of everything from `first_alert` on; `told_at` None when it is still to be
    told.
    """

    first_alert: int
    told_at: datetime | None

    def tells(self, alert: OpenAlert) -> bool:
        """Did or does the chat hear of this one by it?"""
        return self.first_alert <= alert.id and (self.told_at is None or self.told_at >= alert.created_at)


async def add(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(Alert).values(values).returning(Alert.id))
    return made.scalar_one()


async def settle(connection: AsyncConnection, referral_id: int, now: datetime) -> None:
    """This referral stands elsewhere: where it stood has not to be told any more."""
    await connection.execute(
        update(Alert)
        .where(Alert.referral_id == referral_id, Alert.done_at.is_(None), OF_THE_STATE)
        .values(done_at=now)
    )


async def settle_kinds(
    connection: AsyncConnection, referral_id: int, kinds: Collection[str], now: datetime
) -> None:
    """Somebody has seen these of a referral."""
    await connection.execute(
        update(Alert)
        .where(Alert.referral_id == referral_id, Alert.kind.in_(kinds), Alert.done_at.is_(None))
        .values(done_at=now)
    )


async def settle_task(connection: AsyncConnection, task_id: int, now: datetime) -> None:
    """The task is for another house now."""
    await connection.execute(
        update(Alert).where(Alert.task_id == task_id, Alert.done_at.is_(None)).values(done_at=now)
    )


async def open_since(
    connection: AsyncConnection, taalhuis_id: int, first_alert: int, *, limit: int
) -> list[OpenAlert]:
    """What is open at a house, from this alert on, oldest first. Of a referral that went to another house
    nothing is told here.
    """
    rows = await connection.execute(
        select(
            Alert.id,
            Alert.kind,
            Alert.referral_id,
            Alert.task_id,
            Alert.created_at,
            Intake.place,
            Intake.submitted_at,
            Referral.staff_id,
        )
        .outerjoin(Referral, Referral.id == Alert.referral_id)
        .outerjoin(Intake, Intake.id == Referral.intake_id)
        .where(
            Alert.taalhuis_id == taalhuis_id,
            Alert.id >= first_alert,
            Alert.done_at.is_(None),
            Alert.referral_id.is_(None) | (Referral.taalhuis_id == taalhuis_id),
        )
        .order_by(Alert.id)
        .limit(limit)
    )
    return [OpenAlert(**{**row, "place": row["place"] or ""}) for row in rows.mappings()]


async def open_digests(
    connection: AsyncConnection, kind: str, chat_id: int, taalhuis_id: int
) -> list[OpenDigest]:
    """The timers of this kind that will tell this chat of this house."""
    rows = await connection.execute(
        select(Timer.id, Timer.version, Timer.due_at).where(
            Timer.chat_id == chat_id,
            Timer.kind == kind,
            Timer.about == taalhuis_id,
            Timer.done_at.is_(None),
        )
    )
    return [OpenDigest(row.id, row.version, row.due_at) for row in rows]


async def tellings(
    connection: AsyncConnection, kind: str, told: str, *, chat_id: int, taalhuis_id: int
) -> list[Telling]:
    """What this chat hears of this house by timers of this kind, and what it heard by those with the outcome
    `told`.
    """
    rows = await connection.execute(
        select(Timer.version, Timer.done_at).where(
            Timer.chat_id == chat_id,
            Timer.kind == kind,
            Timer.about == taalhuis_id,
            Timer.done_at.is_(None) | (Timer.outcome == told),
        )
    )
    return [Telling(row.version, row.done_at) for row in rows]


async def tell_from(connection: AsyncConnection, timer_id: int, first_alert: int) -> None:
    """What came before this alert was told in the meantime."""
    await connection.execute(update(Timer).where(Timer.id == timer_id).values(version=first_alert))
