"""What is to be done by hand at the houses of a person at a desk: as in the chat, with the same end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.db.queries import tasks as rows
from bot.services import audit
from bot.services.loop.todo import end_task, tasks_of
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.cards.staff_tasks import TaskLine

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Todo:
    """A page of tasks, oldest first; pages count from 0."""

    lines: tuple[TaskLine, ...]
    page: int
    pages: int
    total: int


async def todo(scene: Scene, viewer: Viewer, page: int) -> Todo:
    """What is open; who reads the names and numbers is written down."""
    total = await rows.count_open(scene.connection, tuple(viewer.houses))
    pages = max(1, -(-total // PER_PAGE))
    page = min(page, pages - 1)
    lines = await tasks_of(scene, viewer.members, offset=page * PER_PAGE, limit=PER_PAGE)
    listed = [line.id for line in lines]
    if listed:
        by = next(iter(viewer.houses.values()))
        audit.note(scene, replace(viewer.act("task.list", by=by), detail={"listed": listed}))
    return Todo(lines, page, pages, total)


async def done(scene: Scene, viewer: Viewer, task_id: int) -> bool | None:
    """Somebody did it; False when it was done before, None for what is not theirs."""
    ended = await end_task(scene, viewer.members, task_id)
    if ended is None:
        return None
    task, did = ended
    by = viewer.houses.get(task.taalhuis_id or 0)
    act = replace(viewer.act("deed.tdone", by=by), referral_id=task.referral_id, about=f"task:{task.id}")
    audit.note(scene, act)
    return did
