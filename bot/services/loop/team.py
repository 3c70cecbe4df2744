"""What staff do with the people of their own house, in the chat and on a page: pause, end, change a profile.
Whoever it is about hears of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.db.queries import chats
from bot.db.queries import members as rows
from bot.db.queries.members import MemberRow
from bot.services.loop import members, volunteers
from bot.services.loop.volunteers import Filled
from bot.services.scene import Scene, tell_kindly
from flows.cards.menu import ended_by_staff
from flows.cards.team import paused_by_staff, profile_by_staff


async def of_my_house(scene: Scene, held: Iterable[MemberRow], member_id: int) -> MemberRow | None:
    """Somebody who works now where one of these roles is staff; None for everybody else."""
    found = await rows.get(scene.connection, member_id)
    if found is None or found.ended_at is not None or found.taalhuis_id is None:
        return None
    mine = {one.taalhuis_id for one in held if one.role == "staff"}
    return found if found.taalhuis_id in mine else None


async def pause(scene: Scene, member: MemberRow, until: date | None, *, by_chat: int | None) -> bool:
    """No new learners for a volunteer up to and with this day, or again (None). `by_chat` is who decides, who
    need not be told. False: it stood like that.
    """
    if until == member.paused_until:
        return False
    await members.pause(scene, member, until)
    if member.chat_id != by_chat:
        told = paused_by_staff(until.isoformat() if until else "", member.taalhuis)
        await tell_kindly(scene, member.chat_id, told)
    return True


async def end(scene: Scene, member: MemberRow) -> bool:
    """Somebody does not work here any more. False: they had stopped."""
    if not await members.end(scene, member):
        return False
    await tell_kindly(scene, member.chat_id, ended_by_staff(member.role, member.taalhuis))
    return True


async def change_profile(
    scene: Scene, member: MemberRow, filled: Filled, *, by_chat: int | None
) -> tuple[str, ...] | None:
    """Write a volunteer's profile down for them. Returns the fields that are other than before; None when
    it was changed since it was seen.
    """
    await chats.hold(scene.connection, [member.chat_id])
    changed = await volunteers.fill(scene, member, filled)
    if changed and member.chat_id != by_chat:
        await tell_kindly(scene, member.chat_id, profile_by_staff(member.taalhuis))
    return changed
