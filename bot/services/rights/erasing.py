"""Erase somebody who asked the staff of their Taalhuis to do it, and erase again what an older backup brought
back.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.db.queries import cases, chats, erasure, rights
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.db.queries.rights import Erased
from bot.services.loop import withdrawing
from bot.services.scene import Scene, tell
from flows.cards import own_data as cards
from flows.model import Prompt

log = structlog.get_logger()

NOBODY = ""


async def by_staff(scene: Scene, case: Case, member: MemberRow) -> bool:
    """Erase this sign-up and what was said about it, because its learner asked `member` to. They hear that
    it is done, where they can be told. False: it is gone, or no longer of the member's house; nothing was
    erased.
    """
    # The chat before the timers, and those before the referral: as everybody else who holds several.
    locked = await chats.lock_by_id(scene.connection, [case.chat_id], me=NOBODY)
    await erasure.hold_timers(scene.connection, case.id)
    held = await cases.lock(scene.connection, case.id)
    # `case` was read without a lock: another house may have it since.
    if held is None or held.taalhuis_id != member.taalhuis_id:
        return False
    told = held.can_be_told
    await withdrawing.withdraw(scene, held, why=withdrawing.BY_STAFF, by=member)
    chat = locked[case.chat_id]
    await withdrawing.forget_words(scene, chat)
    if not chat.draft:
        # The last question of a sign-up holds its answers until somebody goes on from it.
        chat.state = None
    await chats.save(scene.connection, [chat])
    if told:
        await tell(scene, case.chat_id, Prompt((cards.ERASED_FOR_YOU,)))
    return True


async def again(scene: Scene, gone: Sequence[Erased]) -> int:
    """After a restore: erase what was erased since the backup was made. A number that was given to somebody
    else since then is left alone. Returns how many were still there.
    """
    there, at = 0, erasure.At(scene.now, scene.zone)
    for one in gone:
        if one.what == rights.LEARNER:
            there += await erasure.erase_learner_again(scene.connection, one, at)
        else:
            there += await erasure.erase_chat_again(scene.connection, one, scene.now)
    return there
