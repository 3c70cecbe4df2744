"""Lists of the queue that somebody at a desk keeps by name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity, Sealed


class SavedView(Base):
    """A filter with its order, of one person. `query` is what stands behind the question mark of its address:
    codes and numbers, never what somebody looked for. `first`: the queue opens with it, one at most.
    """

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), index=True)
    name: Mapped[Sealed]
    query: Mapped[str] = mapped_column(String(400))
    first: Mapped[bool] = mapped_column(Boolean, server_default=false())
    made_at: Mapped[datetime]
