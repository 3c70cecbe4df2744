"""What staff look at: houses, who has how much to do, who may be the same person. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Intake, Learner, Member, Reading, Referral, ReferralMove, RelayMessage, Taalhuis
from bot.db.queries import cases
from bot.db.queries.cases import Case
from bot.db.types import Sealed
from bot.domain.referral_status import OPEN, ReferralStatus

MOST_ALIKE = 5
_IS_OPEN: ColumnElement[bool] = Referral.status.in_(sorted(OPEN))


@dataclass(frozen=True, slots=True)
class House:
    """What the loop needs of a Taalhuis."""

    id: int
    name: str
    auto_accept: bool


@dataclass(frozen=True, slots=True)
class HousePlace:
    """A Taalhuis to which a sign-up can go; WGS84 degrees."""

    id: int
    code: str
    name: str
    town: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Load:
    """A member of staff, and how many open sign-ups they look after."""

    member_id: int
    name: Sealed
    open_cases: int


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One line of a referral's history. `name` of the member who did it, None when nobody in particular did;
    `house` where it stood afterwards, "" for none.
    """

    from_status: str
    to_status: str
    by: str
    why: str
    moved_at: datetime
    name: Sealed | None
    house: str


_PLACE = select(*(getattr(Taalhuis, field.name) for field in fields(HousePlace)))


async def house(connection: AsyncConnection, taalhuis_id: int) -> House:
    """One house.

    Raises:
        NoResultFound: there is no such house; rows that refer to it keep it, so a defect.
    """
    columns = tuple(getattr(Taalhuis, field.name) for field in fields(House))
    found = await connection.execute(select(*columns).where(Taalhuis.id == taalhuis_id))
    return House(**found.mappings().one())


async def house_place(connection: AsyncConnection, taalhuis_id: int) -> HousePlace:
    """One house with its place; see `house` for errors."""
    found = await connection.execute(_PLACE.where(Taalhuis.id == taalhuis_id))
    return HousePlace(**found.mappings().one())


async def open_houses(connection: AsyncConnection, today: date) -> list[HousePlace]:
    """Every house that is active and not closed for a while; a few hundred in the whole country."""
    rows = await connection.execute(
        _PLACE.where(
            Taalhuis.active, or_(Taalhuis.closed_until.is_(None), Taalhuis.closed_until < today)
        ).order_by(Taalhuis.code)
    )
    return [HousePlace(**row) for row in rows.mappings()]


async def load_of_staff(connection: AsyncConnection, taalhuis_id: int) -> list[Load]:
    """Everybody on the staff of a house, who has least to do first."""
    open_cases = func.count(Referral.id)
    rows = await connection.execute(
        select(Member.id, Member.name, open_cases)
        .outerjoin(Referral, and_(Referral.staff_id == Member.id, _IS_OPEN))
        .where(Member.taalhuis_id == taalhuis_id, Member.role == "staff", Member.ended_at.is_(None))
        .group_by(Member.id, Member.name)
        .order_by(open_cases, Member.id)
    )
    return [Load(*row) for row in rows]


async def release(connection: AsyncConnection, member_id: int) -> None:
    """What this member of staff looks after is nobody's again; what is closed stays theirs."""
    await connection.execute(
        update(Referral).where(Referral.staff_id == member_id, _IS_OPEN).values(staff_id=None)
    )


async def alike(connection: AsyncConnection, case: Case) -> Sequence[Case]:
    """Other sign-ups at the same house that may be of the same person: the same telephone number, or the same
    first name in the same place; the oldest first.
    """
    same = and_(Learner.first_name_hash == case.first_name_hash, Intake.place == case.place)
    if case.phone_hash is not None:
        same = or_(same, Learner.phone_hash == case.phone_hash)
    return await cases.where(
        connection,
        same,
        Referral.id != case.id,
        Referral.taalhuis_id == case.taalhuis_id,
        Referral.status.not_in((ReferralStatus.DUPLICATE, ReferralStatus.WITHDRAWN)),
        limit=MOST_ALIKE,
    )


async def moves(connection: AsyncConnection, referral_id: int) -> list[MoveRow]:
    """The history of a referral, oldest first."""
    rows = await connection.execute(
        select(
            ReferralMove.from_status,
            ReferralMove.to_status,
            ReferralMove.by,
            ReferralMove.why,
            ReferralMove.moved_at,
            Member.name,
            func.coalesce(Taalhuis.name, "").label("house"),
        )
        .outerjoin(Member, Member.id == ReferralMove.member_id)
        .outerjoin(Taalhuis, Taalhuis.id == ReferralMove.taalhuis_id)
        .where(ReferralMove.referral_id == referral_id)
        .order_by(ReferralMove.id)
    )
    return [MoveRow(**row) for row in rows.mappings()]


async def last_moved_at(connection: AsyncConnection, referral_id: int) -> datetime | None:
    """Since when it is in its present state."""
    return await connection.scalar(
        select(func.max(ReferralMove.moved_at)).where(ReferralMove.referral_id == referral_id)
    )


async def count_relayed(connection: AsyncConnection, referral_id: int) -> int:
    """How many messages went between the learner and people of the house."""
    counted = select(func.count(RelayMessage.id)).where(RelayMessage.referral_id == referral_id)
    return await connection.scalar(counted) or 0


async def add_reading(connection: AsyncConnection, values: dict[str, Any]) -> None:
    """A member saw what a learner told us."""
    await connection.execute(insert(Reading).values(values))
