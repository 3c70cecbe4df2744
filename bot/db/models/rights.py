"""What stays of an erasure: that it happened, and when. No person can be read from either table."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity


class Erasure(Base):
    """A row that was erased, by its number: whoever restores an older backup erases it again.

    `what` is "learner", or "chat" for all that was said in one. A number may be given to somebody else
    later; `erased_at` tells the two apart. `why` is "term" when their term was over, "asked" when they asked
    for it or took something back; NULL for what was erased before this was written down. No foreign key: what
    it names is gone.
    """

    __tablename__ = "erasure"
    __table_args__ = (Index("ix_erasure_erased_at", "erased_at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    what: Mapped[str] = mapped_column(String(8))
    number: Mapped[int] = mapped_column(BigInteger)
    erased_at: Mapped[datetime]
    why: Mapped[str | None] = mapped_column(String(8))


class PrivacyEvent(Base):
    """Something that is counted for the yearly privacy report: `amount` times on a day, at a house or at
    none. Rows are only added, so that nobody waits for anybody.
    """

    __tablename__ = "privacy_event"
    __table_args__ = (Index("ix_privacy_event_day", "day", "what"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    day: Mapped[date]
    what: Mapped[str] = mapped_column(String(24))
    taalhuis_id: Mapped[int | None] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(Integer)
