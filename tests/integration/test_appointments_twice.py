"""One volunteer, two learners: the chat never plans both at the same moment; on both databases."""

from __future__ import annotations

import asyncio

import pytest

from bot.db.queries import members
from bot.db.queries.cases import Case
from bot.services.loop import proposals
from bot.services.loop.appointment_rows import By
from flows.cards.calendar import stamp
from tests.support.building import Rig, buttons_of
from tests.support.loop import card, case_now
from tests.support.meetings import (
    LEARNER,
    MONDAY,
    TUESDAY,
    VOLUNTEER,
    appointment_of,
    make_case,
    matched_case,
    planned_case,
    press,
    propose,
    said,
)
from tests.support.offering import scene

OTHER = "8"
HALF_AN_HOUR_LATER = "2026-06-08T11:30"


async def another(rig: Rig, like: Case) -> Case:
    """Another learner whom the same volunteer has."""
    assert like.volunteer_id is not None
    async with rig.database.transaction() as connection:
        volunteer = await members.get(connection, like.volunteer_id)
        assert volunteer is not None
        referral_id = await make_case(rig, connection, OTHER, volunteer)
    return await case_now(rig, referral_id)


async def choose(rig: Rig, address: str, case: Case, wall: str) -> None:
    row = await appointment_of(rig, case)
    await press(rig, address, "mom", row.id, stamp(wall))


@pytest.mark.parametrize("wall", [MONDAY, HALF_AN_HOUR_LATER])
async def test_a_moment_that_is_taken_cannot_be_proposed_to_another_learner(rig: Rig, wall: str) -> None:
    other = await another(rig, await planned_case(rig, MONDAY))

    await press(rig, VOLUNTEER, "pday", other.id, stamp(MONDAY[:10]))
    shown = [button.choice for button in buttons_of(card(rig, VOLUNTEER))]
    assert f"do:pt:{other.id}:{stamp('2026-06-08T12:00')}" in shown
    assert f"do:pt:{other.id}:{stamp(wall)}" not in shown

    receipt = await press(rig, VOLUNTEER, "pt", other.id, stamp(wall))
    assert receipt.toast is not None
    assert receipt.toast.key == "volunteer.calendar.not_then"


async def test_the_own_moment_is_not_in_the_way_when_it_is_moved(rig: Rig) -> None:
    case = await planned_case(rig, MONDAY)
    await press(rig, VOLUNTEER, "pmove", case.id)
    await press(rig, VOLUNTEER, "pt", case.id, stamp(HALF_AN_HOUR_LATER))

    assert (await appointment_of(rig, case)).moments == [HALF_AN_HOUR_LATER]


async def test_whoever_chooses_what_was_taken_meanwhile_chooses_another(rig: Rig) -> None:
    case = await matched_case(rig)
    other = await another(rig, case)
    await propose(rig, case, MONDAY)
    await propose(rig, other, MONDAY, TUESDAY)
    await rig.due()
    await choose(rig, LEARNER, case, MONDAY)

    await choose(rig, OTHER, other, MONDAY)
    assert said(rig, OTHER)[-1] == "appointment.gone_by"
    assert (await appointment_of(rig, other)).status == "proposed"

    await choose(rig, OTHER, other, TUESDAY)
    assert (await appointment_of(rig, other)).wall_at == TUESDAY


async def test_when_nothing_is_left_the_volunteer_proposes_others(rig: Rig) -> None:
    case = await matched_case(rig)
    other = await another(rig, case)
    await propose(rig, case, MONDAY)
    await propose(rig, other, MONDAY)
    await rig.due()
    await choose(rig, LEARNER, case, MONDAY)

    await choose(rig, OTHER, other, MONDAY)
    await rig.due()

    assert (await appointment_of(rig, other)).status == "draft"
    assert said(rig, OTHER)[-1] == "appointment.again"
    assert "volunteer.proposal.none_fits" in said(rig, VOLUNTEER)


async def test_of_two_who_choose_the_same_moment_together_one_has_it(rig: Rig) -> None:
    case = await matched_case(rig)
    other = await another(rig, case)
    for one in (case, other):
        await propose(rig, one, MONDAY, TUESDAY)
    await rig.due()

    await asyncio.gather(choose(rig, LEARNER, case, MONDAY), choose(rig, OTHER, other, MONDAY))

    states = sorted([(await appointment_of(rig, one)).status for one in (case, other)])
    assert states == ["planned", "proposed"]


async def test_what_staff_propose_on_purpose_can_be_chosen(rig: Rig) -> None:
    case = await planned_case(rig, MONDAY)
    other = await another(rig, case)
    rig.clock.forward(seconds=60)
    async with scene(rig) as at:
        await proposals.ask(at, other, [MONDAY], By("staff"), minutes=60)
    await rig.due()

    await choose(rig, OTHER, other, MONDAY)

    assert (await appointment_of(rig, other)).status == "planned"


async def test_a_longer_talk_is_not_offered_over_the_next_one(rig: Rig) -> None:
    case = await planned_case(rig, MONDAY)
    other = await another(rig, case)
    await press(rig, VOLUNTEER, "pt", other.id, stamp(TUESDAY))
    await rig.run("UPDATE appointment SET minutes = 120 WHERE referral_id = :id", id=other.id)

    receipt = await press(rig, VOLUNTEER, "pt", other.id, stamp("2026-06-08T10:00"))

    assert receipt.toast is not None
    assert receipt.toast.key == "volunteer.calendar.not_then"


async def test_what_is_agreed_by_telephone_while_another_chooses_is_not_planned_twice(rig: Rig) -> None:
    case = await matched_case(rig)
    other = await another(rig, case)
    await propose(rig, case, MONDAY)
    await rig.due()

    await asyncio.gather(
        choose(rig, LEARNER, case, MONDAY), press(rig, VOLUNTEER, "pagr", other.id, stamp(MONDAY))
    )

    planned = await rig.rows("SELECT referral_id FROM appointment WHERE status = 'planned'")
    assert len(planned) == 1
