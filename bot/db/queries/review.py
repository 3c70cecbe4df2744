"""What staff look at: houses, who has how much to do, who may be the same person. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Member, Referral, Taalhuis
from bot.db.types import Sealed
from bot.domain.referral_status import OPEN


@dataclass(frozen=True, slots=True)
class House:
    """What the loop needs of a Taalhuis. `gemeente_code` is that of the CBS."""

    id: int
    code: str
    name: str
    town: str
    phone: str
    active: bool
    auto_accept: bool


@dataclass(frozen=True, slots=True)
class Load:
    """A member of staff, and how many open sign-ups they look after."""

    member_id: int
    name: Sealed
    open_cases: int


async def house(connection: AsyncConnection, taalhuis_id: int) -> House:
    """One house.

    Raises:
        NoResultFound: there is no such house; rows that refer to it keep it, so a defect.
    """
    columns = (
        *(Taalhuis.id, Taalhuis.code, Taalhuis.name, Taalhuis.town, Taalhuis.phone, Taalhuis.active),
        Taalhuis.auto_accept,
    )
    found = await connection.execute(select(*columns).where(Taalhuis.id == taalhuis_id))
    return House(**found.mappings().one())


async def load_of_staff(connection: AsyncConnection, taalhuis_id: int) -> list[Load]:
    """Everybody on the staff of a house, who has least to do first."""
    open_cases = func.count(Referral.id)
    rows = await connection.execute(
        select(Member.id, Member.name, open_cases)
        .outerjoin(
            Referral, and_(Referral.staff_id == Member.id, Referral.status.in_([str(one) for one in OPEN]))
        )
        .where(Member.taalhuis_id == taalhuis_id, Member.role == "staff", Member.ended_at.is_(None))
        .group_by(Member.id, Member.name)
        .order_by(open_cases, Member.id)
    )
    return [Load(*row) for row in rows]
