"""Chats: who we talk with, where that conversation stands, and which updates were already received."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Double, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity, Sealed

_FORGOTTEN = text("forget_at IS NOT NULL")


class Chat(Base):
    """One chat of one channel. Its row is the lock of everything that happens in it.

    `state` is the sealed conversation. `messages` counts what was written to it so far, so that each outbox
    row has its number under this
    lock; `question` is the number of the message that shows the present question, 0 for none. `draft`
    numbers the unfinished
    sign-ups, so that a nudge belongs to one of them; 0 when there is none; `drafts` is the highest so far.
    `send_tat` is the
    limiter's theoretical arrival time (seconds since 1970). `forget_at`: nothing of this person may be kept,
    the row goes then. `desk` is the sealed `bot.services.desk.model.DeskState`; NULL for almost everybody,
    who
    is a learner and is not writing to a person. `aloud`: they want every message read aloud.
    """

    __tablename__ = "chat"
    __table_args__ = (
        UniqueConstraint("channel", "address"),
        Index("ix_chat_forget_at", "forget_at", sqlite_where=_FORGOTTEN, postgresql_where=_FORGOTTEN),
        # A number is never given again: old buttons carry it, and the updates of timers.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(12))
    timezone: Mapped[str] = mapped_column(String(40))
    is_group: Mapped[bool] = mapped_column(Boolean, server_default=false())
    state: Mapped[Sealed | None]
    desk: Mapped[Sealed | None]
    aloud: Mapped[bool] = mapped_column(Boolean, server_default=false())
    origin: Mapped[str] = mapped_column(String(64), server_default="")
    messages: Mapped[int] = mapped_column(server_default="0")
    question: Mapped[int] = mapped_column(server_default="0")
    draft: Mapped[int] = mapped_column(server_default="0")
    drafts: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime]
    last_heard_at: Mapped[datetime]
    unreachable_at: Mapped[datetime | None]
    stalled_until: Mapped[datetime | None]
    send_tat: Mapped[float] = mapped_column(Double, server_default="0")
    forget_at: Mapped[datetime | None]


class ReceivedUpdate(Base):
    """Every update that was taken in, by the sender's own number: a second delivery stops here."""

    __tablename__ = "received_update"

    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    received_at: Mapped[datetime] = mapped_column(index=True)
    failed_with: Mapped[str | None] = mapped_column(String(80))
