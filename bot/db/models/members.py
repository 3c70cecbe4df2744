"""Who works with the learners: members of Taalhuizen, profiles of volunteers, and invites."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, SmallInteger, String, true
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity, Sealed


class Member(Base):
    """A role that a chat holds: `volunteer` or `staff` of one Taalhuis, or `regional` staff of a region.

    A chat may hold several, each once: whoever gives one holds the chat's lock. `name` is the first name
    that learners get to see. `paused_until` is the last day
    of a pause or holiday. A role that ended keeps its row: what was done stays somebody's. `notified`: hears
    of what happens at the house, as staff.
    """

    __tablename__ = "member"
    __table_args__ = (Index("ix_member_taalhuis_id_role", "taalhuis_id", "role"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    taalhuis_id: Mapped[int | None] = mapped_column(ForeignKey("taalhuis.id"))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    name: Mapped[Sealed]
    joined_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    paused_until: Mapped[date | None]
    notified: Mapped[bool] = mapped_column(Boolean, server_default=true())


class VolunteerProfile(Base):
    """What a volunteer can do, in the words of an intake's answers; an empty list means "all fine".

    `capacity` is how many learners at a time.
    """

    __tablename__ = "volunteer_profile"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    needs: Mapped[list[str]]
    languages: Mapped[list[str]]
    day_parts: Mapped[list[str]]
    days: Mapped[list[str]]
    capacity: Mapped[int] = mapped_column(SmallInteger)
    updated_at: Mapped[datetime]


class Invite(Base):
    """A link that gives somebody a role, once. Only the keyed hash of its token is kept.

    `made_by` is NULL when the operator made it on the command line.
    """

    __tablename__ = "invite"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    role: Mapped[str] = mapped_column(String(12))
    taalhuis_id: Mapped[int | None] = mapped_column(ForeignKey("taalhuis.id"))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    revoked_at: Mapped[datetime | None]
