"""Appointments of a house by week, and what else their people have at that time. None of these commits.

A week is asked for by wall times, which is how appointments are kept: "2026-06-08" up to "2026-06-15". So a
week in which the clocks change is as long as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Appointment, Intake, Learner, Member, Referral
from bot.db.queries.appointments import DONE, PLANNED, PROPOSED
from bot.db.types import Sealed
from bot.domain.referral_status import WITH_VOLUNTEER, ReferralStatus

MOST_WAITING = 40
"""So many learners without an appointment are listed at most."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment with what is shown of its two people. `person` is the volunteer's chat, the same at
    every house; `days` and `day_parts` are when the learner can come.
    """

    id: int
    referral_id: int
    taalhuis_id: int
    member_id: int | None
    sequence: int
    status: str
    moments: list[str]
    wall_at: str
    minutes: int
    outcome: str
    updated_at: Any
    learner_id: int
    first_name: Sealed
    days: list[str]
    day_parts: list[str]
    volunteer: Sealed | None
    person: int | None
    paused_until: date | None

    @property
    def walls(self) -> Sequence[str]:
        """Each moment that it may take."""
        return self.moments if self.status == PROPOSED else (self.wall_at,)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A learner with somebody to meet, and no appointment that is asked or planned."""

    referral_id: int
    first_name: Sealed
    volunteer: Sealed | None
    member_id: int | None


_OF_APPOINTMENT = Meeting.__slots__[:11]
_MEETING = (
    select(
        *(getattr(Appointment, name) for name in _OF_APPOINTMENT),
        Learner.id.label("learner_id"),
        Learner.first_name,
        Intake.days,
        Intake.day_parts,
        Member.name.label("volunteer"),
        Member.chat_id.label("person"),
        Member.paused_until,
    )
    .join(Referral, Referral.id == Appointment.referral_id)
    .join(Intake, Intake.id == Referral.intake_id)
    .join(Learner, Learner.id == Intake.learner_id)
    .outerjoin(Member, Member.id == Appointment.member_id)
)


async def of_house(connection: AsyncConnection, taalhuis_id: int, *, first: str, until: str) -> list[Meeting]:
    """What is planned or done from the wall time `first` up to `until`, and every proposal that waits. Who
    was handed over to another house is not shown any more where they were before.
    """
    here = and_(Appointment.taalhuis_id == taalhuis_id, Referral.taalhuis_id == taalhuis_id)
    # Two questions, each of which the index over house, status and wall time answers by itself.
    shown = and_(Appointment.status.in_((PLANNED, DONE)), _between(first, until))
    asked = await _meetings(connection, here, Appointment.status == PROPOSED)
    return [*await _meetings(connection, here, shown), *asked]


async def of_people(
    connection: AsyncConnection,
    *,
    persons: Collection[int],
    learners: Collection[int],
    first: str,
    until: str,
) -> list[Meeting]:
    """The same of these volunteers and learners, at any house."""
    busy = _open(first, until)
    found: dict[int, Meeting] = {}
    for column, ids in ((Member.chat_id, persons), (Learner.id, learners)):
        if ids:
            found |= {one.id: one for one in await _meetings(connection, column.in_(sorted(ids)), busy)}
    return list(found.values())


async def waiting(connection: AsyncConnection, taalhuis_id: int) -> list[Waiting]:
    """Who could have an appointment and has none: first those for whom the first one is to be made."""
    has_one = exists().where(
        Appointment.referral_id == Referral.id, Appointment.status.in_((PROPOSED, PLANNED))
    )
    first = case((Referral.status == ReferralStatus.MATCHED, 0), else_=1)
    rows = await connection.execute(
        select(
            Referral.id.label("referral_id"),
            Learner.first_name,
            Member.name.label("volunteer"),
            Member.id.label("member_id"),
        )
        .join(Intake, Intake.id == Referral.intake_id)
        .join(Learner, Learner.id == Intake.learner_id)
        .outerjoin(Member, Member.id == Referral.volunteer_id)
        .where(
            Referral.taalhuis_id == taalhuis_id,
            Referral.status.in_(sorted(WITH_VOLUNTEER)),
            ~has_one,
        )
        .order_by(first, Referral.updated_at, Referral.id)
        .limit(MOST_WAITING)
    )
    return [Waiting(**row) for row in rows.mappings()]


def _open(first: str, until: str) -> ColumnElement[bool]:
    planned = and_(Appointment.status == PLANNED, _between(first, until))
    return or_(Appointment.status == PROPOSED, planned)


def _between(first: str, until: str) -> ColumnElement[bool]:
    return and_(Appointment.wall_at >= first, Appointment.wall_at < until)


async def _meetings(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[Meeting]:
    rows = await connection.execute(_MEETING.where(*conditions).order_by(Appointment.wall_at, Appointment.id))
    return [Meeting(**row) for row in rows.mappings()]
