"""Deeds around invites: join by a link, make one, take it back; and the first name that people see."""

from __future__ import annotations

from bot.db.queries import invites
from bot.db.queries import members as rows
from bot.db.queries.invites import InviteRow
from bot.db.queries.members import MemberRow
from bot.domain.humane import wall_text
from bot.services.desk.model import EVERYBODY, MEMBERS, Doing, Role, Said, Verb, edited, not_yours
from bot.services.desk.wearing import menu_of, worn
from bot.services.loop import members
from flows import engine
from flows.cards import members as cards
from flows.deeds import choice
from flows.model import Prompt
from flows.replies import Typed
from flows.validators import name_in

_LONGEST_NAME = 200


# ── Joining ─────────────────────────────────────────────────────────────────────────────────────────────


async def join(doing: Doing) -> Said:
    """A link was opened: explain what it is for, and ask for a first name."""
    scene = doing.scene
    invite = await members.invite_of(scene.connection, scene.codec.vault, doing.deed.word(0))
    if invite is None or not invite.is_open(scene.now):
        return Said((Prompt((cards.LINK_USED,)),))
    if doing.actor.shared_screen:
        return Said((Prompt((cards.NOT_HERE,)),))
    prompt = cards.invited(
        invite.role, invite.taalhuis or invite.region, invite_id=invite.id, proposal=_proposal(doing)
    )
    # Only the chat in which the link was opened waits for this name: the number of the invite alone opens
    # nothing.
    return Said((prompt,), waits=choice("name", invite.id))


async def name(doing: Doing) -> Said:
    """The first name is agreed, and with it the role."""
    invite_id = doing.deed.number(0)
    if doing.desk.waits != choice("name", invite_id):
        return Said((Prompt((cards.LINK_USED,)),))
    called = _called(doing)
    if not called:
        again = cards.name_again("name", invite_id, _proposal(doing))
        return Said((again,), waits=doing.desk.waits)
    before = {member.id for member in doing.members}
    member = await members.join(doing.scene, doing.chat.id, invite_id, called)
    if member is None:
        return Said((Prompt((cards.LINK_USED,)),))
    if member.id in before:
        return Said((Prompt((cards.ALREADY,)), menu_of(doing, member)), wears=member.id)
    told = cards.welcome(member.role, doing.scene.name(member.name), member.place)
    menu = () if member.role == Role.VOLUNTEER else (menu_of(doing, member),)
    return Said((edited(doing, told), *menu), wears=member.id)


async def my_name(doing: Doing) -> Said:
    """Another first name for whoever works here."""
    if doing.reply is None:
        return Said((edited(doing, cards.new_name()),), waits=choice("myname"))
    called = _called(doing)
    if not called:
        return Said((cards.name_again("myname", 0, ""),), waits=choice("myname"))
    await members.rename(doing.scene, doing.members, called)
    me = await rows.get(doing.scene.connection, (doing.me or doing.members[0]).id)
    return Said((menu_of(doing, me),) if me else ())


def _called(doing: Doing) -> str:
    """The first name that was typed, or that of the profile when the button was pressed; "" for none."""
    if doing.reply is None:
        return _proposal(doing)
    return (name_in(doing.reply.text[:_LONGEST_NAME]) or "") if isinstance(doing.reply, Typed) else ""


def _proposal(doing: Doing) -> str:
    return name_in(doing.actor.profile_name) or ""


# ── Inviting ────────────────────────────────────────────────────────────────────────────────────────────


async def invite(doing: Doing) -> Said:
    """The open invites of the house, and the buttons to make one."""
    return Said((edited(doing, await _card(doing, worn(doing, Role.STAFF))),))


async def make(doing: Doing) -> Said:
    """Make a link for the house of this member of staff."""
    staff = worn(doing, Role.STAFF)
    role = doing.deed.word(0)
    scene = doing.scene
    if role not in members.BY_STAFF or staff.taalhuis_id is None:
        return not_yours(doing)
    made = await members.invite_to_house(scene, staff, role)
    if made is None:
        return Said((edited(doing, await _card(doing, staff)),), toast=cards.TOO_MANY)
    link = members.link_of(made.token, scene.worlds.bot_link)
    day = wall_text(made.expires_at, scene.zone)[:10]
    how, pass_on = cards.invite_made(role, staff.taalhuis, link=link, day=day)
    return Said((edited(doing, how), pass_on, await _card(doing, staff)))


async def revoke(doing: Doing) -> Said:
    """Take back an invite of one's own house; nothing else can be found here."""
    staff = worn(doing, Role.STAFF)
    revoked = await members.revoke_of_house(doing.scene, staff.taalhuis_id, doing.deed.number(0))
    return Said((edited(doing, await _card(doing, staff)),), toast=None if revoked else engine.ALREADY_DONE)


async def _open(doing: Doing, staff: MemberRow) -> list[InviteRow]:
    if staff.taalhuis_id is None:
        return []
    return list(await invites.open_of_house(doing.scene.connection, staff.taalhuis_id, doing.scene.now))


async def _card(doing: Doing, staff: MemberRow) -> Prompt:
    zone = doing.scene.zone
    shown = [
        cards.OpenInvite(one.id, one.role, wall_text(one.expires_at, zone)[:10])
        for one in await _open(doing, staff)
    ]
    return cards.invites_card(staff.taalhuis, shown)


STAFF = frozenset({Role.STAFF})
VERBS = (
    Verb("join", EVERYBODY, join),
    Verb("name", EVERYBODY, name),
    Verb("myname", MEMBERS, my_name),
    Verb("inv", STAFF, invite),
    Verb("invm", STAFF, make),
    Verb("invx", STAFF, revoke),
)
