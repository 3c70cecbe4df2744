"""How a learner and a volunteer find each other: offers, appointments, and what they write to each other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity, Sealed

_OPEN = text("status IN ('proposed', 'planned')")


class Offer(Base):
    """A referral that one volunteer was asked to take.

    open ──▶ accepted | declined | timed_out | withdrawn (somebody else has it, or nobody needs to any more)

    `round` counts the times that the whole list was gone through; `place` is the rank in it and `reasons`
    why.
    """

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("referral_id", "member_id", "round"),
        Index("ix_offer_member_id_status", "member_id", "status"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    round: Mapped[int] = mapped_column(SmallInteger)
    place: Mapped[int] = mapped_column(SmallInteger)
    reasons: Mapped[list[str]]
    status: Mapped[str] = mapped_column(String(10))
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class Appointment(Base):
    """A moment at which learner and volunteer meet.

    draft ──sent──▶ proposed ──learner taps one──▶ planned ──▶ done
      ▲                │ none fits / taken back      │ │
      ├────────────────┘                             │ └─ moved: back to proposed, with other moments
      └── agreed by telephone: planned at once       ▼
    draft, proposed, planned ──called off──▶ cancelled

    Every change but that of a draft counts `sequence` up. `moments` are the wall times that are proposed, or
    while it is planned those that are gathered to move it. `wall_at` ("2026-06-03T10:00") in `zone` is what
    was agreed last; `starts_at`, only while it is planned or done, is the same in UTC, and is worked out anew
    when the rules of the zone change.
    `learner_says` and `member_says` are "", "yes", or "redo" from who missed it; `outcome` is "came",
    "no_show" or "moved"; `feeling` 2, 1 or 0 for 🙂 😐 🙁. `uid` and `sequence` are those of the
    calendar file.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        UniqueConstraint("uid"),
        Index("ix_appointment_open", "starts_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_appointment_referral_id", "referral_id"),
        Index("ix_appointment_member_id", "member_id"),
        Index("ix_appointment_taalhuis_id_status_wall_at", "taalhuis_id", "status", "wall_at"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    taalhuis_id: Mapped[int] = mapped_column(ForeignKey("taalhuis.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    uid: Mapped[str] = mapped_column(String(60))
    sequence: Mapped[int] = mapped_column(server_default="0")
    status: Mapped[str] = mapped_column(String(10))
    moments: Mapped[list[str]]
    wall_at: Mapped[str] = mapped_column(String(20), server_default="")
    zone: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime | None]
    minutes: Mapped[int] = mapped_column(SmallInteger)
    learner_says: Mapped[str] = mapped_column(String(4), server_default="")
    member_says: Mapped[str] = mapped_column(String(4), server_default="")
    outcome: Mapped[str] = mapped_column(String(8), server_default="")
    feeling: Mapped[int | None] = mapped_column(SmallInteger)
    made_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RelayMessage(Base):
    """What learner and volunteer or staff wrote to each other through us. `by` is "learner", "volunteer" or
    "staff". The body is sealed: the JSON of {"text": …} or of a `flows.model.VoiceNote`.
    """

    __tablename__ = "relay_message"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    by: Mapped[str] = mapped_column(String(12))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    body: Mapped[Sealed]
    sent_at: Mapped[datetime]


class Marker(Base):
    """What this installation remembers of itself: which time zone rules its moments were worked out with."""

    __tablename__ = "marker"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(80))
