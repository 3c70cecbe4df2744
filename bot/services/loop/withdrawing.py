"""A learner takes a sign-up back, or has everything erased: whoever waits for them is told, without a name,
and then all of it goes, in one transaction.

    offers closed ─▶ appointment off ─▶ volunteer, staff told ─▶ WITHDRAWN ─▶ learner, sign-up, referral,
                                                                              notes, relay, timers, messages
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import structlog

from bot.db.queries import appointments as rows
from bot.db.queries import cases, erasure, members, rights
from bot.db.queries.cases import Case
from bot.db.queries.chats import LockedChat
from bot.db.queries.members import MemberRow
from bot.domain.act import Act
from bot.domain.referral_status import OPEN, ReferralStatus
from bot.services import audit
from bot.services.loop import appointments, offers
from bot.services.loop.referral import Move, move
from bot.services.scene import Scene, tell_kindly
from flows.cards import mine as cards

log = structlog.get_logger()

FORGET_AFTER = timedelta(hours=1)
"""So long the chat of somebody whose data may not be kept stays, to be able to answer: its address, its
language, its step. Counted from the last thing they did.
"""
_WHY = "withdrawn"
ASKED, ALL, CONSENT, BY_STAFF = "withdrawn", "everything", "consent", "by_staff"
"""Why somebody is erased: they took the sign-up back, wanted everything gone, took their yes back, or asked
the staff to do it.
"""


async def withdraw(scene: Scene, case: Case, *, why: str = ASKED, by: MemberRow | None = None) -> None:
    """Erase a case that this transaction holds. Its words in the chat from which it was sent are for the
    caller: `forget_words`. `why` is a cause of the privacy report; `by` is the member of staff who was asked
    to do it, None when it is done in the chat.
    """
    here = ReferralStatus(case.status)
    role = "staff" if by else "helper" if case.by_helper else "learner"
    if here in OPEN:
        await _let_go(scene, case)
    await move(
        scene.connection,
        case.id,
        here,
        Move(to=ReferralStatus.WITHDRAWN, by=role, why=_WHY, now=scene.now, member_id=by.id if by else None),
    )
    scene.outgoing.forget_referral(case.id)
    await erasure.erase_case(scene.connection, referral_id=case.id, learner_id=case.learner_id, now=scene.now)
    await rights.count(
        scene.connection, f"erased.{why}", scene.now, zone=scene.zone, taalhuis_id=case.taalhuis_id
    )
    done = Act(what="person.erased", role="learner", referral_id=case.id, taalhuis_id=case.taalhuis_id)
    done = replace(done, role=by.role, member_id=by.id) if by else done
    audit.note(scene, replace(done, detail={"why": why}))
    log.info("withdrawn", referral=case.id, status=here)


async def erase_all(scene: Scene, chat: LockedChat, *, why: str = ALL) -> bool:
    """Erase every learner of this chat, and what was said in it. True when the chat holds a role, and stays
    for that; the chat of everybody else goes within the hour.
    """
    connection = scene.connection
    for known in await cases.of_chat(connection, chat.id):
        await erasure.hold_timers(connection, known.id)
        case = await cases.lock(connection, known.id)
        if case is not None:
            await withdraw(scene, case, why=why)
    scene.outgoing.forget(chat.id)
    await erasure.erase_people(connection, chat.id, scene.now)
    await rights.count(connection, "everything.erased", scene.now, zone=scene.zone)
    works = bool(await members.of_chat(connection, chat.id))
    if not works:
        chat.forget_at = scene.now + FORGET_AFTER
    return works


async def forget_words(scene: Scene, chat: LockedChat) -> bool:
    """After a case was withdrawn: what was said in its chat goes. Whether there is another sign-up; without
    one, and without a role, the chat itself goes within the hour.
    """
    connection = scene.connection
    scene.outgoing.forget(chat.id)
    await erasure.forget_messages(connection, chat.id)
    others = bool(await cases.of_chat(connection, chat.id))
    if not others and not chat.draft and not await members.of_chat(connection, chat.id):
        await erasure.erase_people(connection, chat.id, scene.now)
        chat.forget_at = scene.now + FORGET_AFTER
    return others


async def _let_go(scene: Scene, case: Case) -> None:
    """Nobody is asked, nothing is planned, and whoever has it hears so once."""
    await offers.close(scene, case.id)
    planned = await rows.open_of(scene.connection, case.id)
    await appointments.cancel_all(scene, case, by="learner", why=_WHY, tell=True)
    # Who had agreed on a moment is told by that moment, and nothing more.
    if case.volunteer_id is not None and not (planned and planned.wall_at):
        volunteer = await members.get(scene.connection, case.volunteer_id)
        if volunteer is not None and volunteer.ended_at is None:
            await tell_kindly(scene, volunteer.chat_id, cards.for_volunteer(case.place))
    for chat_id in await _staff_chats(scene, case):
        await tell_kindly(scene, chat_id, cards.for_staff(case.place))


async def _staff_chats(scene: Scene, case: Case) -> list[int]:
    """Who of the staff looks after it; everybody of the house while nobody does, or who does cannot be
    reached.
    """
    if case.taalhuis_id is None:
        return []
    found = await members.of_house(scene.connection, case.taalhuis_id, "staff")
    staff = [member for member in found if not member.unreachable]
    theirs = [member for member in staff if member.id == case.staff_id] or staff
    return sorted({member.chat_id for member in theirs})
