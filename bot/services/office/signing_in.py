"""Signing in without a password: a link that is good once, in one browser, after a tap in the chat.

    /console in the chat ─▶ made ──opened in a browser──▶ the chat asks "is that you?" ──yes──▶ used
    the command line     ─▶ made, confirmed from the beginning ──opened in a browser─────────▶ used
                                                                   "no", 10 minutes ─▶ over

Looking at the link opens nothing: programs do that to show a preview of it. What opens it is a button, and
from then on only the browser that pressed it goes on, which a cookie with a random word proves. So neither
whoever reads the link over a shoulder, nor whoever has the telephone alone, comes in unseen.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.db.queries import logins, members
from bot.db.queries.logins import LoginRow
from bot.db.queries.members import MemberRow
from bot.domain.act import Act
from bot.services import audit
from bot.services.loop.members import AT_A_DESK
from bot.services.office import sessions
from bot.services.office.office import Office
from bot.services.office.sessions import Started
from bot.services.office.viewer import OfficeRole
from bot.services.scene import Scene, tell
from flows.cards import console as cards

LINK_MINUTES = 10
PATH = "/console/in"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Link:
    """A new link, with the token that is shown this once."""

    id: int
    token: str
    expires_at: datetime

    def address(self, public_url: str) -> str:
        """What to open in a browser."""
        return f"{public_url.rstrip('/')}{PATH}/{self.token}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that a browser opened. `word` goes into its cookie and nowhere else; `started` when nobody has
    to say yes any more.
    """

    word: str
    started: Started | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A browser that opened a link. `confirmed`: its person has said yes."""

    code: str
    confirmed: bool


# ── Making a link ───────────────────────────────────────────────────────────────────────────────────────


async def make_for_chat(scene: Scene, chat_id: int) -> Link:
    """A link for whoever has this chat, to be confirmed there. The one before is over."""
    await logins.refuse_of(scene.connection, chat_id, scene.now)
    return await _make(scene, {"chat_id": chat_id})


async def make_by_command(scene: Scene, member: MemberRow | None) -> Link:
    """A link that the operator makes for a member, or with None for themselves: nobody is asked in a chat."""
    whose = {"chat_id": member.chat_id} if member else {"operator": True}
    link = await _make(scene, {**whose, "confirmed_at": scene.now})
    about = f"member:{member.id}" if member else ""
    audit.note(scene, Act(what="console.link", role=OfficeRole.OPERATOR, about=about))
    return link


async def _make(scene: Scene, values: dict[str, object]) -> Link:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires_at = scene.now + timedelta(minutes=LINK_MINUTES)
    made = {"token_hash": _hash(scene, "link", token), "made_at": scene.now, "expires_at": expires_at}
    return Link(await logins.add(scene.connection, {**values, **made}), token, expires_at)


# ── In the chat ─────────────────────────────────────────────────────────────────────────────────────────


async def confirm(scene: Scene, chat_id: int, login_id: int) -> LoginRow | None:
    """The person of this chat says that it is them; None when the link is not theirs, or not good any more.
    Saying it twice is no harm.
    """
    login = await logins.get(scene.connection, login_id)
    if login is None or login.chat_id != chat_id or not login.is_open(scene.now):
        return None
    if login.confirmed_at is None and not await logins.confirm(scene.connection, login_id, scene.now):
        return None
    return login


async def refuse(scene: Scene, chat_id: int, login_id: int) -> bool:
    """The person of this chat says that it is not them: every link of theirs is over, and whoever came in by
    this one a moment ago is out. False when it was no link of theirs.
    """
    login = await logins.get(scene.connection, login_id)
    if login is None or login.chat_id != chat_id:
        return False
    await logins.refuse_of(scene.connection, chat_id, scene.now)
    if login.used_at is not None:
        await sessions.end_all(scene, chat_id)
    held = await _at_a_desk(scene, chat_id)
    if held:
        audit.note(scene, _act("console.refused", held[0], f"login:{login.id}"))
    return True


# ── In the browser ──────────────────────────────────────────────────────────────────────────────────────


class SigningIn:
    """What the pages do before somebody is signed in."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def is_good(self, token: str) -> bool:
        """Whether a button may be shown for this link. Nothing changes.

        Raises:
            StorageUnavailable: the database is away.
        """
        if not _TOKEN.fullmatch(token):
            return False
        async with self._office.looking() as scene:
            login = await logins.by_token(scene.connection, _hash(scene, "link", token))
        return login is not None and login.is_open(scene.now)

    async def open(self, token: str, *, word: str, browser: str, before: str) -> Opened | None:
        """The button was pressed: bind the link to this browser and ask in the chat; None when it is over, or
        opened in another browser. `word` is that of the browser's cookie, "" for none; `browser` is its name;
        `before` as for `finish`.

        Raises:
            StorageUnavailable: the database is away; nothing happened.
        """
        if not _TOKEN.fullmatch(token):
            return None
        async with self._office.acting() as scene:
            login = await logins.by_token(scene.connection, _hash(scene, "link", token))
            if login is None or not login.is_open(scene.now):
                return None
            if login.browser_hash is not None:
                return Opened(word, None) if login.browser_hash == _hash(scene, "browser", word) else None
            opened = await _bind(scene, login, browser)
            if opened and opened.started:
                await sessions.end_by_cookie(scene, before)
            return opened

    async def waiting(self, word: str) -> Waiting | None:
        """How it stands with the link that this browser opened; None when it is over.

        Raises:
            StorageUnavailable: the database is away.
        """
        if not _TOKEN.fullmatch(word):
            return None
        async with self._office.looking() as scene:
            login = await logins.by_browser(scene.connection, _hash(scene, "browser", word))
        if login is None or not login.is_open(scene.now):
            return None
        return Waiting(login.code, login.confirmed_at is not None)

    async def finish(self, word: str, *, before: str) -> Started | None:
        """Sign in by a link that was confirmed, once; None when it is not confirmed, over or used. `before`
        is the cookie of whoever was signed in here: they are signed out.

        Raises:
            StorageUnavailable: the database is away; nothing happened.
        """
        if not _TOKEN.fullmatch(word):
            return None
        async with self._office.acting() as scene:
            login = await logins.by_browser(scene.connection, _hash(scene, "browser", word))
            if login is None:
                return None
            started = await _start(scene, login)
            if started:
                await sessions.end_by_cookie(scene, before)
            return started


