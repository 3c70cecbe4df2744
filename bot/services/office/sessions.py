"""Who is signed in: the session of a cookie, and the roles that its person holds at this moment."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import members, rights
from bot.db.queries import sessions as rows
from bot.db.queries.members import MemberRow
from bot.db.queries.sessions import SessionRow
from bot.domain.act import Act
from bot.services import audit
from bot.services.office.office import Office
from bot.services.office.viewer import OfficeRole, Viewer
from bot.services.scene import Scene

SESSION_HOURS = 12
_SEEN_EVERY = timedelta(minutes=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
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

    async def number_refused(self) -> None:
        """Somebody typed a number that can be a BSN on a page: the privacy report counts it.

        Raises:
            StorageUnavailable: the database is away.
        """
        async with self._office.acting() as scene:
            await rights.count(scene.connection, "bsn.console", scene.now, zone=scene.zone)

    async def viewer(self, token: str, *, by_itself: bool = False) -> Viewer | None:
        """Who this cookie is of; None when the session ended or its person has no role any more. `by_itself`:
        an open page asks and nobody pressed anything, which is no sign that somebody is there.

        Raises:
            StorageUnavailable: the database is away.
        """
        if not _TOKEN.fullmatch(token):
            return None
        async with self._office.looking() as scene:
            found = await _find(scene, token)
            seen_at = found[0].last_seen_at if found else scene.now
        if found is None:
            return None
        if scene.now - seen_at > _SEEN_EVERY and not by_itself:
            async with self._office.acting() as scene:
                await rows.change(scene.connection, found[0].id, {"last_seen_at": scene.now})
        return found[1]

    async def mine(self, viewer: Viewer) -> list[SessionRow]:
        """Where this person is signed in, newest first.

        Raises:
            StorageUnavailable: the database is away.
        """
        async with self._office.looking() as scene:
            return await rows.open_of(scene.connection, viewer.chat_id, scene.now)

    async def end(self, viewer: Viewer, session_id: int) -> bool:
        """Sign one browser of this person out; False when it is none of theirs, or was signed out.

        Raises:
            StorageUnavailable: the database is away; nothing happened.
        """
        async with self._office.acting() as scene:
            own = await rows.open_of(scene.connection, viewer.chat_id, scene.now)
            if session_id not in {one.id for one in own}:
                return False
            ended = await rows.end(scene.connection, session_id, scene.now)
            if ended:
                audit.note(scene, replace(_act(viewer, "console.out"), about=f"session:{session_id}"))
        return ended

    async def end_others(self, viewer: Viewer) -> int:
        """Sign all other browsers of this person out; returns how many.

        Raises:
            StorageUnavailable: the database is away; nothing happened.
        """
        async with self._office.acting() as scene:
            ended = await rows.end_of(scene.connection, viewer.chat_id, scene.now, but=viewer.session_id)
            if ended:
                audit.note(scene, replace(_act(viewer, "console.out"), detail={"browsers": ended}))
        return ended


def _act(viewer: Viewer, what: str) -> Act:
    return viewer.act(what, by=viewer.members[0] if viewer.members else None)


async def start(scene: Scene, *, chat_id: int | None, operator: bool, browser: str) -> Started:
    """Sign somebody in; who they are was proven before."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires_at = scene.now + timedelta(hours=SESSION_HOURS)
    session_id = await rows.add(
        scene.connection,
        {
            "token_hash": _hash(scene, token),
            "chat_id": chat_id,
            "operator": operator,
            "browser": browser[:60],
            "made_at": scene.now,
            "last_seen_at": scene.now,
            "expires_at": expires_at,
        },
    )
    return Started(session_id, token, expires_at)


async def end_all(scene: Scene, chat_id: int) -> int:
    """Sign the person of this chat out everywhere; returns in how many browsers."""
    return await rows.end_of(scene.connection, chat_id, scene.now)


async def everybody(scene: Scene) -> list[tuple[SessionRow, list[MemberRow]]]:
    """Who is signed in, newest first, with the roles that count at a desk; none for the operator."""
    found = await rows.every_open(scene.connection, scene.now)
    return [(one, list((await _viewer(scene.connection, one)).members)) for one in found]


async def end_any(scene: Scene, session_id: int) -> bool:
    """Sign one browser out, whoever's it is; False when there is no such session, or when it ended."""
    return await rows.end(scene.connection, session_id, scene.now)


async def end_by_cookie(scene: Scene, token: str) -> None:
    """Sign out whoever has this cookie, if anybody."""
    if _TOKEN.fullmatch(token):
        found = await rows.open_by_hash(scene.connection, _hash(scene, token), scene.now)
        if found is not None:
            await rows.end(scene.connection, found.id, scene.now)


def _hash(scene: Scene, token: str) -> bytes:
    return scene.codec.vault.hash(f"desk {token}")


async def _find(scene: Scene, token: str) -> tuple[SessionRow, Viewer] | None:
    session = await rows.open_by_hash(scene.connection, _hash(scene, token), scene.now)
    if session is None:
        return None
    viewer = await _viewer(scene.connection, session)
    return (session, viewer) if viewer.roles else None


async def _viewer(connection: AsyncConnection, session: SessionRow) -> Viewer:
    held = await members.of_chat(connection, session.chat_id) if session.chat_id else []
    at_a_desk = tuple(one for one in held if one.role in frozenset(OfficeRole))
    return Viewer(session.id, session.chat_id, session.operator, session.language, at_a_desk)
