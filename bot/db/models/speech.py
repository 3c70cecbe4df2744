"""What was read aloud before: the names under which channels keep our clips."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class SpokenFile(Base):
    """A clip that a channel has: `key` names the words in a language and voice (`bot.channels.base.Clip`),
    `file` is the channel's own name of it. Only words that are the same for everybody are here.
    """

    __tablename__ = "spoken_file"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    file: Mapped[str] = mapped_column(String(300))
    used_at: Mapped[datetime] = mapped_column(index=True)
