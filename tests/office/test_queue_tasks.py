"""What is to be done by hand, at a desk: the list of the chat, with the same end."""

from __future__ import annotations

import json
import re

from sqlalchemy import insert

from bot.db.models import Task
from bot.db.queries.cases import Case
from tests.support.building import Rig
from tests.support.loop import OTHER_HOUSE, house_id, make_staff, submitted_case
from tests.support.office import Desk, at_desk

MANY = 21


def tasks_in(desk: Desk) -> list[str]:
    """The ids of the tasks on the page, from top to bottom."""
    return re.findall(r'action="/console/intakes/tasks/(\d+)"', desk.page.text)


async def asked(rig: Rig) -> Case:
    """Somebody who signed up and then asked for a person."""
    case = await submitted_case(rig, name="Fatima")
    await rig.taps("done person")
    return case


async def plant(rig: Rig, case: Case, many: int) -> None:
    """More tasks of one sign-up, a minute after each other."""
    of_it = {"chat_id": 1, "taalhuis_id": case.taalhuis_id, "referral_id": case.id, "step": ""}
    async with rig.database.transaction() as connection:
        for _ in range(many):
            rig.clock.forward(minutes=1)
            made = {**of_it, "kind": "person_asked", "created_at": rig.clock()}
            await connection.execute(insert(Task).values(**made))


async def test_a_task_names_the_learner_the_number_and_the_sign_up_and_who_read_it_is_written_down(
    rig: Rig,
) -> None:
    case = await asked(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get("/intakes/tasks")

        assert "Fatima" in desk.page.text
        assert f'href="/console/intake/{case.id}"' in desk.page.text
        (task,) = tasks_in(desk)
    ((detail,),) = await rig.rows("SELECT detail FROM audit_entry WHERE what = 'task.list'")
    assert json.loads(detail)["listed"] == [int(task)]


async def test_a_task_that_is_done_leaves_the_list_and_says_who_did_it(rig: Rig) -> None:
    await asked(rig)
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get("/intakes/tasks")
        (task,) = tasks_in(desk)
        await desk.post(f"/intakes/tasks/{task}")

        assert tasks_in(desk) == []
        assert "Er is nu niets te doen." in desk.page.text
    assert await rig.rows("SELECT done_by FROM task") == [(staff.id,)]
    assert len(await rig.rows("SELECT 1 FROM audit_entry WHERE what = 'deed.tdone'")) == 1


async def test_a_task_that_somebody_else_did_meanwhile_says_so_kindly(rig: Rig) -> None:
    await asked(rig)
    first, second = await make_staff(rig), await make_staff(rig, address="second")
    async with at_desk(rig, first) as desk, at_desk(rig, second) as other:
        await desk.get("/intakes/tasks")
        await other.get("/intakes/tasks")
        (task,) = tasks_in(desk)
        await desk.post(f"/intakes/tasks/{task}")
        await other.post(f"/intakes/tasks/{task}")

        assert "Een collega had dit al gedaan." in other.page.text
    assert await rig.rows("SELECT done_by FROM task") == [(first.id,)]


async def test_tasks_of_another_house_are_neither_shown_nor_ended(rig: Rig) -> None:
    case = await asked(rig)
    await house_id(rig, OTHER_HOUSE)
    async with at_desk(rig, await make_staff(rig, OTHER_HOUSE, address="other")) as desk:
        await desk.get("/intakes/tasks")
        assert tasks_in(desk) == []
        assert f"/console/intake/{case.id}" not in desk.page.text
        ((task,),) = await rig.rows("SELECT id FROM task")
        await desk.get("/intakes?show=new")
        for number in (task, task + 1):
            answer = await desk.post(f"/intakes/tasks/{number}")
            assert answer.status_code == 404
            await desk.get("/intakes?show=new")
    assert await rig.rows("SELECT done_at FROM task") == [(None,)]


async def test_many_tasks_stand_on_pages_oldest_first(rig: Rig) -> None:
    case = await submitted_case(rig, name="Fatima")
    await plant(rig, case, MANY)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get("/intakes/tasks")
        first = tasks_in(desk)
        assert "/console/intakes/tasks?page=1" in desk.page.text
        await desk.get("/intakes/tasks?page=1")
        second = tasks_in(desk)
        assert "/console/intakes/tasks?page=0" in desk.page.text
        await desk.get("/intakes/tasks?page=99")
        beyond = tasks_in(desk)

    assert [len(first), len(second)] == [20, 1]
    assert first + second == sorted(first + second, key=int)
    assert beyond == second
