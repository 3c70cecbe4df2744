"""Offers to volunteers: begin asking, stop asking, yes, no; and who has a learner.

Each function locks the referral and looks again, so that of several who say yes at the same moment exactly
one wins, and each of the others is told kindly. How volunteers are asked is in `bot.services.loop.offering`,
who
gets and who gives back a learner in `bot.services.loop.holding`; others find all of it here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.db.queries import cases, members, offers
from bot.db.queries.cases import Case
from bot.db.queries.chats import LockedChat
from bot.db.queries.members import MemberRow
from bot.db.queries.offers import OfferRow
from bot.db.queries.timers import DueTimer
from bot.domain.fit import Fit
from bot.domain.referral_status import ReferralStatus
from bot.services.clockwork import Act, by_day
from bot.services.loop import fitting, holding, news, offering, referral
from bot.services.loop.absence import GONE
from bot.services.loop.holding import assign, give_back, volunteer_left
from bot.services.loop.offering import close, pass_over
from bot.services.scene import Scene
from flows.cards.offer import Closed, WhyNot
from flows.cards.staff_choices import VolunteerChoice

__all__ = [
    "KINDS",
    "Answered",
    "Outcome",
    "accept",
    "assign",
    "candidates",
    "choices",
    "close",
    "decline",
    "give_back",
    "pass_over",
    "say_why",
    "start",
    "volunteer_left",
]


class Outcome(StrEnum):
    """What came of an answer to an offer."""

    YOURS = "yours"
    YOURS_ALREADY = "yours_already"
    DECLINED = "declined"
    CLOSED = "closed"  # see `Answered.closed`


@dataclass(frozen=True, slots=True)
class Answered:
    """`case` is as it stands after the answer; `closed` says why there was nothing to take."""

    outcome: Outcome
    case: Case
    closed: Closed | None = None


# ── Asking ─────────────────────────────────────────────────────────────────────────────────────────────────


async def start(scene: Scene, case: Case) -> bool:
    """Begin to ask volunteers: ACCEPTED → OFFERED. False: not accepted, or nobody can be asked, and then the
    staff of the house hear of it.
    """
    now = await cases.lock(scene.connection, case.id)
    if now is None or now.status != ReferralStatus.ACCEPTED:
        return False
    number = await offers.last_round(scene.connection, case.id) + 1
    if not await offering.ask_next(scene, now, number):
        await offering.nobody_left(scene, now)
        return False
    wish = referral.Move(to=ReferralStatus.OFFERED, by=offering.SYSTEM, why="asked", now=scene.now)
    await referral.move(scene.connection, case.id, ReferralStatus.ACCEPTED, wish)
    return True


async def candidates(scene: Scene, case: Case) -> tuple[Fit, ...]:
    """Whom staff can choose from, best fit first; who is full, pauses or helps with other things is not in
    it.
    """
    return await fitting.ranked(scene, case)


async def choices(scene: Scene, case: Case) -> list[VolunteerChoice]:
    """The same with their names, without who has the learner already."""
    found = []
    for fit in await candidates(scene, case):
        member = await members.get(scene.connection, fit.candidate_id)
        if member is not None and member.id != case.volunteer_id:
            name = scene.name(member.name)
            found.append(VolunteerChoice(member.id, name, fit.open_learners, fit.reasons))
    return found


# ── Answers ────────────────────────────────────────────────────────────────────────────────────────────────


async def accept(scene: Scene, offer_id: int, held_by: Sequence[MemberRow]) -> Answered | None:
    """A volunteer says yes. `held_by` are the roles of whoever says it; None: not theirs."""
    found = await _mine(scene, offer_id, held_by)
    if found is None:
        return None
    offer, case, volunteer = found
    if offer.status != offers.OPEN or case.status != ReferralStatus.OFFERED:
        return _over(offer, case)
    if await fitting.is_full(scene, volunteer.id):
        await offers.end(scene.connection, [offer.id], offers.WITHDRAWN, scene.now)
        await offering.carry_on(scene, case)
        return Answered(Outcome.CLOSED, case, Closed.FULL)
    await offers.end(scene.connection, [offer.id], offers.ACCEPTED, scene.now)
    await offering.close(scene, case.id, Closed.TAKEN)
    matched = await holding.match(scene, case, volunteer, by=volunteer, why="accepted")
    await news.matched(scene, matched, scene.name(volunteer.name))
    return Answered(Outcome.YOURS, matched)


async def decline(scene: Scene, offer_id: int, held_by: Sequence[MemberRow]) -> Answered | None:
    """A volunteer says no: the next is asked. None: not theirs."""
    found = await _mine(scene, offer_id, held_by)
    if found is None:
        return None
    offer, case, _ = found
    if offer.status != offers.OPEN:
        return _over(offer, case)
    await offers.end(scene.connection, [offer.id], offers.DECLINED, scene.now)
    await offering.carry_on(scene, case)
    return Answered(Outcome.DECLINED, case)


async def say_why(scene: Scene, offer_id: int, held_by: Sequence[MemberRow], why: WhyNot) -> bool:
    """Keep with a declined offer why; the first reason stays. False: not theirs, or not declined."""
    found = await _mine(scene, offer_id, held_by)
    if found is None or found[0].status != offers.DECLINED:
        return False
    offer = found[0]
    if not set(WhyNot) & set(offer.reasons):
        await offers.change(scene.connection, offer.id, {"reasons": [*offer.reasons, why.value]})
    return True


async def _mine(
    scene: Scene, offer_id: int, held_by: Sequence[MemberRow]
) -> tuple[OfferRow, Case, MemberRow] | None:
    found = await offering.held(scene, offer_id)
    if found is None:
        return None
    member = next((one for one in held_by if one.id == found[0].member_id), None)
    if member is None or member.role != holding.VOLUNTEER or member.ended_at is not None:
        return None
    return *found, member


def _over(offer: OfferRow, case: Case) -> Answered:
    """It was answered before, or ended in another way."""
    if offer.status == offers.ACCEPTED and case.volunteer_id == offer.member_id:
        return Answered(Outcome.YOURS_ALREADY, case)
    if offer.status == offers.DECLINED:
        return Answered(Outcome.CLOSED, case, Closed.DECLINED)
    if case.volunteer_id is not None:
        return Answered(Outcome.CLOSED, case, Closed.TAKEN)
    timed_out = offer.status == offers.TIMED_OUT
    return Answered(Outcome.CLOSED, case, Closed.TIMED_OUT if timed_out else Closed.NOT_NEEDED)


# ── What falls due ─────────────────────────────────────────────────────────────────────────────────────────


async def gone(scene: Scene, timer: DueTimer, chat: LockedChat) -> str:
    """A volunteer blocked us, unless they are back by now: their learners go back to staff."""
    if chat.unreachable_at is None:
        return "back"
    member = await members.get(scene.connection, timer.about)
    if member is None or member.ended_at is not None:
        return "left"
    await volunteer_left(scene, member, why="unreachable")
    return "gone"


KINDS: Mapping[str, Act] = {
    offering.ASK: by_day(offering.ask),
    offering.ANSWER: offering.time_out,
    offering.FULL: offering.full,
    GONE: gone,
}
