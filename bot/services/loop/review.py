"""What staff of a Taalhuis decide about a sign-up, whether they say it in the chat or on a page.

Each function moves the referral that this transaction holds, lets everybody hear who has to, and leaves
nothing behind of the state before. The caller has looked whose case it is (`bot.services.loop.rights`); False
means that it is not to be decided any more. To another house it goes by `bot.services.loop.transfer`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.db.queries import alerts, cases, intakes, members, review
from bot.db.queries import tasks as task_rows
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.domain.referral_status import (
    OPEN,
    REOPENED_BY_STAFF,
    STARTED,
    ReferralStatus,
    RejectReason,
    WaitReason,
    may_move,
)
from bot.services.loop import appointments, holding, news, notifications, offers, tasks
from bot.services.loop.referral import Move, move
from bot.services.scene import Scene, tell_kindly
from flows.cards.decided import taken_from_volunteer

MACHINE = "machine"
SEEN = frozenset({"answer", "declined", "no_show"})
"""What somebody of the staff only has to know: who opens the card knows it."""

_S = ReferralStatus


# ── In and on ──────────────────────────────────────────────────────────────────────────────────────────────


async def received(scene: Scene, referral_id: int, *, kind: str = "new") -> None:
    """A sign-up came in, or came to another house: a house that accepts by itself does so, the staff of
    others hear of it. Without a house nobody can (`bot.services.loop.houseless`). What the learner was told
    of it is a promise of whoever told it.
    """
    case = await cases.lock(scene.connection, referral_id)
    if case is None or case.taalhuis_id is None or case.status != _S.SUBMITTED:
        return
    house = await review.house(scene.connection, case.taalhuis_id)
    if house.auto_accept:
        await accept(scene, case, None)
    else:
        await notifications.alert(scene, taalhuis_id=house.id, kind=kind, referral_id=case.id)


async def accept(scene: Scene, case: Case, member: MemberRow | None) -> bool:
    """The house helps: volunteers are asked. `member` is who decided, None when the house does so by itself;
    then the learner has just heard what comes next.
    """
    if not await _accepted(scene, case, member):
        return False
    if member is not None:
        await news.accepted(scene, case)
    await offers.start(scene, await again(scene, case))
    return True


async def own(scene: Scene, case: Case, member: MemberRow) -> bool:
    """From now on this member of staff looks after it; False when they do so already."""
    if case.staff_id == member.id:
        return False
    await intakes.change_referral(scene.connection, case.id, {"staff_id": member.id})
    await alerts.settle_kinds(scene.connection, case.id, {"new", "moved_in"}, scene.now)
    return True


async def assign(scene: Scene, case: Case, volunteer: MemberRow, by: MemberRow) -> bool:
    """Give a learner to a volunteer of the house, without asking others. Nothing happens when that cannot be:
    accepted and given to nobody, the sign-up would wait unseen.
    """
    if not holding.can_help(case, volunteer):
        return False
    if case.status in (_S.SUBMITTED, _S.WAITING_LIST):
        await _accepted(scene, case, by)
    return await offers.assign(scene, await again(scene, case), volunteer, by)


# ── Not now, and not here ──────────────────────────────────────────────────────────────────────────────────


async def wait(scene: Scene, case: Case, member: MemberRow, why: WaitReason) -> bool:
    """There is no place yet; the learner is told that they are not forgotten."""
    if not await _leave(
        scene, case, member, to=ReferralStatus.WAITING_LIST, why=why, changes={"ended_why": why}
    ):
        return False
    await or_by_phone(scene, case, "waiting", told=await news.waiting(scene, case))
    return True


async def reject(scene: Scene, case: Case, member: MemberRow, why: RejectReason) -> bool:
    """This house cannot help; the learner is told kindly where else help is."""
    if not await _leave(scene, case, member, to=ReferralStatus.REJECTED, why=why, changes={"ended_why": why}):
        return False
    await task_rows.end_of_referral(scene.connection, case.id, scene.now, member.id)
    if why is not RejectReason.UNREACHABLE:
        await or_by_phone(scene, case, "rejected", told=await news.rejected(scene, case, why))
    return True


async def duplicate(scene: Scene, case: Case, member: MemberRow, of: int) -> bool:
    """The same person signed up before: that sign-up goes on. `of` is its referral, at the same house. One
    that is closed does not go on; it would leave the learner, who is told to do nothing, with nobody.
    """
    alike = await review.alike(scene.connection, case)
    if of not in [one.id for one in alike if one.status in OPEN]:
        return False
    changes = {"duplicate_of": of, "ended_why": "duplicate"}
    if not await _leave(scene, case, member, to=ReferralStatus.DUPLICATE, why="duplicate", changes=changes):
        return False
    await task_rows.end_of_referral(scene.connection, case.id, scene.now, member.id)
    await news.duplicate(scene, case)
    return True


async def reopen(scene: Scene, case: Case, member: MemberRow) -> bool:
    """Look again at what was closed, or at who waits; the learner hears that it is looked at again."""
    here = _S(case.status)
    if here not in REOPENED_BY_STAFF | {_S.WAITING_LIST}:
        return False
    changes = {"ended_why": "", "duplicate_of": None, "volunteer_id": None}
    wish = decided(scene, case, member, to=ReferralStatus.SUBMITTED, why="reopened", changes=changes)
    await move(scene.connection, case.id, here, wish)
    if case.taalhuis_id is not None:
        await notifications.alert(scene, taalhuis_id=case.taalhuis_id, kind="new", referral_id=case.id)
    await news.put_back(scene, case)
    return True


# ── For this and its neighbour ─────────────────────────────────────────────────────────────────────────────


async def let_go(scene: Scene, case: Case, *, by: str, why: str) -> None:
    """Nobody is asked any more, nothing is planned any more, and who had the learner hears it; before the
    referral moves on, in the same transaction.
    """
    await offers.close(scene, case.id)
    await holding.hush(scene, case)
    await appointments.cancel_all(scene, case, by=by, why=why, tell=True)
    former = await members.get(scene.connection, case.volunteer_id) if case.volunteer_id else None
    if former is not None and former.ended_at is None:
        prompt = taken_from_volunteer(scene.name(case.first_name))
        await tell_kindly(scene, former.chat_id, prompt, referral_id=case.id)


async def or_by_phone(scene: Scene, case: Case, what: str, *, told: bool) -> None:
    """Who cannot be told in the chat is telephoned by somebody of the house. `what` they have to hear."""
    if not told:
        await tasks.telephone(scene, case, step=what)


async def again(scene: Scene, case: Case) -> Case:
    """The case as it stands now.

    Raises:
        ValueError: it is gone while it is held; a defect.
    """
    found = await cases.get(scene.connection, case.id)
    if found is None:
        raise ValueError(f"referral {case.id} is gone while it is held")
    return found


def decided(
    scene: Scene,
    case: Case,
    member: MemberRow | None,
    *,
    to: ReferralStatus,
    why: str,
    changes: Mapping[str, Any] | None = None,
) -> Move:
    """A move of staff; who decides about a sign-up that is nobody's looks after it from then on."""
    changed = dict(changes or {})
    if member is None:
        return Move(to=to, by=MACHINE, why=why, now=scene.now, changes=changed)
    if case.staff_id is None:
        changed.setdefault("staff_id", member.id)
    return Move(to=to, by=member.role, why=why, now=scene.now, member_id=member.id, changes=changed)


async def _accepted(scene: Scene, case: Case, member: MemberRow | None) -> bool:
    here = _S(case.status)
    if here not in (_S.SUBMITTED, _S.WAITING_LIST):
        return False
    why = "accepted" if member else "by_itself"
    changes = {"ended_why": ""}
    wish = decided(scene, case, member, to=ReferralStatus.ACCEPTED, why=why, changes=changes)
    await move(scene.connection, case.id, here, wish)
    return True


async def _leave(
    scene: Scene,
    case: Case,
    member: MemberRow,
    *,
    to: ReferralStatus,
    why: str,
    changes: Mapping[str, Any],
) -> bool:
    """Move a case that has not begun to where no volunteer has it."""
    here = _S(case.status)
    if here in STARTED or not may_move(here, to):
        return False
    await let_go(scene, case, by=member.role, why=why)
    wish = decided(scene, case, member, to=to, why=why, changes={**changes, "volunteer_id": None})
    await move(scene.connection, case.id, here, wish)
    return True
