"""What `taalwijzer console-login` does: a link that signs somebody in on the web pages without a chat, for an
installation without Telegram, for the demo, and for the operator; and who is signed in.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.app import Clock
from bot.db.queries import chats, members, places_of_work
from bot.db.queries.chats import NewChat
from bot.db.queries.members import MemberRow
from bot.db.queries.places_of_work import PlaceOfWork
from bot.domain.act import Act
from bot.errors import SettingsError, TaalwijzerError
from bot.named import find, place_problems
from bot.opened import opened_core
from bot.services import audit
from bot.services.loop import members as loop_members
from bot.services.loop.members import Wish
from bot.services.office import sessions, signing_in
from bot.services.office.viewer import OfficeRole
from bot.services.scene import Scene
from bot.settings import Settings
from flows.validators import name_in

Say = Callable[[str], None]

ROLES = tuple(OfficeRole)
CHANNEL = "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says. `taalhuis` is a code, `region` and `name` are names; "" when not given."""

    role: str
    taalhuis: str
    region: str
    name: str


async def make_link(settings: Settings, asked: Asked, say: Say, clock: Clock) -> None:
    """Show a link that signs this person in, once, without asking in a chat. Who is not there yet is made a
    member, with a chat at which nobody sits.

    Raises:
        SettingsError: wrong use: a house, region or person that is not there.
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    _check(asked)
    async with opened_core(settings, clock) as core, core.office.acting() as scene:
        member = None if asked.role == OfficeRole.OPERATOR else await _member(scene, asked, settings)
        link = await signing_in.make_by_command(scene, member)
    until = link.expires_at.astimezone(settings.zone)
    where = f"{asked.role} of {member.place}" if member else "the operator"
    say(f"Opens the console for {where}, once, until {until:%H:%M}:")
    say(link.address(settings.public_url or _here(settings)))
    if not settings.public_url:
        say("TAALWIJZER_PUBLIC_URL is not set: the link works on this computer only, while the bot runs.")


async def list_sessions(settings: Settings, say: Say, clock: Clock) -> None:
    """Everybody who is signed in, a line each.

    Raises:
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    async with opened_core(settings, clock) as core, core.office.looking() as scene:
        found = await sessions.everybody(scene)
    for session, held in found:
        who = ", ".join(f"{one.role} of {one.place}" for one in held) or "the operator"
        since, seen = (at.astimezone(settings.zone) for at in (session.made_at, session.last_seen_at))
        say(f"{session.id}  {who}; {session.browser}; since {since:%Y-%m-%d %H:%M}, last seen {seen:%H:%M}")
    if not found:
        say("Nobody is signed in.")


async def end_session(settings: Settings, session_id: int, say: Say, clock: Clock) -> None:
    """Sign somebody out.

    Raises:
        TaalwijzerError: there is no such session, or it ended.
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    async with opened_core(settings, clock) as core, core.office.acting() as scene:
        if not await sessions.end_any(scene, session_id):
            raise TaalwijzerError(
                f"session {session_id} is not open: `taalwijzer console-login --list` shows which are"
            )
        audit.note(scene, Act(what="console.out", role=OfficeRole.OPERATOR, about=f"session:{session_id}"))
    say(f"Session {session_id} is ended.")


def _here(settings: Settings) -> str:
    """Where the web pages are on this computer."""
    host = "127.0.0.1" if settings.web_host in ("0.0.0.0", "::") else settings.web_host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.web_port}"


# ── Whose link ──────────────────────────────────────────────────────────────────────────────────────────


def _check(asked: Asked) -> None:
    """All that can be said without the database.

    Raises:
        SettingsError: every problem at once.
    """
    if asked.role not in ROLES:
        raise SettingsError((f"--role: {asked.role or 'none'}: say which: {', '.join(ROLES)}",))
    if asked.role != OfficeRole.OPERATOR:
        problems = place_problems(asked.role, purpose="for", taalhuis=asked.taalhuis, region=asked.region)
    else:
        given = {"taalhuis": asked.taalhuis, "region": asked.region, "name": asked.name}
        problems = [f"--{name}: not for the operator" for name, value in given.items() if value]
    if asked.name and not name_in(asked.name):
        problems.append(f"--name: {asked.name!r} cannot be a first name")
    if problems:
        raise SettingsError(tuple(problems))


async def _member(scene: Scene, asked: Asked, settings: Settings) -> MemberRow:
    """Whoever is meant, made when there is nobody of that name.

    Raises:
        SettingsError: it is not clear who is meant.
    """
    place = await _place(scene, asked)
    held = await _held(scene, asked.role, place.id)
    if not asked.name:
        return _only(asked, place, held)
    called = name_in(asked.name) or asked.name
    same = [one for one in held if scene.name(one.name).name.casefold() == called.casefold()]
    if len(same) > 1:
        raise SettingsError((f"--name: {len(same)} people of {place.name} have that name",))
    return same[0] if same else await _join(scene, asked.role, place.id, called, settings)


async def _place(scene: Scene, asked: Asked) -> PlaceOfWork:
    if asked.role == OfficeRole.REGIONAL:
        regions = await places_of_work.regions(scene.connection)
        return find("--region", asked.region, {one.name: one for one in regions})
    houses = await places_of_work.houses(scene.connection)
    return find("--taalhuis", asked.taalhuis, {one.code: one for one in houses})


async def _held(scene: Scene, role: str, place_id: int) -> list[MemberRow]:
    if role == OfficeRole.REGIONAL:
        return await members.of_region(scene.connection, place_id)
    return await members.of_house(scene.connection, place_id, role)


def _only(asked: Asked, place: PlaceOfWork, held: list[MemberRow]) -> MemberRow:
    if len(held) == 1:
        return held[0]
    many = f"{len(held)} people are {asked.role} of {place.name}" if held else f"{place.name} has nobody yet"
    raise SettingsError((f"--name: needed: {many}; somebody new is made {asked.role}",))


async def _join(scene: Scene, role: str, place_id: int, name: str, settings: Settings) -> MemberRow:
    """Somebody new, who joins as by an invite: the colleagues hear of it."""
    connection, vault = scene.connection, scene.codec.vault
    address = secrets.token_hex(32)
    chat = NewChat(CHANNEL, address, settings.default_language, settings.timezone, is_group=False)
    await chats.make(connection, [chat], scene.now)
    found = await chats.find(connection, CHANNEL, address)
    assert found is not None  # noqa: S101 - it was made a moment ago
    of_region = role == OfficeRole.REGIONAL
    wish = Wish(
        role=role, taalhuis_id=None if of_region else place_id, region_id=place_id if of_region else None
    )
    invite = await loop_members.invite(connection, vault, wish, scene.now)
    member = await loop_members.join(scene, found.id, invite.id, name)
    assert member is not None  # noqa: S101 - the invite was made a moment ago
    return member
