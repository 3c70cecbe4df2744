"""What is written down with a referral: notes, questions and answers. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Member, Note
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A `note` of staff, a `question` to the learner or its `answer`. `name` is that of the member, None for
    the learner.
    """

    id: int
    referral_id: int
    member_id: int | None
    kind: str
    body: Sealed
    created_at: datetime
    name: Sealed | None


_NOTE = select(
    Note.id, Note.referral_id, Note.member_id, Note.kind, Note.body, Note.created_at, Member.name
).outerjoin(Member, Member.id == Note.member_id)


async def add(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(Note).values(values).returning(Note.id))
    return made.scalar_one()


async def get(connection: AsyncConnection, note_id: int) -> NoteRow | None:
    """One of them."""
    row = (await connection.execute(_NOTE.where(Note.id == note_id))).mappings().one_or_none()
    return NoteRow(**row) if row else None


async def count(connection: AsyncConnection, referral_id: int) -> int:
    """How many there are with a referral."""
    return await connection.scalar(select(func.count(Note.id)).where(Note.referral_id == referral_id)) or 0


async def newest_of(
    connection: AsyncConnection, referral_id: int, *, limit: int, skip: int = 0
) -> list[NoteRow]:
    """The newest of a referral but for the `skip` newest, oldest of them first."""
    rows = await connection.execute(
        _NOTE.where(Note.referral_id == referral_id).order_by(Note.id.desc()).offset(skip).limit(limit)
    )
    return [NoteRow(**row) for row in rows.mappings()][::-1]
