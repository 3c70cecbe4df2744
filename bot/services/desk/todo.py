"""Deeds of tasks: see what is to be done by hand, and say that it is done."""

from __future__ import annotations

from bot.db.queries import review
from bot.db.queries import tasks as rows
from bot.db.queries.members import MemberRow
from bot.db.queries.tasks import TaskRow
from bot.services.desk.intakes import STAFF
from bot.services.desk.model import Doing, Role, Said, Verb, edited, not_yours
from flows import engine
from flows.cards import staff_tasks as cards
from flows.model import Prompt, Text


async def todo(doing: Doing) -> Said:
    """What is open at the doer's houses: `tasks`, `tasks:<page>`."""
    return Said((edited(doing, await _page(doing, doing.deed.number(0))),))


async def done(doing: Doing) -> Said:
    """A task is done: `tdone:<task>`."""
    task = await rows.get(doing.scene.connection, doing.deed.number(0))
    member = _staff_of(doing, task) if task else None
    if task is None or member is None:
        return not_yours(doing)
    did = await rows.end_one(doing.scene.connection, task.id, doing.scene.now, member.id)
    toast: Text | None = None if did else engine.ALREADY_DONE
    return Said((edited(doing, await _page(doing, 0)),), toast=toast)


async def _page(doing: Doing, page: int) -> Prompt:
    connection = doing.scene.connection
    houses = [one.taalhuis_id for one in doing.members if one.role == Role.STAFF and one.taalhuis_id]
    total = await rows.count_open(connection, houses)
    page = min(page, max(0, (total - 1) // cards.PER_PAGE))
    found = await rows.open_of(connection, houses, offset=page * cards.PER_PAGE, limit=cards.PER_PAGE)
    doing.touched.extend(task.referral_id for task in found if task.referral_id)
    for task in found:
        await _seen(doing, task)
    return cards.tasks_card([_line(doing, task) for task in found], page=page, total=total)


async def _seen(doing: Doing, task: TaskRow) -> None:
    """A name and a number stand there: who reads them is written down, as with a card."""
    member = _staff_of(doing, task)
    if member is None or task.referral_id is None:
        return
    reading = {"referral_id": task.referral_id, "member_id": member.id, "role": member.role}
    await review.add_reading(doing.scene.connection, {**reading, "read_at": doing.scene.now})


def _staff_of(doing: Doing, task: TaskRow) -> MemberRow | None:
    """The role in which this task is the doer's."""
    mine = (one for one in doing.members if one.role == Role.STAFF and one.taalhuis_id == task.taalhuis_id)
    return next(mine, None)


def _line(doing: Doing, task: TaskRow) -> cards.TaskLine:
    scene = doing.scene
    return cards.TaskLine(
        id=task.id,
        kind=task.kind,
        why=task.step,
        name=scene.name(task.first_name) if task.first_name else None,
        place=task.place,
        phone=scene.codec.vault.open(task.phone) if task.phone else "",
        minutes=int((scene.now - task.created_at).total_seconds() // 60),
        referral=task.referral_id or 0,
    )


VERBS = (Verb("tasks", STAFF, todo), Verb("tdone", STAFF, done))
