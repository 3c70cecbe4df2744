"""Who read or changed what, and when: rows that are only ever added, each chained to the one before it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class AuditEntry(Base):
    """One `bot.domain.act.Act`. `number` counts without a gap; `digest` is keyed, over this row and the
    digest of the one before.

    It refers to rows by their numbers and not by foreign keys: it stays as it is when they go. `detail` is
    JSON with codes and numbers, no word of a person.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_at", "at", "number"),
        Index("ix_audit_entry_member_id", "member_id", "number"),
        Index("ix_audit_entry_referral_id", "referral_id", "number"),
        Index("ix_audit_entry_taalhuis_id", "taalhuis_id", "number"),
        Index("ix_audit_entry_what", "what", "number"),
    )

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    role: Mapped[str] = mapped_column(String(12))
    member_id: Mapped[int | None] = mapped_column(BigInteger)
    what: Mapped[str] = mapped_column(String(24))
    referral_id: Mapped[int | None] = mapped_column(BigInteger)
    taalhuis_id: Mapped[int | None] = mapped_column(BigInteger)
    about: Mapped[str] = mapped_column(String(40), server_default="")
    detail: Mapped[str] = mapped_column(String(2000), server_default="")
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """The end of the chain, in one row: whoever adds holds it. `seal` is keyed too, over the number and the
    digest: an earlier entry cannot be made the end by whoever has no key. Empty while there is no entry.
    """

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))