async def _bind(scene: Scene, login: LoginRow, browser: str) -> Opened | None:
    word, code = secrets.token_urlsafe(_TOKEN_BYTES), f"{secrets.randbelow(90) + 10}"
    bound = await logins.open_in(
        scene.connection,
        login.id,
        scene.now,
        browser_hash=_hash(scene, "browser", word),
        browser=browser,
        code=code,
    )
    if not bound:
        return None
    if login.confirmed_at is not None:
        opened = await logins.get(scene.connection, login.id)
        return Opened(word, await _start(scene, opened) if opened else None)
    if login.chat_id is None or not await _at_a_desk(scene, login.chat_id):
        return None
    await tell(scene, login.chat_id, cards.is_that_you(login.id, browser, code))
    return Opened(word, None)


async def _start(scene: Scene, login: LoginRow) -> Started | None:
    held = await _at_a_desk(scene, login.chat_id) if login.chat_id else []
    if not held and not login.operator:
        if login.chat_id:
            await logins.refuse_of(scene.connection, login.chat_id, scene.now)
        return None
    if not await logins.use(scene.connection, login.id, scene.now):
        return None
    started = await sessions.start(
        scene, chat_id=login.chat_id, operator=login.operator, browser=login.browser
    )
    audit.note(scene, _act("console.in", held[0] if held else None, f"session:{started.id}"))
    return started


async def _at_a_desk(scene: Scene, chat_id: int) -> list[MemberRow]:
    held = await members.of_chat(scene.connection, chat_id)
    return [one for one in held if one.role in AT_A_DESK]


def _act(what: str, member: MemberRow | None, about: str) -> Act:
    if member is None:
        return Act(what=what, role=OfficeRole.OPERATOR, about=about)
    return Act(what=what, role=member.role, member_id=member.id, taalhuis_id=member.taalhuis_id, about=about)


def _hash(scene: Scene, kind: str, token: str) -> bytes:
    return scene.codec.vault.hash(f"desk {kind} {token}")
