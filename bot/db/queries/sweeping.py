"""What the sweeper may take in hand: look, choose, claim. None of these commits.

The statements are made once. An idle process looks four times a second, and a quarter of a look was to make
its statement again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Double,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from bot.db.models import Chat, OutboxMessage, OutboxStatus
from bot.db.queries.unsent import is_unsent
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class ClaimedRow:
    """One row to send now, with what is needed of its chat. `replaces_ref` is "" when that was never sent."""

    chat_id: int
    number: int
    channel: str
    address: str
    language: str
    timezone: str
    is_group: bool
    send_tat: float
    prompt: Sealed
    replaces: int
    replaces_ref: str
    attempts: int
    unsure: int
    aloud: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What the sweeper may claim: of one channel; also what `dead_owners` had; of chats whose limiter stands
    at `latest_tat` or earlier.
    """

    channel: str
    dead_owners: Sequence[str]
    latest_tat: float

    def at(self, now: datetime) -> dict[str, Any]:
        """The values of `_DUE`."""
        return {
            "channel": self.channel,
            "dead_owners": self.dead_owners,
            "latest_tat": self.latest_tat,
            "now": now,
            "epoch": now.timestamp(),
        }


_earlier = aliased(OutboxMessage)
_free = or_(
    and_(OutboxMessage.status == OutboxStatus.CREATED, OutboxMessage.due_at <= bindparam("now")),
    and_(
        OutboxMessage.status == OutboxStatus.CLAIMED,
        or_(
            OutboxMessage.claim_until <= bindparam("now"),
            OutboxMessage.claimed_by.in_(bindparam("dead_owners", expanding=True)),
        ),
    ),
)
# Not "there is none earlier": PostgreSQL makes an anti-join of that, and when the table grew by thousands of
# rows since it was last analysed, one that reads them all for each. This it looks up in the index.
_first = OutboxMessage.number == (
    select(_earlier.number)
    .where(_earlier.chat_id == OutboxMessage.chat_id, is_unsent(_earlier))
    .order_by(_earlier.number)
    .limit(literal_column("1"))
    .scalar_subquery()
)
# Due, first of its chat, and of a chat that may be written to.
_DUE = (
    select(OutboxMessage.chat_id, OutboxMessage.number)
    .join(Chat, Chat.id == OutboxMessage.chat_id)
    .where(
        Chat.channel == bindparam("channel"),
        is_unsent(),
        _free,
        _first,
        or_(Chat.stalled_until.is_(None), Chat.stalled_until <= bindparam("now")),
        or_(
            OutboxMessage.replaces > 0,
            Chat.send_tat
            <= case(
                (Chat.is_group, bindparam("epoch", type_=Double)),
                else_=bindparam("latest_tat", type_=Double),
            ),
        ),
    )
    .order_by(OutboxMessage.priority, OutboxMessage.due_at)
)
_ANY_DUE = _DUE.limit(literal_column("1"))
_CHOOSE = _DUE.limit(bindparam("most")).with_for_update(of=(OutboxMessage, Chat), skip_locked=True)
_THESE = tuple_(OutboxMessage.chat_id, OutboxMessage.number).in_(bindparam("keys", expanding=True))
_CLAIM = (
    update(OutboxMessage)
    .where(_THESE)
    .values(status=OutboxStatus.CLAIMED, claimed_by=bindparam("me"), claim_until=bindparam("until"))
)
_replaced = aliased(OutboxMessage)
_DETAILS = (
    select(
        OutboxMessage.chat_id,
        OutboxMessage.number,
        Chat.channel,
        Chat.address,
        Chat.language,
        Chat.timezone,
        Chat.is_group,
        Chat.send_tat,
        OutboxMessage.prompt,
        OutboxMessage.replaces,
        func.coalesce(_replaced.ref, OutboxMessage.ref, "").label("replaces_ref"),
        OutboxMessage.attempts,
        OutboxMessage.unsure,
        Chat.aloud,
    )
    .join(Chat, Chat.id == OutboxMessage.chat_id)
    .outerjoin(
        _replaced,
        and_(_replaced.chat_id == OutboxMessage.chat_id, _replaced.number == OutboxMessage.replaces),
    )
    .where(_THESE)
    .order_by(OutboxMessage.priority, OutboxMessage.due_at)
)
_OWNERS = (
    select(OutboxMessage.claimed_by)
    .where(
        is_unsent(), OutboxMessage.status == OutboxStatus.CLAIMED, OutboxMessage.claimed_by != bindparam("me")
    )
    .distinct()
)


async def any_due(connection: AsyncConnection, now: datetime, due: Due) -> bool:
    """Is there anything to claim? A look without a lock, so that an idle process writes nothing."""
    found = await connection.execute(_ANY_DUE, due.at(now))
    return found.first() is not None


async def choose(
    connection: AsyncConnection, now: datetime, due: Due, *, limit: int
) -> list[tuple[int, int]]:
    """Hold at most `limit` due rows and their chats, one a chat, answers first: (chat id, number). Nobody
    waits here: what another transaction holds is left to it.
    """
    rows = await connection.execute(_CHOOSE, {**due.at(now), "most": limit})
    return [(row.chat_id, row.number) for row in rows]


async def claim(
    connection: AsyncConnection, keys: Sequence[tuple[int, int]], *, me: str, until: datetime
) -> list[ClaimedRow]:
    """Take these, which this transaction holds, for this process."""
    if not keys:
        return []
    await connection.execute(_CLAIM, {"keys": keys, "me": me, "until": until})
    rows = await connection.execute(_DETAILS, {"keys": keys})
    return [ClaimedRow(**row) for row in rows.mappings()]


async def claim_owners(connection: AsyncConnection, me: str) -> set[str]:
    """Who else holds claims now."""
    return {owner for owner in await connection.scalars(_OWNERS, {"me": me}) if owner}
