"""Whose case it is: having a role lets somebody try, and these say whether it is theirs.

Each returns None for "not yours", "not any more" and "no such thing" alike, so that nobody learns from the
answer what exists. The case is locked: what follows happens to it in this transaction.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.db.queries import cases
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.domain.referral_status import WITH_VOLUNTEER, ReferralStatus
from bot.services.desk.model import Doing, Role


@dataclass(frozen=True, slots=True)
class Mine:
    """A case, and in which role it is the doer's."""

    case: Case
    member: MemberRow


async def case_of_staff(doing: Doing, referral_id: int) -> Mine | None:
    """A case at a Taalhuis where the doer is staff."""
    case = await cases.lock(doing.scene.connection, referral_id)
    if case is None or case.taalhuis_id is None:
        return None
    member = next(
        (one for one in doing.members if one.role == Role.STAFF and one.taalhuis_id == case.taalhuis_id), None
    )
    return _given(doing, Mine(case, member)) if member else None


async def case_of_volunteer(doing: Doing, referral_id: int) -> Mine | None:
    """A case that the doer accepted and still has."""
    case = await cases.lock(doing.scene.connection, referral_id)
    if case is None or ReferralStatus(case.status) not in WITH_VOLUNTEER:
        return None
    member = next((one for one in doing.members if one.id == case.volunteer_id), None)
    return _given(doing, Mine(case, member)) if member and member.role == Role.VOLUNTEER else None


def _given(doing: Doing, mine: Mine) -> Mine:
    doing.touched.append(mine.case.id)
    doing.given[mine.case.id] = mine.member
    return mine


def answered_for(doing: Doing, case: Case) -> None:
    """An offer of this case was the doer's to answer: remember as which volunteer."""
    for one in doing.members:
        if one.role == Role.VOLUNTEER and one.taalhuis_id == case.taalhuis_id:
            doing.given[case.id] = one


async def case_of_worker(doing: Doing, referral_id: int) -> Mine | None:
    """A case that the doer has as its volunteer, or else as staff of its house."""
    return await case_of_volunteer(doing, referral_id) or await case_of_staff(doing, referral_id)


async def case_of_learner(doing: Doing, referral_id: int) -> Case | None:
    """A case that the doer sent for themselves. Of one that a helper sent, the helper may do nothing."""
    case = await cases.lock(doing.scene.connection, referral_id)
    if case is None or case.by_helper or case.chat_id != doing.chat.id:
        return None
    return case
