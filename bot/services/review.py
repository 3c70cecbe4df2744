"""What staff of a Taalhuis decide about a sign-up, whether they say it in the chat or on a page.

Each function moves the referral that this transaction holds, lets everybody hear who has to, and leaves
nothing behind of the state before. The caller has looked whose case it is (`bot.services.rights`).
"""

from __future__ import annotations

from bot.db.queries import cases, review
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.domain.referral_status import ReferralStatus
from bot.services import news, notifications
from bot.services.referral import Move, move
from bot.services.scene import Scene

MACHINE = "machine"


async def received(scene: Scene, referral_id: int, *, kind: str = "new") -> None:
    """A sign-up came in, or came to another house: a house that accepts by itself does so, the staff of
    others hear of it. Without a house nobody can; the task for a person was made with the sign-up.
    """
    case = await cases.lock(scene.connection, referral_id)
    if case is None or case.taalhuis_id is None or case.status != ReferralStatus.SUBMITTED:
        return
    house = await review.house(scene.connection, case.taalhuis_id)
    if house.auto_accept:
        await accept(scene, case, None)
    else:
        await notifications.alert(scene, taalhuis_id=house.id, kind=kind, referral_id=case.id)


async def accept(scene: Scene, case: Case, member: MemberRow | None) -> bool:
    """The house helps: volunteers are asked. `member` is who decided, None when the house does so by itself;
    then the learner has just heard what comes next. False when it is not to be decided any more.
    """
    here = ReferralStatus(case.status)
    if here not in (ReferralStatus.SUBMITTED, ReferralStatus.WAITING_LIST):
        return False
    wish = _decided(
        scene, case, member, to=ReferralStatus.ACCEPTED, why="accepted" if member else "by_itself"
    )
    await move(scene.connection, case.id, here, wish)
    if member is not None:
        await news.accepted(scene, case)
    await _start_offers(scene, case.id)
    return True


async def _start_offers(scene: Scene, referral_id: int) -> None:
    from bot.services import offers

    accepted = await cases.get(scene.connection, referral_id)
    if accepted is not None:
        await offers.start(scene, accepted)


def _decided(scene: Scene, case: Case, member: MemberRow | None, *, to: ReferralStatus, why: str) -> Move:
    """A move of staff; who decides about a sign-up that is nobody's looks after it from then on."""
    if member is None:
        return Move(to=to, by=MACHINE, why=why, now=scene.now)
    changes = {} if case.staff_id else {"staff_id": member.id}
    return Move(to=to, by=member.role, why=why, now=scene.now, member_id=member.id, changes=changes)
