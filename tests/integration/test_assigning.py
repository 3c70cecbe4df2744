"""Staff can give a learner only to somebody who hears of it."""

from __future__ import annotations

from bot.domain.referral_status import ReferralStatus
from bot.services.inbox import Actor, Inbound
from tests.support.building import Rig
from tests.support.loop import case_now, make_staff, make_volunteer, submitted_case
from tests.support.meetings import press


async def blocks(rig: Rig, address: str) -> None:
    """Telegram tells that this person blocked the bot."""
    await rig.take(Inbound("telegram", next(rig.updates), Actor("telegram", address), None, gone=True))
    await rig.due()


async def test_a_learner_is_not_given_to_a_volunteer_who_blocked_the_bot(rig: Rig) -> None:
    await make_staff(rig)
    anna, bram = await make_volunteer(rig), await make_volunteer(rig, address="bram", name="Bram")
    case = await submitted_case(rig)
    await blocks(rig, "anna")

    # A button of a list that was shown before.
    await press(rig, "staff", "assign", case.id, anna.id)
    after = await case_now(rig, case.id)
    assert (after.status, after.volunteer_id) == (ReferralStatus.SUBMITTED, None)

    await press(rig, "staff", "assign", case.id, bram.id)
    assert (await case_now(rig, case.id)).volunteer_id == bram.id
