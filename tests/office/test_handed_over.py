"""Who was handed over to another Taalhuis is not shown any more where they were before."""

from __future__ import annotations

import pytest

from tests.support.building import Rig
from tests.support.feeds import address_of, read
from tests.support.loop import OTHER_HOUSE, house_id, make_staff
from tests.support.meetings import MONDAY, planned_case
from tests.support.office import at_desk
from tests.support.planning import blocks_of

WEEK = "/planning?week=2026-W24"


@pytest.mark.parametrize("status", ["planned", "done"])
async def test_a_lesson_of_who_was_handed_over_leaves_the_week_and_the_calendar_of_the_house(
    rig: Rig, status: str
) -> None:
    case = await planned_case(rig, MONDAY)
    staff = await make_staff(rig)
    address = await address_of(rig, staff)
    await rig.run("UPDATE appointment SET status = :status", status=status)
    async with at_desk(rig, staff) as desk:
        assert len(blocks_of((await desk.get(WEEK)).text)) == 1
        assert len((await read(rig, address)).events) == 1
        other = await house_id(rig, OTHER_HOUSE)
        await rig.run("UPDATE referral SET taalhuis_id = :house WHERE id = :id", house=other, id=case.id)
        rig.clock.forward(minutes=1)

        assert blocks_of((await desk.get(WEEK)).text) == []
        assert list((await read(rig, address)).events) == []
