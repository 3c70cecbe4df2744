"""The people of Taalhuizen for whoever looks after them: roles, profiles, loads. None of these commits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from bot.db.models import Chat, Intake, Member, Offer, Referral, Taalhuis, VolunteerProfile
from bot.db.types import Sealed
from bot.domain.referral_status import OPEN, WITH_VOLUNTEER


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who works at a house now. Without a profile the lists are empty and `capacity` is None."""

    id: int
    chat_id: int
    role: str
    taalhuis_id: int
    taalhuis: str
    name: Sealed
    joined_at: datetime
    paused_until: date | None
    notified: bool
    unreachable: bool
    last_heard_at: datetime
    needs: list[str]
    languages: list[str]
    day_parts: list[str]
    days: list[str]
    capacity: int | None


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """A referral that somebody works on, without a word of the learner."""

    id: int
    code: str
    place: str
    status: str
    updated_at: datetime


_LISTS = ("needs", "languages", "day_parts", "days")
_PEOPLE = (
    select(
        Member.id,
        Member.chat_id,
        Member.role,
        Member.taalhuis_id,
        Taalhuis.name.label("taalhuis"),
        Member.name,
        Member.joined_at,
        Member.paused_until,
        Member.notified,
        Chat.unreachable_at.is_not(None).label("unreachable"),
        Chat.last_heard_at,
        *(getattr(VolunteerProfile, field) for field in _LISTS),
        VolunteerProfile.capacity,
    )
    .join(Chat, Chat.id == Member.chat_id)
    .join(Taalhuis, Taalhuis.id == Member.taalhuis_id)
    .outerjoin(VolunteerProfile, VolunteerProfile.member_id == Member.id)
    .order_by(Member.id)
)


async def of_houses(connection: AsyncConnection, houses: Collection[int]) -> list[PersonRow]:
    """Everybody who works at these houses now, in the order of joining."""
    rows = await connection.execute(
        _PEOPLE.where(Member.taalhuis_id.in_(sorted(houses)), Member.ended_at.is_(None))
    )
    return [
        PersonRow(
            **{
                **row,
                "unreachable": bool(row["unreachable"]),
                **{field: row[field] or [] for field in _LISTS},
            }
        )
        for row in rows.mappings()
    ]


async def loads(connection: AsyncConnection, houses: Collection[int]) -> dict[int, int]:
    """By member, how many learners a volunteer has, or how many open sign-ups staff look after."""
    found: dict[int, int] = {}
    for role in ("volunteer", "staff"):
        column, mine = _worked_on(role, houses)
        rows = await connection.execute(
            select(Member.id, func.count(Referral.id))
            .join(Referral, column == Member.id)
            .where(Member.taalhuis_id.in_(sorted(houses)), mine)
            .group_by(Member.id)
        )
        found |= {member_id: many for member_id, many in rows}
    return found


def _worked_on(
    role: str, houses: Collection[int]
) -> tuple[InstrumentedAttribute[int | None], ColumnElement[bool]]:
    """By which column somebody works on a referral, and in which states. What staff look after is looked for
    among the open ones of their house, of which there are few.
    """
    if role == "volunteer":
        return Referral.volunteer_id, Referral.status.in_(sorted(WITH_VOLUNTEER))
    here = Referral.taalhuis_id.in_(sorted(houses))
    return Referral.staff_id, and_(here, Referral.status.in_(sorted(OPEN)))


async def offers_of(connection: AsyncConnection, member_id: int) -> dict[str, int]:
    """How often a volunteer was asked, by what came of it."""
    rows = await connection.execute(
        select(Offer.status, func.count(Offer.id)).where(Offer.member_id == member_id).group_by(Offer.status)
    )
    return {status: many for status, many in rows}


async def learners_of(
    connection: AsyncConnection, member_id: int, role: str, house: int, *, limit: int
) -> list[LearnerRow]:
    """Whom a volunteer has, or what a member of staff looks after; the longest ago moved first."""
    column, mine = _worked_on(role, [house])
    rows = await connection.execute(
        select(Referral.id, Intake.code, Intake.place, Referral.status, Referral.updated_at)
        .join(Intake, Intake.id == Referral.intake_id)
        .where(column == member_id, mine)
        .order_by(Referral.updated_at, Referral.id)
        .limit(limit)
    )
    return [LearnerRow(*row) for row in rows]
