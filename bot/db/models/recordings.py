"""What people said instead of typed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity, Sealed

_TO_FETCH = text("fetch_at IS NOT NULL")


class Recording(Base):
    """One voice note that belongs to a sign-up: `step` is "first_name" or "helper_name" for a spoken name,
    "relay" for what two people say to each other, "note" for what is kept with the sign-up.

    `chat_id` is the chat of the sign-up; `learner_id` is missing while it is not sent. `file` is the
    channel's name of the sound, sealed, and `file_hash` finds it. `sound` is NULL until it was fetched: at
    `fetch_at`, or never when that is NULL too. `attempts` were made before.
    """

    __tablename__ = "recording"
    __table_args__ = (
        Index("ix_recording_to_fetch", "fetch_at", sqlite_where=_TO_FETCH, postgresql_where=_TO_FETCH),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), index=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    step: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(16))
    file: Mapped[Sealed]
    file_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    seconds: Mapped[int]
    sound: Mapped[Sealed | None]
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    fetch_at: Mapped[datetime | None]
