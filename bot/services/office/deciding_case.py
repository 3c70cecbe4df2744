"""Deeds that decide about a sign-up, and tasks about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.db.queries import members, tasks
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.domain.referral_status import RejectReason, WaitReason
from bot.services.loop import offers, review, transfer
from bot.services.office.deciding_wish import Do, Wish
from bot.services.scene import Scene
from flows.model import Text

# Translators: in the form nothing was chosen: no reason, volunteer, house or sign-up.
_CHOOSE = Text("console.sheet.wrong.choose")
# Translators: no volunteer can be asked now.
_NOBODY = Text("console.sheet.wrong.nobody")
# Translators: this volunteer cannot be given the learner (any more).
_NOT_THEM = Text("console.sheet.wrong.not_them")
# Translators: the sign-up cannot go to this Taalhuis (any more).
_NOT_THERE = Text("console.sheet.wrong.not_there")


async def _accept(scene: Scene, case: Case, member: MemberRow, _wish: Wish) -> bool:
    return await review.accept(scene, case, member)


async def _own(scene: Scene, case: Case, member: MemberRow, _wish: Wish) -> bool:
    return await review.own(scene, case, member)


async def _reopen(scene: Scene, case: Case, member: MemberRow, _wish: Wish) -> bool:
    return await review.reopen(scene, case, member)


async def _seek(scene: Scene, case: Case, _member: MemberRow, _wish: Wish) -> bool | Text:
    """Nobody to ask is told to the staff of the house too, as after the button in the chat."""
    return await offers.start(scene, case) or _NOBODY


async def _wait(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool | Text:
    if wish.why not in list(WaitReason):
        return _CHOOSE
    return await review.wait(scene, case, member, WaitReason(wish.why))


async def _reject(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool | Text:
    if wish.why not in list(RejectReason):
        return _CHOOSE
    return await review.reject(scene, case, member, RejectReason(wish.why))


async def _duplicate(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool | Text:
    return await review.duplicate(scene, case, member, wish.whom) if wish.whom else _CHOOSE


async def _assign(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool | Text:
    if not wish.whom:
        return _CHOOSE
    volunteer = await members.get(scene.connection, wish.whom)
    if volunteer is None or not await review.assign(scene, case, volunteer, member):
        return _NOT_THEM
    return True


async def _transfer(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool | Text:
    if not wish.whom:
        return _CHOOSE
    return await transfer.transfer(scene, case, wish.whom, member) or _NOT_THERE


async def _task(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool:
    """A task of this sign-up only."""
    task = await tasks.get(scene.connection, wish.whom)
    if task is None or task.referral_id != case.id or task.taalhuis_id != case.taalhuis_id:
        return False
    return await tasks.end_one(scene.connection, task.id, scene.now, member.id)


CASE: Final[Mapping[str, Do]] = {
    "accept": _accept,
    "own": _own,
    "reopen": _reopen,
    "seek": _seek,
    "wait": _wait,
    "reject": _reject,
    "duplicate": _duplicate,
    "assign": _assign,
    "transfer": _transfer,
    "task": _task,
}
