"""Referrals from a learner to a Taalhuis, every move of them, and tasks for people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Double, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity, Sealed
from bot.domain.referral_status import NEVER_STARTED, ReferralStatus

_OPEN = text("done_at IS NULL")
_WAITING = text("status = 'submitted'")


def _listed(statuses: frozenset[ReferralStatus]) -> str:
    return ", ".join(f"'{status}'" for status in sorted(statuses))


NEVER_STARTED_SQL = f"referral.status IN ({_listed(NEVER_STARTED)})"
FINISHED_SQL = f"referral.status = '{ReferralStatus.FINISHED}'"
"""What is erased after a term, as a condition in the very words of its partial index: a database does not
look into bound values.
"""
_NEVER_STARTED = text(NEVER_STARTED_SQL.removeprefix("referral."))
_DOUBLE = text("duplicate_of IS NOT NULL")
_OF_TASK = text("task_id IS NOT NULL")
_FINISHED = text(FINISHED_SQL.removeprefix("referral."))


class Referral(Base):
    """One sign-up at one Taalhuis. `status` moves only through `bot.services.loop.referral.move`, and each
    move
    counts `version` up; `reason` says why this house.

    `volunteer_id` is who accepted it, `staff_id` who of the staff looks after it. `ended_why` is the reason
    of
    the present status, where it has one. `relay`: "open" for the two to write to each other, or who stopped
    it
    ("learner", "member").
    """

    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_queue_sent", "taalhuis_id", "status", "created_at", "id"),
        Index("ix_referral_queue_changed", "taalhuis_id", "status", "updated_at", "id"),
        Index("ix_referral_waiting", "created_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index(
            "ix_referral_never_started",
            "updated_at",
            sqlite_where=_NEVER_STARTED,
            postgresql_where=_NEVER_STARTED,
        ),
        Index("ix_referral_finished", "updated_at", sqlite_where=_FINISHED, postgresql_where=_FINISHED),
        # Whoever is erased is looked for here: by itself that is a look at every sign-up.
        Index("ix_referral_duplicate_of", "duplicate_of", sqlite_where=_DOUBLE, postgresql_where=_DOUBLE),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    intake_id: Mapped[int] = mapped_column(ForeignKey("intake.id", ondelete="CASCADE"), unique=True)
    taalhuis_id: Mapped[int | None] = mapped_column(ForeignKey("taalhuis.id"))
    status: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(String(20))
    distance_km: Mapped[float] = mapped_column(Double)
    version: Mapped[int] = mapped_column(server_default="0")
    volunteer_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="SET NULL"))
    ended_why: Mapped[str] = mapped_column(String(20), server_default="")
    relay: Mapped[str] = mapped_column(String(8), server_default="open")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ReferralMove(Base):
    """Who moved a referral from which status to which, when and why. Never changed, only added to.

    `by` is a role, `member_id` the member who did it; `taalhuis_id` the house where it stood after it.
    """

    __tablename__ = "referral_move"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    from_status: Mapped[str] = mapped_column(String(24))
    to_status: Mapped[str] = mapped_column(String(24))
    by: Mapped[str] = mapped_column(String(20))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    taalhuis_id: Mapped[int | None] = mapped_column(ForeignKey("taalhuis.id"))
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
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))


class Note(Base):
    """Something written down with a referral: a `note` of staff, a `question` to the learner, its `answer`.
    The body is sealed.
    """

    __tablename__ = "referral_note"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(8))
    body: Mapped[Sealed]
    created_at: Mapped[datetime]


class Reading(Base):
    """A member saw what a learner told us: who, in which role, and when. Never changed."""

    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    role: Mapped[str] = mapped_column(String(12))
    read_at: Mapped[datetime]


class Alert(Base):
    """Something that staff of a Taalhuis must hear of; several are told in one message. `done_at` when
    somebody dealt with it: then nobody is told any more.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_open", "taalhuis_id", "created_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_alert_task_id", "task_id", sqlite_where=_OF_TASK, postgresql_where=_OF_TASK),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    taalhuis_id: Mapped[int] = mapped_column(ForeignKey("taalhuis.id"))
    kind: Mapped[str] = mapped_column(String(16))
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
