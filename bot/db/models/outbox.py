"""The outbox: every message that is to leave is a row first, and is sent only while it is one.

created ──claim──▶ claimed ──▶ sent
   ▲                 │ ├──▶ unsure   it may have arrived; tried again three times, since a double is harmless
   └── Retry / 429 ──┘ ├──▶ dead     the person cannot be reached
                       └──▶ failed   refused, or tried for a day
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Double, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Sealed


class OutboxStatus(StrEnum):
    """Where a message is on its way out."""

    CREATED = "created"
    CLAIMED = "claimed"
    SENT = "sent"
    UNSURE = "unsure"
    DEAD = "dead"
    FAILED = "failed"


UNSENT = (OutboxStatus.CREATED, OutboxStatus.CLAIMED)
_UNSENT_SQL = text("status IN ('created', 'claimed')")
_TELLS_SQL = text("referral_id IS NOT NULL")


class Priority:
    """What goes first when there is more than the limit lets through."""

    ANSWER = 0
    REMINDER = 1
    NOTICE = 2


class OutboxMessage(Base):
    """One message: the `number`th of its chat; they leave in that order. `prompt` is sealed; it is rendered
    when it is sent.

    `replaces` is the number of the earlier message in whose place it is shown, 0 for none. `ref` is the
    channel's own name of what was sent, and before that of what is to be changed, so that the row of that
    one may go. A `prompt` of `EMPTIED` was erased while its message was on the wire. `claimed_by` is
    `host:pid:nonce` of the process that sends it; a claim ends at `claim_until`. `referral_id` is that of the
    referral that it tells of, so that its words can go with it; no foreign key, for a row on the wire stays.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_unsent", "priority", "due_at", sqlite_where=_UNSENT_SQL, postgresql_where=_UNSENT_SQL
        ),
        Index(
            "ix_outbox_unsent_chat",
            "chat_id",
            "number",
            sqlite_where=_UNSENT_SQL,
            postgresql_where=_UNSENT_SQL,
        ),
        Index("ix_outbox_sent_at", "sent_at"),
        Index("ix_outbox_referral_id", "referral_id", sqlite_where=_TELLS_SQL, postgresql_where=_TELLS_SQL),
    )

    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column(String(8))
    priority: Mapped[int] = mapped_column(SmallInteger)
    replaces: Mapped[int] = mapped_column(server_default="0")
    prompt: Mapped[Sealed]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    unsure: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    claimed_by: Mapped[str | None] = mapped_column(String(120))
    claim_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    ref: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(120))
    referral_id: Mapped[int | None] = mapped_column(BigInteger)


class OutboxName(Base):
    """A referral that a message names beside that of its `referral_id`, as a list does: when that one is
    erased, the message goes.
    """

    __tablename__ = "outbox_name"
    __table_args__ = (
        ForeignKeyConstraint(
            ["chat_id", "number"],
            ["outbox.chat_id", "outbox.number"],
            ondelete="CASCADE",
            name="fk_outbox_name_outbox",
        ),
        Index("ix_outbox_name_referral_id", "referral_id"),
    )

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    referral_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class SendLimit(Base):
    """The limiter that all processes share: one row a channel, with the moment (seconds since 1970) up to
    which slots are given away.
    """

    __tablename__ = "send_limit"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    tat: Mapped[float] = mapped_column(Double)
