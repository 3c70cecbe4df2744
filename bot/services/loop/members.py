"""Who works with the learners: inviting, joining, pausing and stopping.

    invite ─▶ a link, once, for 7 days ──/start──▶ explained, first name agreed ─▶ a role ─▶ ended
                     │ taken back, or used by somebody else
                     ▼
                 says so kindly

The token of a link is known to whoever holds the link and to nobody else: only its keyed hash is stored. What
the chat does here, a command or a page can do as well.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import invites, logins, members, review, sessions
from bot.db.queries.invites import InviteRow
from bot.db.queries.members import MemberRow
from bot.db.vault import Vault
from bot.domain.act import Act
from bot.services import audit
from bot.services.loop import offering, offers
from bot.services.scene import Scene, tell_kindly
from flows.cards import members as cards

INVITE_DAYS = 7
LONGEST_INVITE_DAYS = 90
AT_A_DESK = frozenset({"staff", "regional"})
"""The roles with web pages of their own."""
MOST_INVITES = 12
"""Open links of one house."""
BY_STAFF = frozenset({"volunteer", "staff"})
"""The roles that staff can give away."""
_TOKEN_BYTES = 24
# What Telegram lets through behind `?start=` is 64 of these; ours are 32 long. A poster's word is shorter.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{24,64}")


# ── Invites ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an invite is for: `role` at a Taalhuis, or "regional" for a region. `made_by`: the member who
    makes it, None for the operator. `days`: how long it stays good.
    """

    role: str
    taalhuis_id: int | None = None
    region_id: int | None = None
    made_by: int | None = None
    days: int = INVITE_DAYS


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new invite, with the token that is shown this once."""

    id: int
    token: str
    expires_at: datetime


async def invite(connection: AsyncConnection, vault: Vault, wish: Wish, now: datetime) -> Invitation:
    """Make an invite."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires_at = now + timedelta(days=wish.days)
    invite_id = await invites.add(
        connection,
        {
            "token_hash": vault.hash(token),
            "role": wish.role,
            "taalhuis_id": wish.taalhuis_id,
            "region_id": wish.region_id,
            "made_by": wish.made_by,
            "created_at": now,
            "expires_at": expires_at,
        },
    )
    return Invitation(invite_id, token, expires_at)


async def invite_to_house(scene: Scene, staff: MemberRow, role: str) -> Invitation | None:
    """Staff invite somebody to their own house; None when that is no role to give away, or when so many
    links are open that no more can be made.
    """
    if role not in BY_STAFF or staff.taalhuis_id is None:
        return None
    if len(await invites.open_of_house(scene.connection, staff.taalhuis_id, scene.now)) >= MOST_INVITES:
        return None
    wish = Wish(role=role, taalhuis_id=staff.taalhuis_id, made_by=staff.id)
    return await invite(scene.connection, scene.codec.vault, wish, scene.now)


async def revoke_of_house(scene: Scene, taalhuis_id: int | None, invite_id: int) -> bool:
    """Take back an invite of this house; False for any other, and for one that is not open any more."""
    found = await invites.get(scene.connection, invite_id)
    if found is None or taalhuis_id is None or found.taalhuis_id != taalhuis_id:
        return False
    return await invites.revoke(scene.connection, invite_id, scene.now)


def link_of(token: str, bot_link: str) -> str:
    """What to open to join; without a bot on Telegram, what to send to it."""
    return f"{bot_link}?start={token}" if bot_link else f"/start {token}"


async def invite_of(connection: AsyncConnection, vault: Vault, token: str) -> InviteRow | None:
    """The invite that this token is of, open or not; None for every other word behind /start."""
    if not _TOKEN.fullmatch(token):
        return None
    return await invites.by_hash(connection, vault.hash(token))


# ── Joining ─────────────────────────────────────────────────────────────────────────────────────────────


async def join(scene: Scene, chat_id: int, invite_id: int, name: str) -> MemberRow | None:
    """Use an invite for the chat that this transaction holds; None when it is not good any more. Who has the
    role already keeps it, and the invite stays for somebody else. The staff of the house hear of it.
    """
    found = await invites.get(scene.connection, invite_id)
    if found is None or not found.is_open(scene.now):
        return None
    known = _held(await members.of_chat(scene.connection, chat_id), found)
    if known:
        return known
    if not await invites.use(scene.connection, invite_id, scene.now):
        return None
    member_id = await members.add(
        scene.connection,
        {
            "chat_id": chat_id,
            "role": found.role,
            "taalhuis_id": found.taalhuis_id,
            "region_id": found.region_id,
            "name": scene.codec.vault.seal(name),
            "joined_at": scene.now,
        },
    )
    await invites.used_by(scene.connection, invite_id, member_id)
    member = await members.get(scene.connection, member_id)
    if member:
        joined = Act(
            what="member.join", role=member.role, member_id=member.id, taalhuis_id=member.taalhuis_id
        )
        audit.note(scene, replace(joined, about=f"invite:{invite_id}"))
        await _tell_staff(scene, member, cards.joined)
    return member


def _held(held: list[MemberRow], wanted: InviteRow) -> MemberRow | None:
    place = (wanted.role, wanted.taalhuis_id, wanted.region_id)
    return next((one for one in held if (one.role, one.taalhuis_id, one.region_id) == place), None)


async def rename(scene: Scene, held: tuple[MemberRow, ...], name: str) -> None:
    """Another first name, in every role of this person."""
    sealed = scene.codec.vault.seal(name)
    for member in held:
        await members.change(scene.connection, member.id, {"name": sealed})


# ── Pausing and stopping ────────────────────────────────────────────────────────────────────────────────


async def pause(scene: Scene, member: MemberRow, until: date | None) -> None:
    """No new learners up to and with this day; what this volunteer is being asked now is asked of the next.
    None: learners may come again.
    """
    await members.change(scene.connection, member.id, {"paused_until": until})
    if until is not None:
        await offering.pass_over(scene, member)


async def end(scene: Scene, member: MemberRow) -> bool:
    """This person does not have this role any more: they hear of no learner of a house where they have no
    other, their learners get somebody else, their open invites are taken back, and they are signed out of the
    web pages when no other role has any. The staff of the house hear of it. False when it had ended.
    """
    if not await members.end(scene.connection, member.id, scene.now):
        return False
    await invites.revoke_of(scene.connection, member.id, scene.now)
    if member.role == "volunteer":
        await offers.volunteer_left(scene, member)
    if member.role == "staff":
        await review.release(scene.connection, member.id)
    held = await members.of_chat(scene.connection, member.chat_id)
    if not any(one.taalhuis_id == member.taalhuis_id for one in held):
        house = member.taalhuis_id if held else None
        await members.hush(scene.connection, member.chat_id, scene.now, taalhuis_id=house)
    if not any(one.role in AT_A_DESK for one in held):
        await logins.refuse_of(scene.connection, member.chat_id, scene.now)
        await sessions.end_of(scene.connection, member.chat_id, scene.now)
    await _tell_staff(scene, member, cards.left)
    return True


async def _tell_staff(scene: Scene, member: MemberRow, say: cards.About) -> None:
    """Whoever else is staff of the house hears of somebody who came or went."""
    if member.taalhuis_id is None:
        return
    name = scene.name(member.name)
    for one in await members.of_house(scene.connection, member.taalhuis_id, "staff"):
        if one.chat_id != member.chat_id:
            await tell_kindly(scene, one.chat_id, say(name, member.role, member.taalhuis))
