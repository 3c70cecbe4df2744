"""Members: who holds which role where. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Chat, Gemeente, Intake, Member, Referral, Region, Taalhuis, Timer
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One role of one chat. `taalhuis` is the name of the house, "" for regional staff, who have a `region`
    instead. `unreachable`: the person blocked us.
    """

    id: int
    chat_id: int
    role: str
    taalhuis_id: int | None
    region_id: int | None
    taalhuis: str
    region: str
    name: Sealed
    language: str
    channel: str
    unreachable: bool
    joined_at: datetime
    ended_at: datetime | None
    paused_until: date | None

    @property
    def place(self) -> str:
        """The name of the house, or of the region."""
        return self.taalhuis or self.region


_MEMBER = (
    select(
        Member.id,
        Member.chat_id,
        Member.role,
        Member.taalhuis_id,
        Member.region_id,
        func.coalesce(Taalhuis.name, "").label("taalhuis"),
        func.coalesce(Region.name, "").label("region"),
        Member.name,
        Chat.language,
        Chat.channel,
        Chat.unreachable_at.is_not(None).label("unreachable"),
        Member.joined_at,
        Member.ended_at,
        Member.paused_until,
    )
    .join(Chat, Chat.id == Member.chat_id)
    .outerjoin(Taalhuis, Taalhuis.id == Member.taalhuis_id)
    .outerjoin(Region, Region.id == Member.region_id)
    .order_by(Member.id)
)
# Made once: a statement that is built anew for each row costs more than to run it.
_GET = _MEMBER.where(Member.id == bindparam("member"))


async def of_chat(connection: AsyncConnection, chat_id: int) -> list[MemberRow]:
    """The roles that this chat holds now, oldest first."""
    return await _rows(connection, Member.chat_id == chat_id, Member.ended_at.is_(None))


async def get(connection: AsyncConnection, member_id: int) -> MemberRow | None:
    """One role, ended or not."""
    row = (await connection.execute(_GET, {"member": member_id})).mappings().one_or_none()
    return MemberRow(**{**row, "unreachable": bool(row["unreachable"])}) if row else None


async def of_house(connection: AsyncConnection, taalhuis_id: int, role: str) -> list[MemberRow]:
    """Who holds this role at this Taalhuis now."""
    return await _rows(
        connection, Member.taalhuis_id == taalhuis_id, Member.role == role, Member.ended_at.is_(None)
    )


async def of_region(connection: AsyncConnection, region_id: int) -> list[MemberRow]:
    """The regional staff of this arbeidsmarktregio now."""
    return await _rows(
        connection, Member.region_id == region_id, Member.role == "regional", Member.ended_at.is_(None)
    )


async def of_region_of(connection: AsyncConnection, taalhuis_id: int) -> list[MemberRow]:
    """The regional staff of the arbeidsmarktregio that this Taalhuis is in."""
    region = (
        select(Gemeente.region_id)
        .join(Taalhuis, Taalhuis.gemeente_code == Gemeente.code)
        .where(Taalhuis.id == taalhuis_id)
        .scalar_subquery()
    )
    return await _rows(
        connection, Member.role == "regional", Member.region_id == region, Member.ended_at.is_(None)
    )


async def add(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(Member).values(values).returning(Member.id))
    return made.scalar_one()


async def change(connection: AsyncConnection, member_id: int, values: dict[str, Any]) -> None:
    """Write the changed columns."""
    await connection.execute(update(Member).where(Member.id == member_id).values(values))


async def end(connection: AsyncConnection, member_id: int, now: datetime) -> bool:
    """This role is over, and nobody is looked after in it any more as staff; False when it was over."""
    ended = await connection.execute(
        update(Member).where(Member.id == member_id, Member.ended_at.is_(None)).values(ended_at=now)
    )
    await connection.execute(update(Referral).where(Referral.staff_id == member_id).values(staff_id=None))
    return ended.rowcount == 1


async def hush(
    connection: AsyncConnection,
    chat_id: int,
    now: datetime,
    *,
    taalhuis_id: int | None = None,
    referral_id: int | None = None,
) -> None:
    """What was still to be said to this chat about learners is not said: all learners, those of one house, or
    one. About its own sign-ups it is said. What the clockwork holds is being said now, and is left to it:
    it may wait for a referral that is held here.
    """
    own = select(Referral.id).join(Intake, Intake.id == Referral.intake_id).where(Intake.chat_id == chat_id)
    still = select(Timer.id).where(
        Timer.chat_id == chat_id,
        Timer.kind.in_(("say", "kindly")),
        Timer.done_at.is_(None),
        Timer.referral_id.is_not(None),
        Timer.referral_id.not_in(own),
    )
    if taalhuis_id is not None:
        here = select(Referral.id).where(Referral.taalhuis_id == taalhuis_id)
        still = still.where(Timer.referral_id.in_(here))
    if referral_id is not None:
        still = still.where(Timer.referral_id == referral_id)
    await connection.execute(
        update(Timer)
        .where(Timer.id.in_(still.with_for_update(skip_locked=True)))
        .values(done_at=now, outcome="left")
    )


async def counts_of_region(connection: AsyncConnection, region_id: int, before: datetime) -> dict[str, int]:
    """How many sign-ups of a region stand in each status, of those that were sent before a moment; nothing
    of a person.
    """
    rows = await connection.execute(
        select(Referral.status, func.count(Referral.id))
        .join(Taalhuis, Taalhuis.id == Referral.taalhuis_id)
        .join(Gemeente, Gemeente.code == Taalhuis.gemeente_code)
        .where(Gemeente.region_id == region_id, Referral.created_at < before)
        .group_by(Referral.status)
    )
    return {status: many for status, many in rows}


async def houses_without_staff(connection: AsyncConnection) -> list[tuple[str, int]]:
    """(code, sign-ups) of active Taalhuizen where somebody signed up and no staff has joined, most first."""
    staffed = exists().where(
        Member.taalhuis_id == Taalhuis.id, Member.role == "staff", Member.ended_at.is_(None)
    )
    many = func.count(Referral.id)
    rows = await connection.execute(
        select(Taalhuis.code, many)
        .join(Referral, Referral.taalhuis_id == Taalhuis.id)
        .where(Taalhuis.active, ~staffed)
        .group_by(Taalhuis.code)
        .order_by(many.desc(), Taalhuis.code)
    )
    return [(code, count) for code, count in rows]


async def _rows(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[MemberRow]:
    rows = await connection.execute(_MEMBER.where(*conditions))
    return [MemberRow(**{**row, "unreachable": bool(row["unreachable"])}) for row in rows.mappings()]
