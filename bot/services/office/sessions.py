"""Who is signed in: the session of a cookie, and the roles that its person holds at this moment."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import members
from bot.db.queries import sessions as rows
from bot.services.office.office import Office
from bot.services.office.viewer import OfficeRole, Viewer
from bot.services.scene import Scene

SESSION_HOURS = 12
_SEEN_EVERY = timedelta(minutes=1)
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Started:
    """A new session, with the token that only the cookie of this browser gets."""

    id: int
    token: str
    expires_at: datetime


class Sessions:
    """The sessions of this installation."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def viewer(self, token: str) -> Viewer | None:
        """Who this cookie is of; None when the session ended or its person has no role any more.

        Raises:
            StorageUnavailable: the database is away.
        """
        async with self._office.looking() as scene:
            found = await _find(scene, token)
            seen_at = found[0].last_seen_at if found else scene.now
        if found is None:
            return None
        if scene.now - seen_at > _SEEN_EVERY:
            async with self._office.acting() as scene:
                await rows.change(scene.connection, found[0].id, {"last_seen_at": scene.now})
        return found[1]


async def start(scene: Scene, *, chat_id: int | None, operator: bool, browser: str) -> Started:
    """Sign somebody in; who they are was proven before."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires_at = scene.now + timedelta(hours=SESSION_HOURS)
    session_id = await rows.add(
        scene.connection,
        {
            "token_hash": scene.codec.vault.hash(f"desk {token}"),
            "chat_id": chat_id,
            "operator": operator,
            "browser": browser[:60],
            "made_at": scene.now,
            "last_seen_at": scene.now,
            "expires_at": expires_at,
        },
    )
    return Started(session_id, token, expires_at)


async def _find(scene: Scene, token: str) -> tuple[rows.SessionRow, Viewer] | None:
    token_hash = scene.codec.vault.hash(f"desk {token}")
    session = await rows.open_by_hash(scene.connection, token_hash, scene.now)
    if session is None:
        return None
    viewer = await _viewer(scene.connection, session)
    return (session, viewer) if viewer.roles else None


async def _viewer(connection: AsyncConnection, session: rows.SessionRow) -> Viewer:
    held = await members.of_chat(connection, session.chat_id) if session.chat_id else []
    at_a_desk = tuple(one for one in held if one.role in frozenset(OfficeRole))
    return Viewer(session.id, session.chat_id, session.operator, session.language, at_a_desk)
