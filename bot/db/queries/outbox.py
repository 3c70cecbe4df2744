"""The outbox: write rows, claim what is due, note what became of it. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Row,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from bot.db.models import UNSENT, Chat, OutboxMessage, OutboxStatus
from bot.db.queries.unsent import is_unsent
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One row to write. `claimed_by` and `claim_until` when the writer sends it itself. `ref` names the
    message that is changed, when that is known: its own row may be gone when this one leaves.
    """

    chat_id: int
    number: int
    priority: int
    replaces: int
    prompt: Sealed
    ref: str | None
    due_at: datetime
    claimed_by: str | None
    claim_until: datetime | None
    referral_id: int | None = None


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message. `due_at` when it is to be tried again; `status` CREATED then."""

    chat_id: int
    number: int
    status: OutboxStatus
    attempts: int
    unsure: int
    due_at: datetime
    sent_at: datetime | None = None
    ref: str | None = None
    reason: str | None = None


_NOTE = (
    update(OutboxMessage)
    .where(
        OutboxMessage.chat_id == bindparam("chat"),
        OutboxMessage.number == bindparam("nr"),
        # What has ended stays ended, whatever a process that was slow still has to tell.
        or_(*(OutboxMessage.status == status for status in UNSENT)),
    )
    .values(
        status=bindparam("status"),
        attempts=bindparam("attempts"),
        unsure=bindparam("unsure"),
        due_at=bindparam("due_at"),
        sent_at=bindparam("sent_at"),
        ref=func.coalesce(bindparam("ref", type_=OutboxMessage.ref.type), OutboxMessage.ref),
        reason=bindparam("reason"),
        claimed_by=None,
        claim_until=None,
    )
)


async def add(connection: AsyncConnection, rows: Sequence[OutboxRow], now: datetime) -> None:
    """Write rows; those with `claimed_by` are born claimed."""
    if not rows:
        return
    await connection.execute(
        insert(OutboxMessage),
        [
            {
                "chat_id": row.chat_id,
                "number": row.number,
                "status": OutboxStatus.CLAIMED if row.claimed_by else OutboxStatus.CREATED,
                "priority": row.priority,
                "replaces": row.replaces,
                "prompt": row.prompt,
                "ref": row.ref,
                "created_at": now,
                "due_at": row.due_at,
                "claimed_by": row.claimed_by,
                "claim_until": row.claim_until,
                "referral_id": row.referral_id,
            }
            for row in rows
        ],
    )


async def note(connection: AsyncConnection, outcomes: Sequence[Outcome]) -> None:
    """Write down what became of messages; each claim ends."""
    await connection.execute(
        _NOTE,
        [
            {
                "chat": outcome.chat_id,
                "nr": outcome.number,
                "status": outcome.status,
                "attempts": outcome.attempts,
                "unsure": outcome.unsure,
                "due_at": outcome.due_at,
                "sent_at": outcome.sent_at,
                "ref": outcome.ref,
                "reason": outcome.reason,
            }
            for outcome in sorted(outcomes, key=lambda outcome: (outcome.chat_id, outcome.number))
        ],
    )


@dataclass(frozen=True, slots=True)
class Due:
    """What the sweeper may claim: of one channel; also what `dead_owners` had; of chats whose limiter stands
    at `latest_tat` or earlier.
    """

    channel: str
    dead_owners: Sequence[str]
    latest_tat: float


def _due(now: datetime, due: Due) -> Select[int, int]:
    """The rows that may be sent now: due, first of their chat, and of a chat that may be written to."""
    earlier = aliased(OutboxMessage)
    free = or_(
        and_(OutboxMessage.status == OutboxStatus.CREATED, OutboxMessage.due_at <= now),
        and_(
            OutboxMessage.status == OutboxStatus.CLAIMED,
            or_(OutboxMessage.claim_until <= now, OutboxMessage.claimed_by.in_(due.dead_owners)),
        ),
    )
    first = ~exists().where(
        earlier.chat_id == OutboxMessage.chat_id,
        earlier.number < OutboxMessage.number,
        is_unsent(earlier),
    )
    return (
        select(OutboxMessage.chat_id, OutboxMessage.number)
        .join(Chat, Chat.id == OutboxMessage.chat_id)
        .where(
            Chat.channel == due.channel,
            is_unsent(),
            free,
            first,
            or_(Chat.stalled_until.is_(None), Chat.stalled_until <= now),
            or_(
                OutboxMessage.replaces > 0,
                Chat.send_tat <= case((Chat.is_group, now.timestamp()), else_=due.latest_tat),
            ),
        )
        .order_by(OutboxMessage.priority, OutboxMessage.due_at)
    )


async def any_due(connection: AsyncConnection, now: datetime, due: Due) -> bool:
    """Is there anything to claim? A look without a lock, so that an idle process writes nothing."""
    found = await connection.execute(_due(now, due).limit(1))
    return found.first() is not None


async def choose(
    connection: AsyncConnection, now: datetime, due: Due, *, limit: int
) -> list[tuple[int, int]]:
    """Hold at most `limit` due rows and their chats, one a chat, answers first: (chat id, number). Nobody
    waits here: what another transaction holds is left to it.
    """
    rows = _due(now, due).limit(limit).with_for_update(of=(OutboxMessage, Chat), skip_locked=True)
    return [(row.chat_id, row.number) for row in await connection.execute(rows)]


async def claim(
    connection: AsyncConnection, keys: Sequence[tuple[int, int]], *, me: str, until: datetime
) -> list[ClaimedRow]:
    """Take these, which this transaction holds, for this process."""
    if not keys:
        return []
    await connection.execute(
        update(OutboxMessage)
        .where(tuple_(OutboxMessage.chat_id, OutboxMessage.number).in_(keys))
        .values(status=OutboxStatus.CLAIMED, claimed_by=me, claim_until=until)
    )
    return await _details(connection, keys)


async def _details(connection: AsyncConnection, keys: Sequence[tuple[int, int]]) -> list[ClaimedRow]:
    replaced = aliased(OutboxMessage)
    rows = await connection.execute(
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
            func.coalesce(replaced.ref, OutboxMessage.ref, "").label("replaces_ref"),
            OutboxMessage.attempts,
            OutboxMessage.unsure,
        )
        .join(Chat, Chat.id == OutboxMessage.chat_id)
        .outerjoin(
            replaced,
            and_(replaced.chat_id == OutboxMessage.chat_id, replaced.number == OutboxMessage.replaces),
        )
        .where(tuple_(OutboxMessage.chat_id, OutboxMessage.number).in_(keys))
        .order_by(OutboxMessage.priority, OutboxMessage.due_at)
    )
    return [ClaimedRow(**row) for row in rows.mappings()]


async def end_all(connection: AsyncConnection, chat_id: int, reason: str, now: datetime) -> None:
    """Nothing more goes to this chat: every unsent row of it is dead."""
    await connection.execute(
        update(OutboxMessage)
        .where(OutboxMessage.chat_id == chat_id, is_unsent())
        .values(status=OutboxStatus.DEAD, reason=reason, sent_at=now, claimed_by=None, claim_until=None)
    )


async def claim_owners(connection: AsyncConnection, me: str) -> set[str]:
    """Who else holds claims now."""
    owners = select(OutboxMessage.claimed_by).where(
        is_unsent(), OutboxMessage.status == OutboxStatus.CLAIMED, OutboxMessage.claimed_by != me
    )
    return {owner for owner in await connection.scalars(owners.distinct()) if owner}


async def oldest_unsent_at(connection: AsyncConnection) -> datetime | None:
    """When the oldest row that has not left was due."""
    return await connection.scalar(select(func.min(OutboxMessage.due_at)).where(is_unsent()))


async def of_chat(connection: AsyncConnection, chat_id: int) -> Sequence[Row[int, Sealed]]:
    """(number, prompt) of everything that was written to a chat and is still kept, in order."""
    rows = await connection.execute(
        select(OutboxMessage.number, OutboxMessage.prompt)
        .where(OutboxMessage.chat_id == chat_id)
        .order_by(OutboxMessage.number)
    )
    return rows.all()


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Delete messages that ended before this moment; returns how many."""
    gone = await connection.execute(
        delete(OutboxMessage).where(OutboxMessage.sent_at < before, OutboxMessage.status.notin_(UNSENT))
    )
    return gone.rowcount


async def ref_of(connection: AsyncConnection, chat_id: int, number: int) -> str:
    """The channel's own name of a message that was sent, or ""."""
    ref = select(OutboxMessage.ref).where(OutboxMessage.chat_id == chat_id, OutboxMessage.number == number)
    return await connection.scalar(ref) or ""
