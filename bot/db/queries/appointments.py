"""Appointments: propose, plan, change, count. None of these commits.

Whoever changes one holds its referral (`cases.lock`), so nobody else changes it meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, cast, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Appointment, Member, Taalhuis, Timer

DRAFT, PROPOSED, PLANNED, DONE, CANCELLED = "draft", "proposed", "planned", "done", "cancelled"
OPEN = (DRAFT, PROPOSED, PLANNED)
# What began before that is over.
_LONGEST = timedelta(days=1)
# Sets the locks of agendas apart from others; the second number says whose.
_AGENDA = 5_280_144


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One appointment. The fields are those of `bot.db.models.Appointment`."""

    id: int
    referral_id: int
    taalhuis_id: int
    member_id: int | None
    uid: str
    sequence: int
    status: str
    moments: list[str]
    wall_at: str
    zone: str
    starts_at: datetime | None
    minutes: int
    learner_says: str
    member_says: str
    outcome: str
    feeling: int | None
    made_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class House:
    """Where people meet, and when it is open: `closed_until` is the last day on which it is not."""

    id: int
    name: str
    street: str
    postcode: str
    town: str
    latitude: float
    longitude: float
    opening_hours: str
    closed_until: date | None


_ROW = select(*(getattr(Appointment, field.name) for field in fields(AppointmentRow)))
# Made once: a statement that is built anew for each row costs more than to run it.
_GET = _ROW.where(Appointment.id == bindparam("appointment"))
_HOUSE = select(*(getattr(Taalhuis, field.name) for field in fields(House))).where(
    Taalhuis.id == bindparam("taalhuis")
)


async def get(connection: AsyncConnection, appointment_id: int) -> AppointmentRow | None:
    """One appointment, open or not."""
    row = (await connection.execute(_GET, {"appointment": appointment_id})).mappings().one_or_none()
    return AppointmentRow(**row) if row else None


async def open_of(connection: AsyncConnection, referral_id: int) -> AppointmentRow | None:
    """The appointment of a referral that is in the making or planned; there is one at most."""
    found = await _rows(connection, Appointment.referral_id == referral_id, Appointment.status.in_(OPEN))
    return found[-1] if found else None


async def planned_of(connection: AsyncConnection, referral_ids: Sequence[int]) -> list[AppointmentRow]:
    """What is planned for these referrals, the first one first."""
    planned = await _rows(
        connection, Appointment.referral_id.in_(referral_ids), Appointment.status == PLANNED
    )
    return sorted(planned, key=lambda row: row.wall_at)


async def hold_agenda(connection: AsyncConnection, member_id: int) -> None:
    """Until the end of this transaction nobody else plans with this person, so that two learners who choose
    at the same moment cannot both be planned then. On SQLite there is one that writes anyway.
    """
    if connection.dialect.name == "postgresql":
        person = select(Member.chat_id).where(Member.id == member_id).scalar_subquery()
        await connection.execute(select(func.pg_advisory_xact_lock(_AGENDA, cast(person, Integer))))


async def taken_of(
    connection: AsyncConnection,
    member_id: int,
    *,
    besides: int,
    after: datetime,
    planned_since: datetime | None,
) -> list[tuple[datetime, datetime]]:
    """From when until when, aware UTC, the person who is this member is planned with somebody, at whatever
    house, from `after` on. `besides`: the referral that does not count. `planned_since`: only what was
    planned or changed from then on.
    """
    person = select(Member.chat_id).where(Member.id == member_id).scalar_subquery()
    rows = await connection.execute(
        select(Appointment.starts_at, Appointment.minutes)
        .join(Member, Member.id == Appointment.member_id)
        .where(
            Member.chat_id == person,
            Appointment.status == PLANNED,
            Appointment.starts_at > after - _LONGEST,
            Appointment.referral_id != besides,
            *([Appointment.updated_at >= planned_since] if planned_since else []),
        )
    )
    return [(row.starts_at, row.starts_at + timedelta(minutes=row.minutes)) for row in rows]


async def add(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(Appointment).values(values).returning(Appointment.id))
    return made.scalar_one()


async def change(connection: AsyncConnection, appointment_id: int, values: dict[str, Any]) -> None:
    """Write the changed columns."""
    await connection.execute(update(Appointment).where(Appointment.id == appointment_id).values(values))


async def end_timers(
    connection: AsyncConnection, row: AppointmentRow, kinds: Sequence[str], *, now: datetime, outcome: str
) -> None:
    """End the open timers of these kinds about this appointment; found by its referral, which has an
    index.
    """
    await connection.execute(
        update(Timer)
        .where(
            Timer.referral_id == row.referral_id,
            Timer.about == row.id,
            Timer.kind.in_(kinds),
            Timer.done_at.is_(None),
        )
        .values(done_at=now, outcome=outcome)
    )


async def count_no_shows(connection: AsyncConnection, referral_id: int) -> int:
    """How often the learner of this referral did not come."""
    counted = select(func.count()).where(
        Appointment.referral_id == referral_id, Appointment.outcome == "no_show"
    )
    return await connection.scalar(counted) or 0


async def house(connection: AsyncConnection, taalhuis_id: int) -> House:
    """A Taalhuis, as somebody who comes there wants to know it.

    Raises:
        NoResultFound: there is no such Taalhuis; a defect.
    """
    row = (await connection.execute(_HOUSE, {"taalhuis": taalhuis_id})).mappings().one()
    return House(**row)


async def _rows(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[AppointmentRow]:
    rows = await connection.execute(_ROW.where(*conditions).order_by(Appointment.id))
    return [AppointmentRow(**row) for row in rows.mappings()]
