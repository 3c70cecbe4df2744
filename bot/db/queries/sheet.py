"""What a page about one sign-up shows beside its card, and by what it is seen that something changed.

None of these commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import (
    Appointment,
    Chat,
    Intake,
    Member,
    Note,
    Offer,
    Reading,
    Referral,
    ReferralMove,
    RelayMessage,
    Task,
)
from bot.db.types import Sealed
from bot.domain.referral_status import OPEN

_DIGEST_BYTES = 4


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything of a sign-up that changes, as numbers: another number, and something is different.

    `move`, `note`, `said`, `meeting` and `offer` are the newest rows, 0 for none; `met` counts the changes of
    appointments by their latest moment (milliseconds), `answered` the offers that are over, `todo` the open
    tasks. `relay` is 0 while the two may write, else 1 when the learner and 2 when the house stopped it.
    `answers` stands for what the learner told.
    """

    house: int
    version: int
    staff: int
    volunteer: int
    relay: int
    move: int
    note: int
    said: int
    meeting: int
    met: int
    offer: int
    answered: int
    task: int
    todo: int
    unreachable: int
    answers: int


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """Who looked: `name` is None for a member who is gone for good."""

    role: str
    name: Sealed | None
    read_at: datetime


@dataclass(frozen=True, slots=True)
class SaidRow:
    """One message of the talk. `by` is "learner" or a role; `name` that of the member."""

    id: int
    by: str
    name: Sealed | None
    body: Sealed
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A volunteer who was asked, with the codes why, and what became of it."""

    round: int
    status: str
    reasons: list[str]
    name: Sealed
    offered_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """An appointment, of any time. `moments` are those that were proposed."""

    id: int
    status: str
    moments: list[str]
    wall_at: str
    starts_at: datetime | None
    learner_says: str
    member_says: str
    outcome: str
    feeling: int | None
    member_id: int | None
    name: Sealed | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Something to be done by hand. `step` says why, in a word."""

    id: int
    kind: str
    step: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move after a certain one."""

    by: str
    to_status: str
    why: str
    name: Sealed | None


async def numbers(connection: AsyncConnection, referral_id: int) -> Numbers | None:
    """As it stands now; None when there is no such sign-up."""
    row = (await connection.execute(_NUMBERS.where(Referral.id == referral_id))).mappings().one_or_none()
    if row is None:
        return None
    values: dict[str, Any] = dict(row)
    values["met"] = int(row["met"].timestamp() * 1000) if row["met"] else 0
    values["unreachable"] = int(row["unreachable"] is not None)
    values["answers"] = int.from_bytes(blake2b(row["answers"], digest_size=_DIGEST_BYTES).digest())
    return Numbers(**{name: int(value or 0) for name, value in values.items()})


def _of(what: Any, model: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    """One figure about the rows of a referral."""
    return (
        select(what)
        .where(model.referral_id == Referral.id, *conditions)
        .correlate(Referral)
        .scalar_subquery()
    )


_NUMBERS: Select[Any] = (
    select(
        Referral.taalhuis_id.label("house"),
        Referral.version,
        Referral.staff_id.label("staff"),
        Referral.volunteer_id.label("volunteer"),
        case((Referral.relay == "learner", 1), (Referral.relay == "member", 2), else_=0).label("relay"),
        _of(func.max(ReferralMove.id), ReferralMove).label("move"),
        _of(func.max(Note.id), Note).label("note"),
        _of(func.max(RelayMessage.id), RelayMessage).label("said"),
        _of(func.max(Appointment.id), Appointment).label("meeting"),
        _of(func.max(Appointment.updated_at), Appointment).label("met"),
        _of(func.max(Offer.id), Offer).label("offer"),
        _of(func.count(Offer.id), Offer, Offer.status != "open").label("answered"),
        _of(func.max(Task.id), Task).label("task"),
        _of(func.count(Task.id), Task, Task.done_at.is_(None)).label("todo"),
        Chat.unreachable_at.label("unreachable"),
        Intake.answers,
    )
    .join(Intake, Intake.id == Referral.intake_id)
    .join(Chat, Chat.id == Intake.chat_id)
)


async def moves_after(connection: AsyncConnection, referral_id: int, move_id: int) -> list[MoveRow]:
    """What was decided after this move, oldest first."""
    rows = await connection.execute(
        select(ReferralMove.by, ReferralMove.to_status, ReferralMove.why, Member.name)
        .outerjoin(Member, Member.id == ReferralMove.member_id)
        .where(ReferralMove.referral_id == referral_id, ReferralMove.id > move_id)
        .order_by(ReferralMove.id)
    )
    return [MoveRow(*row) for row in rows]


async def notes_after(
    connection: AsyncConnection, referral_id: int, note_id: int
) -> list[tuple[str, Sealed | None]]:
    """(kind, name of the member) of what was written down after this note; no name for the learner."""
    rows = await connection.execute(
        select(Note.kind, Member.name)
        .outerjoin(Member, Member.id == Note.member_id)
        .where(Note.referral_id == referral_id, Note.id > note_id)
        .order_by(Note.id)
    )
    return [(row.kind, row.name) for row in rows]


async def readings(connection: AsyncConnection, referral_id: int, *, limit: int) -> list[ReadingRow]:
    """Who looked, the newest first."""
    rows = await connection.execute(
        select(Reading.role, Member.name, Reading.read_at)
        .outerjoin(Member, Member.id == Reading.member_id)
        .where(Reading.referral_id == referral_id)
        .order_by(Reading.id.desc())
        .limit(limit)
    )
    return [ReadingRow(*row) for row in rows]


_SAID = select(
    RelayMessage.id, RelayMessage.by, Member.name, RelayMessage.body, RelayMessage.sent_at
).outerjoin(Member, Member.id == RelayMessage.member_id)


async def said(
    connection: AsyncConnection, referral_id: int, *, limit: int, before: int = 0, after: int = 0
) -> list[SaidRow]:
    """The newest messages, those before or after this one when given; the oldest of them first."""
    query = _SAID.where(RelayMessage.referral_id == referral_id, RelayMessage.id > after)
    if before:
        query = query.where(RelayMessage.id < before)
    rows = await connection.execute(query.order_by(RelayMessage.id.desc()).limit(limit))
    return [SaidRow(*row) for row in rows][::-1]


async def one_said(connection: AsyncConnection, referral_id: int, message_id: int) -> SaidRow | None:
    """One message of this talk."""
    found = await connection.execute(
        _SAID.where(RelayMessage.referral_id == referral_id, RelayMessage.id == message_id)
    )
    row = found.one_or_none()
    return SaidRow(*row) if row else None


async def asked(connection: AsyncConnection, referral_id: int) -> list[AskedRow]:
    """Every volunteer who was asked, in order."""
    rows = await connection.execute(
        select(Offer.round, Offer.status, Offer.reasons, Member.name, Offer.offered_at, Offer.answered_at)
        .join(Member, Member.id == Offer.member_id)
        .where(Offer.referral_id == referral_id)
        .order_by(Offer.id)
    )
    return [AskedRow(*row) for row in rows]


async def meetings(connection: AsyncConnection, referral_id: int) -> list[MeetingRow]:
    """Every appointment, oldest first."""
    rows = await connection.execute(
        select(
            Appointment.id,
            Appointment.status,
            Appointment.moments,
            Appointment.wall_at,
            Appointment.starts_at,
            Appointment.learner_says,
            Appointment.member_says,
            Appointment.outcome,
            Appointment.feeling,
            Appointment.member_id,
            Member.name,
        )
        .outerjoin(Member, Member.id == Appointment.member_id)
        .where(Appointment.referral_id == referral_id)
        .order_by(Appointment.id)
    )
    return [MeetingRow(*row) for row in rows]


async def beside(
    connection: AsyncConnection, *, house: int, submitted_at: datetime, referral_id: int
) -> tuple[int, int]:
    """The open sign-ups of a house that were sent just before and just after this one; 0 for none."""
    ids = select(Referral.id).join(Intake, Intake.id == Referral.intake_id)
    ids = ids.where(
        Referral.taalhuis_id == house, Referral.status.in_(sorted(OPEN)), Referral.id != referral_id
    )
    here = tuple_(Intake.submitted_at, Referral.id)
    this = tuple_(literal(submitted_at, Intake.submitted_at.type), literal(referral_id))
    before = ids.where(here < this).order_by(Intake.submitted_at.desc(), Referral.id.desc()).limit(1)
    after = ids.where(here > this).order_by(Intake.submitted_at, Referral.id).limit(1)
    return await connection.scalar(before) or 0, await connection.scalar(after) or 0


async def tasks(connection: AsyncConnection, referral_id: int) -> list[TaskRow]:
    """What is to be done, oldest first."""
    rows = await connection.execute(
        select(Task.id, Task.kind, Task.step, Task.created_at)
        .where(Task.referral_id == referral_id, Task.done_at.is_(None))
        .order_by(Task.id)
    )
    return [TaskRow(*row) for row in rows]
