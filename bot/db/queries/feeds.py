"""Secret addresses of calendars, and the appointments that stand in them. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Appointment, CalendarFeed, Intake, Learner, Member, Referral
from bot.db.queries.appointments import CANCELLED, DONE, PLANNED, PROPOSED
from bot.db.types import Sealed

MOST_ROWS = 1_000
"""So many appointments that are asked, and so many others, stand in a calendar at most."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One address. The fields are those of `bot.db.models.CalendarFeed`."""

    id: int
    member_id: int
    digest: bytes | None
    made_at: datetime
    changed_at: datetime | None
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment as it stands in a calendar, with the names that may be needed for it."""

    uid: str
    sequence: int
    status: str
    moments: list[str]
    wall_at: str
    zone: str
    minutes: int
    taalhuis_id: int
    updated_at: datetime
    learner: Sealed
    volunteer: Sealed | None


_FEED = select(*(getattr(CalendarFeed, name) for name in FeedRow.__slots__)).where(
    CalendarFeed.revoked_at.is_(None)
)
_ENTRY = (
    select(
        *(getattr(Appointment, name) for name in Entry.__slots__[:9]),
        Learner.first_name.label("learner"),
        Member.name.label("volunteer"),
    )
    .join(Referral, Referral.id == Appointment.referral_id)
    .join(Intake, Intake.id == Referral.intake_id)
    .join(Learner, Learner.id == Intake.learner_id)
    .outerjoin(Member, Member.id == Appointment.member_id)
)


async def of_member(connection: AsyncConnection, member_id: int) -> FeedRow | None:
    """The address that is open."""
    return await _one(connection, CalendarFeed.member_id == member_id)


async def by_hash(connection: AsyncConnection, token_hash: bytes) -> FeedRow | None:
    """The address with this token, while its role lasts."""
    role = select(Member.id).where(Member.id == CalendarFeed.member_id, Member.ended_at.is_(None))
    return await _one(connection, CalendarFeed.token_hash == token_hash, role.exists())


async def add(connection: AsyncConnection, *, member_id: int, token_hash: bytes, now: datetime) -> None:
    """A new address; the one before it ends."""
    # Whoever else makes one for the same role waits here.
    await connection.execute(select(Member.id).where(Member.id == member_id).with_for_update())
    await revoke(connection, member_id, now)
    row = {"member_id": member_id, "token_hash": token_hash, "made_at": now}
    await connection.execute(insert(CalendarFeed).values(row))


async def revoke(connection: AsyncConnection, member_id: int, now: datetime) -> bool:
    """The address leads nowhere from now on; False when there was none."""
    ended = await connection.execute(
        update(CalendarFeed)
        .where(CalendarFeed.member_id == member_id, CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return ended.rowcount > 0


async def note(connection: AsyncConnection, row: FeedRow, values: dict[str, Any]) -> bool:
    """Write something down about a reading, unless somebody else did since `row` was read; then False."""
    same = (
        CalendarFeed.last_read_at.is_(None)
        if row.last_read_at is None
        else CalendarFeed.last_read_at == row.last_read_at
    )
    noted = await connection.execute(
        update(CalendarFeed).where(CalendarFeed.id == row.id, same).values(values)
    )
    return noted.rowcount == 1


async def entries(
    connection: AsyncConnection, whose: ColumnElement[bool], *, since_wall: str, cancelled_since: datetime
) -> Sequence[Entry]:
    """What is asked, planned, done or called off. `whose`: `of_house` or `with_member`. Nothing from before
    `since_wall`, and nothing that was called off before `cancelled_since`.
    """
    # Two questions, each of which the index over house, status and wall time answers by itself.
    shown = and_(
        Appointment.status.in_((PLANNED, DONE, CANCELLED)),
        Appointment.wall_at >= since_wall,
        or_(Appointment.status != CANCELLED, Appointment.updated_at >= cancelled_since),
    )
    found: list[Entry] = []
    for condition in (Appointment.status == PROPOSED, shown):
        asked = _ENTRY.where(whose, condition).order_by(Appointment.wall_at.desc(), Appointment.id)
        rows = await connection.execute(asked.limit(MOST_ROWS))
        found += [Entry(**row) for row in rows.mappings()]
    return found


def of_house(taalhuis_id: int) -> ColumnElement[bool]:
    """All appointments at a house, of who is there still."""
    return and_(Appointment.taalhuis_id == taalhuis_id, Referral.taalhuis_id == taalhuis_id)


def with_member(member_id: int) -> ColumnElement[bool]:
    """The appointments at which somebody meets a learner."""
    return Appointment.member_id == member_id


async def _one(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> FeedRow | None:
    row = (await connection.execute(_FEED.where(*conditions))).mappings().one_or_none()
    return FeedRow(**row) if row else None
