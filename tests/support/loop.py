"""People with a role and sign-ups that wait for them, for tests of the closed loop.

Members are written straight into the database, as they stand after joining; how somebody joins has tests of
its own. Learners sign up through the conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert, select

from bot.channels.base import Envelope
from bot.db.models import Chat, Gemeente, Region, Taalhuis, VolunteerProfile
from bot.db.queries import cases, chats, members
from bot.db.queries.cases import Case
from bot.db.queries.chats import NewChat
from bot.db.queries.members import MemberRow
from bot.db.types import Sealed
from bot.services.desk.state import DeskState
from bot.services.inbox import Receipt
from bot.services.loop.members import Invitation, Wish, invite
from flows.deeds import deed_of
from flows.model import Button, Prompt
from flows.replies import Tap
from tests.support import signups
from tests.support.building import Rig, buttons_of
from tests.support.prepared import signed_up_at_once

HOUSE = "demo-zwolle-1"
"""The house that `submitted_case` leads to: the nearest to 8011."""
OTHER_HOUSE = "demo-almelo-1"
"""A house of another region, that has nothing to do with it."""
REGION = "Zwolle"


async def make_staff(
    rig: Rig, house_code: str = HOUSE, *, address: str = "staff", name: str = "Sanne", language: str = "nl"
) -> MemberRow:
    """A member of staff of a house, who wears that role."""
    return await _member(rig, "staff", address, name, language, house=house_code)


async def make_regional(
    rig: Rig, region: str = REGION, *, address: str = "regional", name: str = "Rik", language: str = "nl"
) -> MemberRow:
    """Regional staff, who wears that role."""
    return await _member(rig, "regional", address, name, language, region=region)


async def make_volunteer(
    rig: Rig,
    house_code: str = HOUSE,
    *,
    address: str = "anna",
    name: str = "Anna",
    language: str = "nl",
    needs: Sequence[str] = (),
    languages: Sequence[str] = (),
    day_parts: Sequence[str] = (),
    days: Sequence[str] = (),
    capacity: int = 3,
    paused_until: date | None = None,
) -> MemberRow:
    """A volunteer of a house with a profile, who wears that role. Empty lists mean "all fine"."""
    member = await _member(rig, "volunteer", address, name, language, house=house_code)
    profile = {
        "member_id": member.id,
        "needs": list(needs),
        "languages": list(languages),
        "day_parts": list(day_parts),
        "days": list(days),
        "capacity": capacity,
        "updated_at": rig.clock(),
    }
    async with rig.database.transaction() as connection:
        await connection.execute(insert(VolunteerProfile).values(profile))
        if paused_until:
            await members.change(connection, member.id, {"paused_until": paused_until})
        found = await members.get(connection, member.id)
    assert found is not None
    return found


async def _member(
    rig: Rig, role: str, address: str, name: str, language: str, *, house: str = "", region: str = ""
) -> MemberRow:
    await _with_houses(rig)
    async with rig.database.transaction() as connection:
        chat_id = await connection.scalar(
            select(Chat.id).where(Chat.channel == rig.channel.name, Chat.address == address)
        )
        if chat_id is None:
            new = NewChat(rig.channel.name, address, language, "Europe/Amsterdam", is_group=False)
            await chats.make(connection, [new], rig.clock())
        locked = await chats.lock_by_address(connection, rig.channel.name, [address], me=rig.rules.me)
        chat = locked[address]
        taalhuis_id = await connection.scalar(select(Taalhuis.id).where(Taalhuis.code == house))
        region_id = await connection.scalar(select(Region.id).where(Region.name == region))
        assert taalhuis_id or region_id, f"there is no {house or region}"
        values = {
            "chat_id": chat.id,
            "role": role,
            "taalhuis_id": taalhuis_id,
            "region_id": region_id,
            "name": rig.codec.vault.seal(name),
            "joined_at": rig.clock(),
        }
        member_id = await members.add(connection, values)
        chat.desk = rig.codec.seal_desk(DeskState(member=member_id))
        await chats.save(connection, [chat])
        member = await members.get(connection, member_id)
    assert member is not None
    return member


async def _with_houses(rig: Rig) -> None:
    if not await rig.rows("SELECT 1 FROM taalhuis LIMIT 1"):
        await rig.with_houses()


async def house_id(rig: Rig, code: str = HOUSE) -> int:
    """The id of a house."""
    async with rig.database.reading() as connection:
        return (await connection.execute(select(Taalhuis.id).where(Taalhuis.code == code))).scalar_one()


async def region_of(rig: Rig, code: str = HOUSE) -> str:
    """The name of the region that a house is in."""
    of_house = (
        select(Region.name)
        .join(Gemeente, Gemeente.region_id == Region.id)
        .join(Taalhuis, Taalhuis.gemeente_code == Gemeente.code)
        .where(Taalhuis.code == code)
    )
    async with rig.database.reading() as connection:
        return (await connection.execute(of_house)).scalar_one()


# ── Roles ───────────────────────────────────────────────────────────────────────────────────────────────


async def invited(rig: Rig, role: str = "volunteer", *, house: str = HOUSE, days: int = 7) -> Invitation:
    """An invite that the operator made for a house."""
    await _with_houses(rig)
    wish = Wish(role=role, taalhuis_id=await house_id(rig, house), days=days)
    async with rig.database.transaction() as connection:
        return await invite(connection, rig.codec.vault, wish, rig.clock())


async def roles_of(rig: Rig, address: str) -> list[str]:
    """The roles that somebody holds now, oldest first."""
    held = await rig.rows(
        "SELECT m.role FROM member m JOIN chat c ON c.id = m.chat_id"
        " WHERE c.address = :address AND m.ended_at IS NULL ORDER BY m.id",
        address=address,
    )
    return [str(role) for (role,) in held]


async def name_of(rig: Rig, address: str) -> str:
    """The first name that is shown of a member."""
    found = await rig.rows(
        "SELECT m.name FROM member m JOIN chat c ON c.id = m.chat_id WHERE c.address = :address",
        address=address,
    )
    return rig.codec.vault.open(Sealed(found[0][0]))


# ── Sign-ups ────────────────────────────────────────────────────────────────────────────────────────────


async def submitted_case(
    rig: Rig, address: str = "7", *, name: str = signups.NAME, contact: str = "call"
) -> Case:
    """Somebody who signed up for themselves, and the case that came of it."""
    await _with_houses(rig)
    await signed_up_at_once(rig, address, name=name, contact=contact)
    return await newest_case(rig, address)


async def submitted_by_a_helper(rig: Rig, address: str = "7") -> Case:
    """Somebody of the library signed up somebody else."""
    await _with_houses(rig)
    await signups.signed_up_by_a_helper(rig, address)
    return await newest_case(rig, address)


async def newest_case(rig: Rig, address: str = "7") -> Case:
    """The last case that was sent from this chat."""
    async with rig.database.reading() as connection:
        chat = await chats.find(connection, rig.channel.name, address)
        assert chat is not None, f"nobody is at {address}"
        return (await cases.of_chat(connection, chat.id))[-1]


async def case_now(rig: Rig, referral_id: int) -> Case:
    """The case as it stands now."""
    async with rig.database.reading() as connection:
        case = await cases.get(connection, referral_id)
    assert case is not None
    return case


# ── Cards ───────────────────────────────────────────────────────────────────────────────────────────────


async def tap_card(rig: Rig, wanted: str, address: str) -> Receipt:
    """Press a button of the newest card on this screen that has it. `wanted` is its verb ("acc"), the
    beginning of its choice ("do:acc:2s"), or the key of its label.
    """
    envelope, button = find_button(rig, wanted, address)
    tap = Tap(button.choice, 0, envelope.conversation, ref_of(rig, envelope))
    return await rig.hear(tap, address=address)


def find_button(rig: Rig, wanted: str, address: str) -> tuple[Envelope, Button]:
    """The newest card in a chat that shows such a button, as it looks now, and the button."""
    seen: set[str] = set()
    for envelope in cards(rig, address):
        ref = ref_of(rig, envelope)
        if ref in seen:
            continue  # What this card showed before it was changed is not on the screen any more.
        seen.add(ref)
        for button in (one for row in (*envelope.prompt.rows, *envelope.prompt.always) for one in row):
            if _is(button, wanted):
                return envelope, button
    shown = [button.choice for envelope in cards(rig, address) for button in buttons_of(envelope.prompt)]
    raise AssertionError(f"no button {wanted} in {address}; there were {shown[:40]}")


def cards(rig: Rig, address: str) -> list[Envelope]:
    """The cards that arrived in a chat, the newest first."""
    return [
        envelope
        for envelope in reversed(rig.channel.delivered)
        if envelope.address == address and not envelope.prompt.serial
    ]


def card(rig: Rig, address: str) -> Prompt:
    """The newest message in this chat that is no question."""
    return cards(rig, address)[0].prompt


def ref_of(rig: Rig, envelope: Envelope) -> str:
    """The channel's name of the message: a changed card keeps that of the card that it changed."""
    return envelope.replaces_ref or f"m{rig.channel.delivered.index(envelope) + 1}"


def _is(button: Button, wanted: str) -> bool:
    deed = deed_of(button.choice)
    if deed is None:
        return False
    return wanted in (deed.verb, button.label.key) or (
        wanted.startswith("do:") and f"{button.choice}:".startswith(f"{wanted}:")
    )
