"""Timers: everything that must happen later is a row, and any process may be the one that does it, once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity, Sealed

_OPEN = text("done_at IS NULL")
_DONE = text("done_at IS NOT NULL")
_TELLS = text("referral_id IS NOT NULL")


class Timer(Base):
    """`due_at` is UTC; `wall_at` ("2026-06-03T10:00") and `zone` are the wall time it was made from, to be
    resolved anew when a zone's rules change.

    `key` is unique for ever, so that the same timer cannot be set twice. `kind` says what is done
    (`bot.services.clockwork`); `chat_id` is who is told, or whose it is; `about` is the row that it is about
    and `version` the state in which that row must still be; `body` is what is said, sealed. With
    `referral_id` it goes when the referral is erased. `days` counts what its kind says: of a nudge the days
    of silence, of `idle` the working days of a promise, of `promise` the promised day (the ordinal of
    `datetime.date`), of `after` how often was asked.
    """

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_timer_open", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_timer_chat_id", "chat_id"),
        # Only of those: SQLite would take it to find the open ones, and read all of them.
        Index("ix_timer_done_at", "done_at", sqlite_where=_DONE, postgresql_where=_DONE),
        Index("ix_timer_referral_id", "referral_id", sqlite_where=_TELLS, postgresql_where=_TELLS),
        # A number is never given again: the update of a nudge carries it, and is taken in only once.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"))
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    about: Mapped[int] = mapped_column(BigInteger, server_default="0")
    version: Mapped[int] = mapped_column(server_default="0")
    body: Mapped[Sealed | None]
    draft: Mapped[int] = mapped_column(server_default="0")
    days: Mapped[int] = mapped_column(server_default="0")
    due_at: Mapped[datetime]
    wall_at: Mapped[str] = mapped_column(String(20))
    zone: Mapped[str] = mapped_column(String(40))
    claimed_by: Mapped[str | None] = mapped_column(String(120))
    claim_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(40))
