"""Who sits at a desk: links that sign somebody in on the web pages, and the sessions that come of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity


class ConsoleLogin(Base):
    """A link that signs one person in, once. Only keyed hashes of its token and of the browser are kept.

    made ──opened in a browser──▶ opened ──confirmed in the chat──▶ confirmed ──the browser comes back──▶ used
                                     └── "that is not me" ──▶ refused

    `chat_id` is who asked for it; NULL for the operator. A link that the command line made needs no tap: it
    is `confirmed_at` from the beginning. `code` is shown in the browser and in the chat.
    """

    __tablename__ = "console_login"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), index=True)
    operator: Mapped[bool] = mapped_column(Boolean, server_default=false())
    browser_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    browser: Mapped[str] = mapped_column(String(60), server_default="")
    code: Mapped[str] = mapped_column(String(4), server_default="")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class ConsoleSession(Base):
    """Somebody who is signed in. `token_hash` is of the cookie. The roles are those that the chat holds at
    the moment of each request, so whoever loses a role loses its pages at once. `browser` is what the browser
    calls itself, shortened.
    """

    __tablename__ = "console_session"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), index=True)
    operator: Mapped[bool] = mapped_column(Boolean, server_default=false())
    browser: Mapped[str] = mapped_column(String(60), server_default="")
    made_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
