"""A learner who signed up through the conversation and whom Anna helps, for tests of what the two can do."""

from __future__ import annotations

from bot.db.queries.cases import Case
from tests.support.building import Rig
from tests.support.loop import case_now, make_volunteer, submitted_by_a_helper, submitted_case, tap_card
from tests.support.meetings import MONDAY, press, propose

LEARNER, VOLUNTEER = "7", "anna"

__all__ = ["LEARNER", "MONDAY", "VOLUNTEER", "helped_case", "press", "with_appointment"]


async def helped_case(rig: Rig, *, by_a_helper: bool = False) -> Case:
    """Anna said yes to Xanthippe, who still sees the goodbye of the questions."""
    volunteer = await make_volunteer(rig, address=VOLUNTEER)
    case = await (submitted_by_a_helper(rig, LEARNER) if by_a_helper else submitted_case(rig, LEARNER))
    await rig.run(
        "UPDATE referral SET status = 'matched', volunteer_id = :volunteer WHERE id = :id",
        volunteer=volunteer.id,
        id=case.id,
    )
    return await case_now(rig, case.id)


async def with_appointment(rig: Rig, wall: str = MONDAY) -> Case:
    """They meet at this moment, which the learner chose."""
    case = await helped_case(rig)
    await propose(rig, case, wall)
    await rig.due()
    await tap_card(rig, "mom", LEARNER)
    await rig.due()
    return await case_now(rig, case.id)
