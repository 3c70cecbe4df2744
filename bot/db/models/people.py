"""Learners, what they agreed to, and what they told us. Names, numbers and free text are sealed; look-ups go
through keyed hashes.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity, Sealed


class Learner(Base):
    """A person who is signed up, by themselves or by a helper from the helper's chat."""

    __tablename__ = "learner"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), index=True)
    first_name: Mapped[Sealed]
    first_name_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    phone: Mapped[Sealed | None]
    phone_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    language: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime]
    last_contact_at: Mapped[datetime] = mapped_column(index=True)


class Consent(Base):
    """One purpose that was agreed to: which text, when and through which channel.

    To withdraw is to delete everything, and this row goes too. So nothing writes `withdrawn_at`; it is there
    for a purpose that can be withdrawn while the sign-up stays.
    """

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), index=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(16))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Intake(Base):
    """One sign-up as it was sent. `answers` holds all of it, sealed; the columns beside it are what staff
    filter and count by.

    `origin` is the leaflet by which they came (`bot.domain.origin`), or "".

    The signals are `unknown`, `no_signal`, `light` or `strong`, an indication and no test. `postcode` has
    four digits.
    """

    __tablename__ = "intake"
    __table_args__ = (
        Index("ix_intake_submitted_at", "submitted_at"),
        Index("ix_intake_gemeente_code_submitted_at", "gemeente_code", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    flow: Mapped[str] = mapped_column(String(16))
    flow_version: Mapped[int]
    answers: Mapped[Sealed]
    by_helper: Mapped[bool] = mapped_column(Boolean)
    helper_organisation: Mapped[str] = mapped_column(String(20))
    postcode: Mapped[str] = mapped_column(String(4))
    place: Mapped[str] = mapped_column(String(80), index=True)
    gemeente_code: Mapped[str] = mapped_column(String(8))
    needs: Mapped[list[str]]
    purposes: Mapped[list[str]]
    dutch_first: Mapped[bool] = mapped_column(Boolean)
    first_language: Mapped[str] = mapped_column(String(12))
    inburgering: Mapped[str] = mapped_column(String(8))
    signal_language: Mapped[str] = mapped_column(String(10))
    signal_numbers: Mapped[str] = mapped_column(String(10))
    signal_digital: Mapped[str] = mapped_column(String(10))
    day_parts: Mapped[list[str]]
    days: Mapped[list[str]]
    form: Mapped[str] = mapped_column(String(12))
    contact: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(64), server_default="")
    submitted_at: Mapped[datetime]
