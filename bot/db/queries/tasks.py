"""Tasks: things that a person must do. None of these commits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Alert, Intake, Learner, Referral, Task
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task, with whom it is about when that is known. `step` says why, in a word."""

    id: int
    kind: str
    chat_id: int
    taalhuis_id: int | None
    referral_id: int | None
    step: str
    created_at: datetime
    done_at: datetime | None
    first_name: Sealed | None
    phone: Sealed | None
    place: str


_TASK = (
    select(
        Task.id,
        Task.kind,
        Task.chat_id,
        Task.taalhuis_id,
        Task.referral_id,
        Task.step,
        Task.created_at,
        Task.done_at,
        Learner.first_name,
        Learner.phone,
        func.coalesce(Intake.place, "").label("place"),
    )
    .outerjoin(Referral, Referral.id == Task.referral_id)
    .outerjoin(Intake, Intake.id == Referral.intake_id)
    .outerjoin(Learner, Learner.id == Intake.learner_id)
    .order_by(Task.created_at, Task.id)
)
_IS_OPEN: ColumnElement[bool] = Task.done_at.is_(None)


async def add_once(
    connection: AsyncConnection,
    chat_id: int,
    *,
    kind: str,
    step: str,
    now: datetime,
    about: tuple[int, int | None] | None,
    each_step: bool,
) -> int | None:
    """One open task of a kind for a chat and a referral is enough, or with `each_step` one for each step:
    None when there is one, which stays as it is. `about` is (referral id, house id).
    """
    referral_id, taalhuis_id = about or (None, None)
    same = select(Task.id).where(
        Task.chat_id == chat_id,
        Task.kind == kind,
        _IS_OPEN,
        Task.referral_id.is_not_distinct_from(referral_id),
    )
    if each_step:
        same = same.where(Task.step == step)
    if await connection.scalar(same.limit(1)) is not None:
        return None
    made = await connection.execute(
        insert(Task)
        .values(
            kind=kind,
            chat_id=chat_id,
            taalhuis_id=taalhuis_id,
            referral_id=referral_id,
            step=step,
            created_at=now,
        )
        .returning(Task.id)
    )
    return made.scalar_one()


async def newest_case(connection: AsyncConnection, chat_id: int) -> tuple[int, int | None] | None:
    """(referral id, house id) of the newest sign-up of a chat."""
    newest = (
        select(Referral.id, Referral.taalhuis_id)
        .join(Intake, Intake.id == Referral.intake_id)
        .where(Intake.chat_id == chat_id)
        .order_by(Intake.id.desc())
        .limit(1)
    )
    found = (await connection.execute(newest)).one_or_none()
    return (found.id, found.taalhuis_id) if found else None


async def own_open_cases(
    connection: AsyncConnection, chat_id: int, statuses: Collection[str]
) -> list[tuple[int, int | None]]:
    """(referral id, house id) of the sign-ups that people sent for themselves from a chat, of those in these
    states, the newest first.
    """
    own = (
        select(Referral.id, Referral.taalhuis_id)
        .join(Intake, Intake.id == Referral.intake_id)
        .where(Intake.chat_id == chat_id, ~Intake.by_helper, Referral.status.in_(sorted(statuses)))
        .order_by(Intake.id.desc())
    )
    return [(row.id, row.taalhuis_id) for row in await connection.execute(own)]


async def get(connection: AsyncConnection, task_id: int) -> TaskRow | None:
    """One task, done or not."""
    found = await _rows(connection, Task.id == task_id, offset=0, limit=1)
    return found[0] if found else None


async def open_of(
    connection: AsyncConnection, houses: Collection[int], *, offset: int, limit: int
) -> list[TaskRow]:
    """What is to be done at these houses, oldest first."""
    return await _rows(connection, Task.taalhuis_id.in_(houses), _IS_OPEN, offset=offset, limit=limit)


async def count_open(connection: AsyncConnection, houses: Collection[int]) -> int:
    """How much is to be done at these houses."""
    counted = select(func.count(Task.id)).where(Task.taalhuis_id.in_(houses), _IS_OPEN)
    return await connection.scalar(counted) or 0


async def count_of_referral(connection: AsyncConnection, referral_id: int) -> int:
    """How much is to be done about this referral."""
    counted = select(func.count(Task.id)).where(Task.referral_id == referral_id, _IS_OPEN)
    return await connection.scalar(counted) or 0


async def end(connection: AsyncConnection, chat_id: int, *, kind: str, step: str, now: datetime) -> None:
    """The reason for these tasks of a chat is gone."""
    await _end(connection, Task.chat_id == chat_id, Task.kind == kind, Task.step == step, now=now, by=None)


async def end_one(connection: AsyncConnection, task_id: int, now: datetime, by: int) -> bool:
    """Somebody did it; False when it was done before."""
    return await _end(connection, Task.id == task_id, now=now, by=by) == 1


async def end_of_referral(connection: AsyncConnection, referral_id: int, now: datetime, by: int) -> None:
    """Whoever closed the referral has done what was to be done for it."""
    await _end(connection, Task.referral_id == referral_id, now=now, by=by)


async def end_step(connection: AsyncConnection, referral_id: int, step: str, now: datetime) -> None:
    """What was to be done for this reason is out of date; nobody did it."""
    await _end(connection, Task.referral_id == referral_id, Task.step == step, now=now, by=None)


async def move_house(
    connection: AsyncConnection, referral_id: int, taalhuis_id: int
) -> list[tuple[int, str]]:
    """What is open for this referral is for another house now: (id, kind) of each, oldest first."""
    moved = await connection.execute(
        update(Task)
        .where(Task.referral_id == referral_id, _IS_OPEN)
        .values(taalhuis_id=taalhuis_id)
        .returning(Task.id, Task.kind)
    )
    return sorted((row.id, row.kind) for row in moved)


async def _end(
    connection: AsyncConnection, *conditions: ColumnElement[bool], now: datetime, by: int | None
) -> int:
    """With what staff were to hear of them."""
    ended = await connection.execute(
        update(Task).where(*conditions, _IS_OPEN).values(done_at=now, done_by=by).returning(Task.id)
    )
    ids: Sequence[int] = ended.scalars().all()
    if ids:
        await connection.execute(
            update(Alert).where(Alert.task_id.in_(ids), Alert.done_at.is_(None)).values(done_at=now)
        )
    return len(ids)


async def _rows(
    connection: AsyncConnection, *conditions: ColumnElement[bool], offset: int, limit: int
) -> list[TaskRow]:
    rows = await connection.execute(_TASK.where(*conditions).offset(offset).limit(limit))
    return [TaskRow(**row) for row in rows.mappings()]
