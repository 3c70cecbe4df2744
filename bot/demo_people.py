"""Anna and Bea, who work at every Taalhuis of the demo, so that a sign-up meets somebody whatever place is
chosen; and Rik, who is regional staff of each of their regions.

They are marked as what they are wherever their names are shown. Each has one phone on the demo page, and
whoever looks at that page is that person: there is nothing real behind it.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import Core
from bot.db.queries import chats, demo, members, volunteers
from bot.db.queries.chats import LockedChat, NewChat
from bot.services.desk.state import DeskState
from bot.services.inbox import Actor, Inbound, Receipt
from bot.services.office import sessions
from bot.services.office.sessions import Started
from bot.services.office.viewer import OfficeRole
from console.demo import Demo, SignIn, Time
from console.sessions import Session
from flows.replies import Command

CHANNEL = "web"
_ME = "demo"
_LEARNERS_AT_ONCE = 9


@dataclass(frozen=True, slots=True)
class Person:
    """`role` as in `member`; `name` says that nobody is called so."""

    role: str
    name: str


ANNA = Person("volunteer", "Anna (demo)")
BEA = Person("staff", "Bea (demo)")
RIK = Person("regional", "Rik (demo)")
WITH_PHONES = (ANNA, BEA)
EVERYBODY = (*WITH_PHONES, RIK)


def session_of(core: Core, person: Person) -> Session:
    """Their chair: always the same one for this demo's key, so that a restart finds their conversation."""
    token = base64.urlsafe_b64encode(core.codec.vault.hash(f"demo {person.role}"))
    return Session(token.decode().rstrip("="))


async def prepare(core: Core) -> None:
    """Both are members of every Taalhuis, and have their menu before them. Again is no harm."""
    for person in EVERYBODY:
        if await _joined(core, person):
            actor = Actor(CHANNEL, session_of(core, person).address, person.name)
            number = int.from_bytes(core.codec.vault.hash(f"demo menu {person.role}")[:7])
            await core.receiver.receive(Inbound("demo", number, actor, Command("menu")))


async def _joined(core: Core, person: Person) -> bool:
    """True when they are new here."""
    address = session_of(core, person).address
    now = core.clock()
    async with core.database.transaction() as connection:
        found = await chats.lock_by_address(connection, CHANNEL, [address], me=_ME)
        if not found:
            language, zone = core.settings.default_language, core.settings.zone.key
            await chats.make(connection, [NewChat(CHANNEL, address, language, zone, is_group=False)], now)
            found = await chats.lock_by_address(connection, CHANNEL, [address], me=_ME)
        [chat] = found.values()
        held = {one.taalhuis_id or one.region_id for one in await members.of_chat(connection, chat.id)}
        works_at = demo.region_ids if person is RIK else demo.house_ids
        for place_id in await works_at(connection):
            if place_id not in held:
                await _join(core, connection, chat, person, place_id)
        if held:
            return False
        await _wear(core, connection, chat, await demo.newest_house_id(connection))
        return True


async def _join(
    core: Core, connection: AsyncConnection, chat: LockedChat, person: Person, place_id: int
) -> None:
    now = core.clock()
    member_id = await members.add(
        connection,
        {
            "chat_id": chat.id,
            "role": person.role,
            "region_id" if person is RIK else "taalhuis_id": place_id,
            "name": core.codec.vault.seal(person.name),
            "joined_at": now,
        },
    )
    if person is ANNA:
        # Empty means that everything is fine.
        profile: dict[str, object] = {"needs": [], "languages": [], "day_parts": [], "days": []}
        await volunteers.put_profile(
            connection, member_id, {**profile, "capacity": _LEARNERS_AT_ONCE, "updated_at": now}
        )


async def _wear(core: Core, connection: AsyncConnection, chat: LockedChat, house_id: int | None) -> None:
    """Act for this Taalhuis from now on, unless words are waited for."""
    held = await members.of_chat(connection, chat.id)
    desk = DeskState() if chat.desk is None else core.codec.open_desk(chat.desk)
    if not held or desk.waits:
        return
    chosen = next((member for member in held if member.taalhuis_id == house_id), held[0])
    if desk.member != chosen.id:
        chat.desk = core.codec.seal_desk(
            DeskState(member=chosen.id, waits=desk.waits, ref=desk.ref, relay=desk.relay)
        )
        await chats.save(connection, [chat])


class FollowingInbox:
    """The way in of the learner's phone: where a learner signs up, there Anna and Bea work from then on."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def receive(self, inbound: Inbound) -> Receipt:
        """See `bot.services.inbox.Inbox`."""
        receipt = await self._core.receiver.receive(inbound)
        async with self._core.database.transaction() as connection:
            addresses = [session_of(self._core, person).address for person in WITH_PHONES]
            found = await chats.lock_by_address(connection, CHANNEL, addresses, me=_ME)
            house_id = await demo.newest_house_id(connection)
            for chat in found.values():
                await _wear(self._core, connection, chat, house_id)
        return receipt


def page(core: Core, time: Time) -> Demo:
    """What the demo page needs of the running demo."""
    chairs = {person.role: session_of(core, person) for person in WITH_PHONES}
    return Demo(time, chairs, FollowingInbox(core), tuple(OfficeRole), _sign_in(core))


def _sign_in(core: Core) -> SignIn:
    """Nobody has to prove anything: the demo is for everybody who can look at it."""
    at_a_desk = {OfficeRole(person.role): person for person in (BEA, RIK)}

    async def sign_in(role: OfficeRole, browser: str) -> Started:
        person = at_a_desk.get(role)
        async with core.office.acting() as scene:
            found = None
            if person is not None:
                address = session_of(core, person).address
                found = await chats.find(scene.connection, CHANNEL, address)
            return await sessions.start(
                scene, chat_id=found.id if found else None, operator=person is None, browser=browser
            )

    return sign_in
