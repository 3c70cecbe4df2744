"""What a machine cannot put right becomes a task: the staff of the house hear of it, call, and say that it is
done.
"""

from __future__ import annotations

from dataclasses import replace

from flows.model import Name
from flows.replies import Command
from tests.support.building import Rig, keys_of
from tests.support.loop import make_staff, submitted_by_a_helper, submitted_case, tap_card
from tests.support.signups import PHONE_STORED
from tests.support.staffing import kinds, later, told


async def test_who_wants_a_person_becomes_a_task_that_the_house_hears_of(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)
    await rig.taps("done person")
    await later(rig, minutes=11)

    assert kinds(told(rig, "staff")[-1]) == {"new": 1, "person_asked": 1}
    await rig.hear(Command("taken"), address="staff")
    shown = told(rig, "staff")[-1]
    assert "staff.task.person_asked" in keys_of(shown)
    assert "staff.task.phone" in keys_of(shown)
    await tap_card(rig, "tdone", "staff")
    assert keys_of(told(rig, "staff")[-1]) == ["staff.tasks.none"]
    ((by,),) = await rig.rows("SELECT done_by FROM task")
    assert by is not None


async def test_without_a_number_the_task_says_so(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_by_a_helper(rig)
    await rig.taps("done person")
    await rig.hear(Command("taken"), address="staff")

    assert "staff.task.no_phone" in keys_of(told(rig, "staff")[-1])


async def test_a_learner_who_blocks_us_becomes_a_task_with_the_number_to_call(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)
    await rig.take(replace(rig.inbound(None), gone=True))
    await later(rig, minutes=11)

    assert kinds(told(rig, "staff")[-1]) == {"new": 1, "unreachable": 1}
    await tap_card(rig, "tasks", "staff")
    shown = told(rig, "staff")[-1]
    (number,) = [line.params["phone"] for line in shown.lines if line.key == "staff.task.phone"]
    assert number == Name(PHONE_STORED)
    assert "staff.task.why.blocked" in keys_of(shown)
    assert await rig.rows("SELECT role FROM reading") == [("staff",)]


async def test_a_learner_who_comes_back_needs_no_call_and_the_staff_hear_of_none(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)
    await rig.take(replace(rig.inbound(None), gone=True))
    await rig.hear(Command("start"))
    await later(rig, minutes=11)

    assert kinds(told(rig, "staff")[-1]) == {"new": 1}
    assert await rig.rows("SELECT count(*) FROM task WHERE done_at IS NULL") == [(0,)]
