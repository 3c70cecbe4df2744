"""What is to be done by hand, mostly people to telephone: the list that the chat has too."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from bot.services.office import queue_tasks as service
from console.office.frame import Frame
from console.office.guard import not_found
from console.office.site import OfficeSite
from console.office.table import ROOT, STAFF, Page, Visit
from flows.cards.staff_tasks import told

HERE = f"{ROOT}/intakes/tasks"


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.queue`."""
    office = site.office

    async def show(visit: Visit) -> Response:
        async with office.acting() as scene:
            todo = await service.todo(scene, visit.viewer, visit.form.number("page"))
        first = todo.page * service.PER_PAGE + 1
        lines = [(line, told(number, line)) for number, line in enumerate(todo.lines, first)]
        said = "was_done" in visit.form.fields
        return frame.page(visit, "queue_tasks.html", here=HERE, todo=todo, lines=lines, was_done=said)

    async def done(visit: Visit) -> Response:
        async with office.acting() as scene:
            did = await service.done(scene, visit.viewer, visit.number("task"))
        if did is None:
            return not_found(frame, visit)
        return RedirectResponse(HERE if did else f"{HERE}?was_done=1", status_code=303)

    return (
        Page("GET", "/intakes/tasks", STAFF, show),
        Page("POST", "/intakes/tasks/{task:int}", STAFF, done),
    )
