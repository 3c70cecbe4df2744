"""Counts that stay when people are erased: how many there were, and nothing of any of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.models.meetings import Appointment, RelayMessage
from bot.db.models.referrals import Note, Referral, ReferralMove


class KeptCount(Base):
    """How many people who are erased had one value of one thing that a report counts
    (`bot.domain.reporting`).

    One row a month of sign-up ("2026-05"), gemeente where they lived, Taalhuis (0: none), dimension ("signal
    of language") and value ("strong"). Dimensions are counted apart, so no row says that two values were of
    one person. It refers to a Taalhuis by its number and not by a foreign key: it stays as it is.
    """

    __tablename__ = "kept_count"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    gemeente_code: Mapped[str] = mapped_column(String(8), primary_key=True)
    taalhuis_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    dimension: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[str] = mapped_column(String(24), primary_key=True)
    count: Mapped[int]


# ── By which a report finds what it counts, without reading the rows ───────────────────────────────────────
# A condition stands here in the very words of the statement: a database does not look into bound values. The
# column of a condition is in its index too, so that SQLite need not look into the row for it.

AGREED_SQL = "to_status IN ('appointment_planned', 'intake_done')"
SENT_ON_SQL = "to_status IN ('transferred', 'waiting_list')"
BY_MEMBER_SQL = "by <> 'learner'"
QUESTION_SQL = "kind = 'question'"
BECAME_SQL = (
    "CASE WHEN appointment.outcome <> '' THEN appointment.outcome"
    " WHEN appointment.status = 'cancelled' THEN 'cancelled' ELSE 'open' END"
)


def _some(name: str, condition: str, *columns: object) -> Index:
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))  # type: ignore[arg-type]


REPORTED = (
    Index(
        "ix_referral_report",
        Referral.intake_id,
        Referral.id,
        Referral.taalhuis_id,
        Referral.status,
        Referral.ended_why,
    ),
    _some(
        "ix_referral_move_agreed",
        AGREED_SQL,
        ReferralMove.referral_id,
        ReferralMove.moved_at,
        ReferralMove.to_status,
    ),
    _some("ix_referral_move_sent_on", SENT_ON_SQL, ReferralMove.referral_id, ReferralMove.to_status),
    _some(
        "ix_relay_message_by_member",
        BY_MEMBER_SQL,
        RelayMessage.referral_id,
        RelayMessage.sent_at,
        RelayMessage.by,
    ),
    _some("ix_referral_note_question", QUESTION_SQL, Note.referral_id, Note.created_at, Note.kind),
    Index(
        "ix_appointment_report",
        Appointment.referral_id,
        Appointment.outcome,
        Appointment.status,
        Appointment.starts_at,
    ),
)
