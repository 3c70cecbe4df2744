"""Links that sign somebody in, once. Every step is one statement that only one of two can win. None of these
commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import ConsoleLogin


@dataclass(frozen=True, slots=True)
class LoginRow:
    """A link without its token, which nobody knows any more."""

    id: int
    chat_id: int | None
    operator: bool
    browser_hash: bytes | None
    browser: str
    code: str
    expires_at: datetime
    confirmed_at: datetime | None
    refused_at: datetime | None
    used_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Can it still sign somebody in?"""
        return self.used_at is None and self.refused_at is None and self.expires_at > now


_LOGIN = select(
    ConsoleLogin.id,
    ConsoleLogin.chat_id,
    ConsoleLogin.operator,
    ConsoleLogin.browser_hash,
    ConsoleLogin.browser,
    ConsoleLogin.code,
    ConsoleLogin.expires_at,
    ConsoleLogin.confirmed_at,
    ConsoleLogin.refused_at,
    ConsoleLogin.used_at,
)


async def add(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Returns the id."""
    made = await connection.execute(insert(ConsoleLogin).values(values).returning(ConsoleLogin.id))
    return made.scalar_one()


async def get(connection: AsyncConnection, login_id: int) -> LoginRow | None:
    """One link, open or not."""
    return await _row(connection, ConsoleLogin.id == login_id)


async def by_token(connection: AsyncConnection, token_hash: bytes) -> LoginRow | None:
    """The link with this token, open or not."""
    return await _row(connection, ConsoleLogin.token_hash == token_hash)


async def by_browser(connection: AsyncConnection, browser_hash: bytes) -> LoginRow | None:
    """The link that this browser opened, open or not."""
    return await _row(connection, ConsoleLogin.browser_hash == browser_hash)


async def open_in(
    connection: AsyncConnection,
    login_id: int,
    now: datetime,
    *,
    browser_hash: bytes,
    browser: str,
    code: str,
) -> bool:
    """Bind it to a browser; False when it is bound, or not good any more."""
    values = {"browser_hash": browser_hash, "browser": browser, "code": code, "opened_at": now}
    return await _change(connection, login_id, now, values, ConsoleLogin.browser_hash.is_(None))


async def confirm(connection: AsyncConnection, login_id: int, now: datetime) -> bool:
    """Its person says yes; False when nobody has opened it, or when it is not good any more."""
    opened = ConsoleLogin.browser_hash.is_not(None), ConsoleLogin.confirmed_at.is_(None)
    return await _change(connection, login_id, now, {"confirmed_at": now}, *opened)


async def use(connection: AsyncConnection, login_id: int, now: datetime) -> bool:
    """Take it; of two at the same moment one gets True."""
    return await _change(connection, login_id, now, {"used_at": now}, ConsoleLogin.confirmed_at.is_not(None))


async def refuse_of(connection: AsyncConnection, chat_id: int, now: datetime) -> int:
    """All links of a chat that could still sign in are over; returns how many."""
    refused = await connection.execute(
        update(ConsoleLogin).where(ConsoleLogin.chat_id == chat_id, *_open(now)).values(refused_at=now)
    )
    return refused.rowcount


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Throw away what was over by then; returns how many."""
    gone = await connection.execute(delete(ConsoleLogin).where(ConsoleLogin.expires_at < before))
    return gone.rowcount


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return ConsoleLogin.used_at.is_(None), ConsoleLogin.refused_at.is_(None), ConsoleLogin.expires_at > now


async def _change(
    connection: AsyncConnection,
    login_id: int,
    now: datetime,
    values: dict[str, Any],
    *conditions: ColumnElement[bool],
) -> bool:
    changed = await connection.execute(
        update(ConsoleLogin).where(ConsoleLogin.id == login_id, *_open(now), *conditions).values(values)
    )
    return changed.rowcount == 1


async def _row(connection: AsyncConnection, condition: ColumnElement[bool]) -> LoginRow | None:
    row = (await connection.execute(_LOGIN.where(condition))).mappings().one_or_none()
    return LoginRow(**{**row, "operator": bool(row["operator"])}) if row else None
