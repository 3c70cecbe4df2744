"""The outbox: write rows, note what became of them. What the sweeper does with it stands in `sweeping`. None
of these commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, delete, func, insert, literal_column, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import UNSENT, OutboxMessage, OutboxName, OutboxStatus
from bot.db.queries.unsent import is_unsent
from bot.db.types import Sealed


class OutboxRow(NamedTuple):
    """One row to write. `ref` names the message that is changed, when that is known: its own row may be gone
    when this one leaves. `names` are the referrals that it tells of.
    """

    chat_id: int
    number: int
    priority: int
    replaces: int
    prompt: Sealed
    ref: str | None
    due_at: datetime
    names: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Who sends what is written, and until when nobody else may."""

    me: str
    until: datetime


class Outcome(NamedTuple):
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


# What has ended stays ended, whatever a process that was slow still has to tell.
_OF_ONE = (OutboxMessage.chat_id == bindparam("chat"), OutboxMessage.number == bindparam("nr"), is_unsent())
# What is the same for all stands in the statement: a bound value is handled again for every row.
_ENDED = {
    "sent_at": bindparam("sent_at"),
    "ref": func.coalesce(bindparam("ref", type_=OutboxMessage.ref.type), OutboxMessage.ref),
    "claimed_by": null(),
    "claim_until": null(),
}
_SENT = (
    update(OutboxMessage)
    .where(*_OF_ONE)
    .values(status=literal_column(f"'{OutboxStatus.SENT.value}'"), reason=null(), **_ENDED)
)
_NOTE = (
    update(OutboxMessage)
    .where(*_OF_ONE)
    .values(
        status=bindparam("status"),
        attempts=bindparam("attempts"),
        unsure=bindparam("unsure"),
        due_at=bindparam("due_at"),
        reason=bindparam("reason"),
        **_ENDED,
    )
)
_ADD = insert(OutboxMessage)
_NAME = insert(OutboxName)


async def add(
    connection: AsyncConnection,
    rows: Sequence[OutboxRow],
    now: datetime,
    *,
    held: Sequence[bool],
    claim: Claim,
) -> None:
    """Write rows. Those that are `held`, one for each row, are born claimed, and due now."""
    if not rows:
        return
    await connection.execute(
        _ADD,
        [
            {
                "chat_id": row.chat_id,
                "number": row.number,
                "status": OutboxStatus.CLAIMED if mine else OutboxStatus.CREATED,
                "priority": row.priority,
                "replaces": row.replaces,
                "prompt": row.prompt,
                "ref": row.ref,
                "created_at": now,
                "due_at": row.due_at,
                "claimed_by": claim.me if mine else None,
                "claim_until": claim.until if mine else None,
                "referral_id": row.names[0] if row.names else None,
            }
            for row, mine in zip(rows, held, strict=True)
        ],
    )
    others = [
        {"chat_id": row.chat_id, "number": row.number, "referral_id": other}
        for row in rows
        for other in row.names[1:]
    ]
    if others:
        await connection.execute(_NAME, others)


async def note(connection: AsyncConnection, outcomes: Sequence[Outcome]) -> None:
    """Write down what became of messages; each claim ends."""
    ordered = sorted(outcomes, key=lambda outcome: (outcome.chat_id, outcome.number))
    sent = [
        {"chat": outcome.chat_id, "nr": outcome.number, "sent_at": outcome.sent_at, "ref": outcome.ref}
        for outcome in ordered
        if outcome.status is OutboxStatus.SENT
    ]
    others = [_values(outcome) for outcome in ordered if outcome.status is not OutboxStatus.SENT]
    if sent:
        await connection.execute(_SENT, sent)
    if others:
        await connection.execute(_NOTE, others)


def _values(outcome: Outcome) -> dict[str, Any]:
    return {
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


async def end_all(connection: AsyncConnection, chat_id: int, reason: str, now: datetime) -> None:
    """Nothing more goes to this chat: every unsent row of it is dead."""
    await connection.execute(
        update(OutboxMessage)
        .where(OutboxMessage.chat_id == chat_id, is_unsent())
        .values(status=OutboxStatus.DEAD, reason=reason, sent_at=now, claimed_by=None, claim_until=None)
    )


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


class Kept(NamedTuple):
    """A message that is kept: its sealed prompt, and the referrals that it tells of."""

    prompt: Sealed
    names: tuple[int, ...]


async def message(connection: AsyncConnection, chat_id: int, number: int) -> Kept | None:
    """One message of a chat; None when it is not kept any more."""
    found = await connection.execute(
        select(OutboxMessage.prompt, OutboxMessage.referral_id).where(
            OutboxMessage.chat_id == chat_id, OutboxMessage.number == number
        )
    )
    row = found.one_or_none()
    if row is None:
        return None
    others = await connection.scalars(
        select(OutboxName.referral_id).where(OutboxName.chat_id == chat_id, OutboxName.number == number)
    )
    first = () if row.referral_id is None else (row.referral_id,)
    return Kept(row.prompt, (*first, *others))


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Delete messages that ended before this moment; returns how many."""
    gone = await connection.execute(
        delete(OutboxMessage).where(OutboxMessage.sent_at < before, OutboxMessage.status.notin_(UNSENT))
    )
    return gone.rowcount


async def forget(connection: AsyncConnection, chat_id: int, number: int) -> None:
    """Delete one message, unless it is on the wire at this moment."""
    await connection.execute(
        delete(OutboxMessage).where(
            OutboxMessage.chat_id == chat_id,
            OutboxMessage.number == number,
            OutboxMessage.status != OutboxStatus.CLAIMED,
        )
    )


async def ref_of(connection: AsyncConnection, chat_id: int, number: int) -> str:
    """The channel's own name of a message that was sent, or ""."""
    ref = select(OutboxMessage.ref).where(OutboxMessage.chat_id == chat_id, OutboxMessage.number == number)
    return await connection.scalar(ref) or ""
