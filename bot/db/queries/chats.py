"""Chats: lock, make, save, forget. None of these commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Row,
    String,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Chat, Intake, Member, OutboxMessage
from bot.db.queries.unsent import is_unsent
from bot.db.types import Sealed


@dataclass(slots=True)
class LockedChat:
    """A chat whose row this transaction holds. The services change it; `save` writes it back.

    `question_ref` is the channel's name of the message that shows the present question ("" while it has not
    been sent).
    `others_unsent`: earlier messages wait that this process does not have in hand, so nothing may overtake
    them.
    """

    id: int
    channel: str
    address: str
    language: str
    timezone: str
    is_group: bool
    state: Sealed | None
    desk: Sealed | None
    messages: int
    question: int
    draft: int
    drafts: int
    last_heard_at: datetime
    unreachable_at: datetime | None
    stalled_until: datetime | None
    send_tat: float
    forget_at: datetime | None
    aloud: bool
    origin: str
    question_ref: str
    others_unsent: bool


@dataclass(frozen=True, slots=True)
class NewChat:
    """What a chat is made of when somebody is heard for the first time."""

    channel: str
    address: str
    language: str
    timezone: str
    is_group: bool


_question = OutboxMessage.__table__.alias("question_message")
_COLUMNS = (
    Chat.id,
    Chat.channel,
    Chat.address,
    Chat.language,
    Chat.timezone,
    Chat.is_group,
    Chat.state,
    Chat.desk,
    Chat.messages,
    Chat.question,
    Chat.draft,
    Chat.drafts,
    Chat.last_heard_at,
    Chat.unreachable_at,
    Chat.stalled_until,
    Chat.send_tat,
    Chat.forget_at,
    Chat.aloud,
    Chat.origin,
    func.coalesce(_question.c.ref, "").label("question_ref"),
    exists()
    .where(
        OutboxMessage.chat_id == Chat.id,
        is_unsent(),
        or_(OutboxMessage.claimed_by.is_(None), OutboxMessage.claimed_by != bindparam("me")),
    )
    .label("others_unsent"),
)
_LOCK = select(*_COLUMNS).outerjoin(
    _question, and_(_question.c.chat_id == Chat.id, _question.c.number == Chat.question)
)
_LOCK_BY_ADDRESS = _LOCK.where(
    Chat.channel == bindparam("channel"), Chat.address.in_(bindparam("addresses", expanding=True))
).order_by(Chat.id)
_LOCK_BY_ID = _LOCK.where(Chat.id.in_(bindparam("ids", expanding=True))).order_by(Chat.id)
# Not against rows that only point to the chat: a message for it may be planned while it is held.
_HOLD = select(Chat.id).order_by(Chat.id).with_for_update(key_share=True)
_HOLD_BY_ADDRESS = _HOLD.where(
    Chat.channel == bindparam("channel"), Chat.address.in_(bindparam("addresses", expanding=True))
)
_HOLD_BY_ID = _HOLD.where(Chat.id.in_(bindparam("ids", expanding=True)))
_SAVE = (
    update(Chat)
    .where(Chat.id == bindparam("chat"))
    .values(
        language=bindparam("language"),
        is_group=bindparam("is_group"),
        state=bindparam("state"),
        desk=bindparam("desk"),
        messages=bindparam("messages"),
        question=bindparam("question"),
        draft=bindparam("draft"),
        drafts=bindparam("drafts"),
        last_heard_at=bindparam("last_heard_at"),
        unreachable_at=bindparam("unreachable_at"),
        send_tat=bindparam("send_tat"),
        forget_at=bindparam("forget_at"),
        aloud=bindparam("aloud"),
        origin=bindparam("origin"),
    )
)


async def hold(connection: AsyncConnection, ids: Iterable[int]) -> None:
    """Hold the rows of these chats until the end of the transaction. SQLite has one writer anyway."""
    wanted = set(ids)
    if wanted and connection.dialect.name == "postgresql":
        await connection.execute(_HOLD_BY_ID, {"ids": sorted(wanted)})


async def lock_by_address(
    connection: AsyncConnection, channel: str, addresses: Sequence[str], *, me: str
) -> dict[str, LockedChat]:
    """Lock the chats of one channel; those that do not exist are not in the answer. In the order of ids, so
    that no two wait for each other.
    """
    values = {"channel": channel, "addresses": addresses}
    if connection.dialect.name == "postgresql":
        # What stands beside the chat must be read after the wait for its lock, so by a statement of its own.
        await connection.execute(_HOLD_BY_ADDRESS, values)
    rows = await connection.execute(_LOCK_BY_ADDRESS, {**values, "me": me})
    return {row["address"]: LockedChat(**row) for row in rows.mappings()}


async def lock_by_id(connection: AsyncConnection, ids: Sequence[int], *, me: str) -> dict[int, LockedChat]:
    """As `lock_by_address`, by id."""
    await hold(connection, ids)
    rows = await connection.execute(_LOCK_BY_ID, {"ids": ids, "me": me})
    return {row["id"]: LockedChat(**row) for row in rows.mappings()}


async def make(connection: AsyncConnection, new: Sequence[NewChat], now: datetime) -> None:
    """Insert chats that do not exist yet.

    Raises:
        IntegrityError: another process made one of them a moment ago; begin again.
    """
    await connection.execute(
        insert(Chat),
        [
            {
                "channel": chat.channel,
                "address": chat.address,
                "language": chat.language,
                "timezone": chat.timezone,
                "is_group": chat.is_group,
                "created_at": now,
                "last_heard_at": now,
            }
            for chat in new
        ],
    )


async def save(connection: AsyncConnection, chats: Iterable[LockedChat]) -> None:
    """Write back what the services changed."""
    rows = [
        {
            "chat": chat.id,
            "language": chat.language,
            "is_group": chat.is_group,
            "state": chat.state,
            "desk": chat.desk,
            "messages": chat.messages,
            "question": chat.question,
            "draft": chat.draft,
            "drafts": chat.drafts,
            "last_heard_at": chat.last_heard_at,
            "unreachable_at": chat.unreachable_at,
            "send_tat": chat.send_tat,
            "forget_at": chat.forget_at,
            "aloud": chat.aloud,
            "origin": chat.origin,
        }
        for chat in chats
    ]
    if rows:
        await connection.execute(_SAVE, rows)


async def stall(connection: AsyncConnection, chat_id: int, until: datetime) -> None:
    """The channel asked this chat to wait (a 429); the others go on."""
    await connection.execute(update(Chat).where(Chat.id == chat_id).values(stalled_until=until))


async def mark_unreachable(connection: AsyncConnection, chat_id: int, now: datetime) -> None:
    """This person cannot be reached here any more."""
    await connection.execute(update(Chat).where(Chat.id == chat_id).values(unreachable_at=now))


async def forget_due(connection: AsyncConnection, now: datetime) -> int:
    """Delete the chats that must be forgotten, that nothing is on its way to and that hold no role; returns
    how
    many.
    """
    waiting = exists().where(OutboxMessage.chat_id == Chat.id, is_unsent())
    works = exists().where(Member.chat_id == Chat.id, Member.ended_at.is_(None))
    gone = await connection.execute(delete(Chat).where(Chat.forget_at <= now, ~waiting, ~works))
    return gone.rowcount


async def count_to_forget(connection: AsyncConnection, now: datetime) -> int:
    """How many chats `forget_due` would look at."""
    return await connection.scalar(select(func.count(Chat.id)).where(Chat.forget_at <= now)) or 0


async def find(connection: AsyncConnection, channel: str, address: str) -> Row[int, str] | None:
    """(id, language) of a chat, or None."""
    found = await connection.execute(
        select(Chat.id, Chat.language).where(Chat.channel == channel, Chat.address == address)
    )
    return found.one_or_none()


async def leave(connection: AsyncConnection, chat_id: int) -> None:
    """Nobody can come back to this chat: its messages, its state and its address go; sign-ups that were sent
    stay.
    """
    await connection.execute(delete(OutboxMessage).where(OutboxMessage.chat_id == chat_id))
    sent = exists().where(Intake.chat_id == Chat.id)
    await connection.execute(delete(Chat).where(Chat.id == chat_id, ~sent))
    left = literal("left:") + cast(Chat.id, String)
    await connection.execute(
        update(Chat)
        .where(Chat.id == chat_id)
        .values(address=left, state=None, draft=0, question=0, aloud=False)
    )


async def has_draft(connection: AsyncConnection, channel: str, address: str) -> bool:
    """Is there a sign-up that was begun and not sent?"""
    draft = select(Chat.draft).where(Chat.channel == channel, Chat.address == address)
    return bool(await connection.scalar(draft))
