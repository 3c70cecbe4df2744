"""Offers: which volunteer was asked to take which referral, and what became of it. None of these commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Offer, OutboxMessage, Timer

OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"
TIMED_OUT, WITHDRAWN = "timed_out", "withdrawn"

OPEN_STATUS = Offer.status == OPEN


@dataclass(frozen=True, slots=True)
class OfferRow:
    """The fields are those of `bot.db.models.Offer`. `reasons` are codes of `bot.domain.fit.Why`, and behind
    them, when it was declined, why not.
    """

    id: int
    referral_id: int
    member_id: int
    round: int
    place: int
    reasons: list[str]
    status: str
    offered_at: datetime
    expires_at: datetime
    answered_at: datetime | None


_FIELDS = tuple(getattr(Offer, field.name) for field in fields(OfferRow))


async def get(connection: AsyncConnection, offer_id: int) -> OfferRow | None:
    """One offer. Lock its referral first and read it again before changing it."""
    found = await _rows(connection, Offer.id == offer_id)
    return found[0] if found else None


async def open_of_referral(connection: AsyncConnection, referral_id: int) -> list[OfferRow]:
    """Who is being asked now."""
    return await _rows(connection, Offer.referral_id == referral_id, OPEN_STATUS)


async def open_of_member(connection: AsyncConnection, member_id: int) -> list[OfferRow]:
    """What a volunteer is being asked now, in the order of the referrals."""
    return await _rows(connection, Offer.member_id == member_id, OPEN_STATUS)


async def of_referral(connection: AsyncConnection, referral_id: int) -> list[OfferRow]:
    """Everybody who was ever asked, in order."""
    return await _rows(connection, Offer.referral_id == referral_id)


async def last_round(connection: AsyncConnection, referral_id: int) -> int:
    """How often the list of volunteers was begun; 0 for never."""
    rounds = select(func.max(Offer.round)).where(Offer.referral_id == referral_id)
    return await connection.scalar(rounds) or 0


async def add(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(Offer).values(**values).returning(Offer.id))
    return made.scalar_one()


async def change(connection: AsyncConnection, offer_id: int, values: Mapping[str, Any]) -> None:
    """Write the changed columns."""
    await connection.execute(update(Offer).where(Offer.id == offer_id).values(**values))


async def end(connection: AsyncConnection, ids: Sequence[int], status: str, now: datetime) -> None:
    """These are not open any more."""
    await connection.execute(
        update(Offer).where(Offer.id.in_(ids), OPEN_STATUS).values(status=status, answered_at=now)
    )


@dataclass(frozen=True, slots=True)
class ShownCard:
    """The message that showed an offer: in which chat, and the channel's name of it, "" while it is on its
    way.
    """

    offer_id: int
    chat_id: int
    ref: str


async def cards(connection: AsyncConnection, ids: Sequence[int], kind: str) -> list[ShownCard]:
    """The messages of those offers that were shown. The timer of this kind, which is set when an offer is
    shown, holds the number of its message as its `version`.
    """
    message = and_(OutboxMessage.chat_id == Timer.chat_id, OutboxMessage.number == Timer.version)
    rows = await connection.execute(
        select(Timer.about, Timer.chat_id, func.coalesce(OutboxMessage.ref, ""))
        .outerjoin(OutboxMessage, message)
        .where(Timer.kind == kind, Timer.about.in_(ids))
        .order_by(Timer.about)
    )
    return [ShownCard(*row) for row in rows]


async def _rows(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[OfferRow]:
    rows = await connection.execute(
        select(*_FIELDS).where(*conditions).order_by(Offer.referral_id, Offer.round, Offer.place, Offer.id)
    )
    return [OfferRow(**row) for row in rows.mappings()]
