"""Deeds of tasks: see what is to be done by hand, and say that it is done."""

from __future__ import annotations

from bot.db.queries import tasks as rows
from bot.services.desk.intakes import STAFF
from bot.services.desk.model import Doing, Role, Said, Verb, edited, not_yours
from bot.services.loop.todo import end_task, tasks_of
from flows import engine
from flows.cards import staff_tasks as cards
from flows.model import Prompt, Text


async def todo(doing: Doing) -> Said:
    """What is open at the doer's houses: `tasks`, `tasks:<page>`."""
    return Said((edited(doing, await _page(doing, doing.deed.number(0))),))


async def done(doing: Doing) -> Said:
    """A task is done: `tdone:<task>`."""
    ended = await end_task(doing.scene, doing.members, doing.deed.number(0))
    if ended is None:
        return not_yours(doing)
    toast: Text | None = None if ended[1] else engine.ALREADY_DONE
    return Said((edited(doing, await _page(doing, 0)),), toast=toast)


async def _page(doing: Doing, page: int) -> Prompt:
    houses = [one.taalhuis_id for one in doing.members if one.role == Role.STAFF and one.taalhuis_id]
    total = await rows.count_open(doing.scene.connection, houses)
    page = min(page, max(0, (total - 1) // cards.PER_PAGE))
    lines = await tasks_of(doing.scene, doing.members, offset=page * cards.PER_PAGE, limit=cards.PER_PAGE)
    doing.touched.extend(line.referral for line in lines if line.referral)
    return cards.tasks_card(lines, page=page, total=total)


VERBS = (Verb("tasks", STAFF, todo), Verb("tdone", STAFF, done))
