"""Volunteers: their profiles, and how many learners they have. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Member, Referral, Taalhuis, VolunteerProfile
from bot.db.queries import cases
from bot.db.queries.cases import Case
from bot.domain.referral_status import WITH_VOLUNTEER

MOST_LEARNERS = 60


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """The fields are those of `bot.db.models.VolunteerProfile`."""

    member_id: int
    needs: list[str]
    languages: list[str]
    day_parts: list[str]
    days: list[str]
    capacity: int
    updated_at: datetime


_FIELDS = tuple(getattr(VolunteerProfile, field.name) for field in fields(ProfileRow))
_WITH_VOLUNTEER = Referral.status.in_(sorted(WITH_VOLUNTEER))


async def profile(connection: AsyncConnection, member_id: int) -> ProfileRow | None:
    """What a volunteer can do; None when that was never asked."""
    found = await connection.execute(select(*_FIELDS).where(VolunteerProfile.member_id == member_id))
    row = found.mappings().one_or_none()
    return ProfileRow(**row) if row else None


async def profiles(connection: AsyncConnection, taalhuis_id: int) -> dict[int, ProfileRow]:
    """Those of everybody at a house, by member."""
    rows = await connection.execute(
        select(*_FIELDS)
        .join(Member, Member.id == VolunteerProfile.member_id)
        .where(Member.taalhuis_id == taalhuis_id, Member.ended_at.is_(None))
    )
    return {row["member_id"]: ProfileRow(**row) for row in rows.mappings()}


async def put_profile(connection: AsyncConnection, member_id: int, values: dict[str, Any]) -> None:
    """Make or change it. Whoever calls holds the chat of the volunteer."""
    changed = await connection.execute(
        update(VolunteerProfile).where(VolunteerProfile.member_id == member_id).values(values)
    )
    if not changed.rowcount:
        await connection.execute(insert(VolunteerProfile).values(member_id=member_id, **values))


async def loads(connection: AsyncConnection, taalhuis_id: int) -> dict[int, int]:
    """How many learners each volunteer of a house has now; who has none is not in it."""
    rows = await connection.execute(
        select(Member.id, func.count(Referral.id))
        .join(Referral, Referral.volunteer_id == Member.id)
        .where(Member.taalhuis_id == taalhuis_id, _WITH_VOLUNTEER)
        .group_by(Member.id)
    )
    return {member_id: many for member_id, many in rows}


async def load(connection: AsyncConnection, member_id: int) -> int:
    """How many learners one volunteer has now."""
    found = select(func.count(Referral.id)).where(Referral.volunteer_id == member_id, _WITH_VOLUNTEER)
    return await connection.scalar(found) or 0


async def learners(connection: AsyncConnection, member_ids: Sequence[int]) -> Sequence[Case]:
    """Whom these volunteers have now, the oldest sign-up first."""
    mine = Referral.volunteer_id.in_(member_ids)
    return await cases.where(connection, mine, _WITH_VOLUNTEER, limit=MOST_LEARNERS)


async def offer_mode(connection: AsyncConnection, taalhuis_id: int) -> str:
    """Does a house ask volunteers "one" by one, or "all" at once?"""
    mode = await connection.scalar(select(Taalhuis.offer_mode).where(Taalhuis.id == taalhuis_id))
    return mode or "one"


async def set_offer_mode(connection: AsyncConnection, taalhuis_id: int, mode: str, now: datetime) -> None:
    """From now on. Whoever has the house open on a page sees that it changed."""
    values = {"offer_mode": mode, "updated_at": now}
    await connection.execute(update(Taalhuis).where(Taalhuis.id == taalhuis_id).values(values))
