"""Referrals from a learner to a Taalhuis, every move of them, and tasks for people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Double, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity

_OPEN = text("done_at IS NULL")
_WAITING = text("status = 'submitted'")


class Referral(Base):
    """One sign-up at one Taalhuis. `status` moves only through `bot.services.referral.move`; `reason` says
    why this house.
    """

    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_taalhuis_id_status", "taalhuis_id", "status"),
        Index("ix_referral_waiting", "created_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    intake_id: Mapped[int] = mapped_column(ForeignKey("intake.id", ondelete="CASCADE"), unique=True)
    taalhuis_id: Mapped[int | None] = mapped_column(ForeignKey("taalhuis.id"))
    status: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(String(20))
    distance_km: Mapped[float] = mapped_column(Double)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ReferralMove(Base):
    """Who moved a referral from which status to which, when and why. Never changed, only added to."""

    __tablename__ = "referral_move"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    from_status: Mapped[str] = mapped_column(String(24))
    to_status: Mapped[str] = mapped_column(String(24))
    by: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(String(40))
    moved_at: Mapped[datetime]


class Task(Base):
    """Something that a person must do: telephone a learner who is unreachable or asked for a person."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_open", "created_at", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), index=True)
    taalhuis_id: Mapped[int | None] = mapped_column(ForeignKey("taalhuis.id"))
    step: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
