"""Calendars that somebody's own calendar program reads, by an address that only they know."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity

_OPEN = text("revoked_at IS NULL")


class CalendarFeed(Base):
    """The secret address of one role's calendar; each role has one that is open. Only the keyed hash of its
    token is kept.

    It ends with the role, or when `revoked_at` is set. `digest` is of what was read last and `changed_at`
    when that began to differ, so that a program is told when nothing is new. `last_read_at` is written now
    and then, not at each reading.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index("ix_calendar_feed_open", "member_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_calendar_feed_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_read_at: Mapped[datetime | None]
