"""Deeds with an appointment: propose moments, write down what was agreed, begin again, call off, be there,
and what became of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.db.queries import appointments as rows
from bot.db.queries.appointments import PLANNED, PROPOSED
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.services.loop import appointments, outcomes, proposals
from bot.services.loop.appointment_rows import By, calendar_of, may_plan
from bot.services.office.deciding_wish import Do, Wish
from bot.services.scene import Scene
from flows.cards.calendar import MOST_MOMENTS
from flows.cards.reminder import Outcome
from flows.model import Text

# Translators: the Taalhuis is closed then, or it is past.
_NOT_THEN = Text("volunteer.calendar.not_then")
# Translators: no moment was filled in.
_NO_MOMENT = Text("console.sheet.wrong.moment")


async def _propose(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool | Text:
    """Ask the learner which of these fits. What a colleague had gathered and not sent is replaced."""
    walls = tuple(dict.fromkeys(wish.walls))[:MOST_MOMENTS]
    flaw = await _flaw(scene, case, walls)
    if flaw is not None:
        return flaw
    row = await rows.open_of(scene.connection, case.id)
    if row is not None and (row.status == PROPOSED or outcomes.can_settle(scene, row)):
        return False
    await proposals.clear_moments(scene, case)
    for wall in walls:
        await proposals.add_moment(scene, case, wall)
    return await proposals.send(scene, case, _by(member)) is not None


async def _agree(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool | Text:
    """Planned at once; what was planned before is moved."""
    flaw = await _flaw(scene, case, wish.walls)
    if flaw is not None:
        return flaw
    return await appointments.agreed(scene, case, wish.walls[0], _by(member)) is not None


async def _clear(scene: Scene, case: Case, _member: MemberRow, _wish: Wish) -> bool:
    return await proposals.clear_moments(scene, case) is not None


async def _cancel(scene: Scene, case: Case, member: MemberRow, _wish: Wish) -> bool:
    row = await rows.open_of(scene.connection, case.id)
    if row is None or row.status != PLANNED:
        return False
    return await appointments.cancel(scene, case, row, _by(member)) is not None


async def _outcome(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool:
    row = await rows.open_of(scene.connection, case.id)
    if row is None or wish.why not in list(Outcome) or not outcomes.can_settle(scene, row):
        return False
    await outcomes.settle(scene, case, row, Outcome(wish.why), _by(member))
    return True


async def _come(scene: Scene, case: Case, _member: MemberRow, _wish: Wish) -> bool:
    row = await rows.open_of(scene.connection, case.id)
    if row is None or row.status != PLANNED:
        return False
    return await outcomes.says(scene, row, "member_says")


def _by(member: MemberRow) -> By:
    return By(member.role, member)


async def _flaw(scene: Scene, case: Case, walls: tuple[str, ...]) -> Text | None:
    """Why these moments cannot be; None when they can."""
    if not may_plan(case):
        return _NOT_THEN
    if not walls:
        return _NO_MOMENT
    calendar = await calendar_of(scene, case)
    return None if all(calendar.may_be(wall) for wall in walls) else _NOT_THEN


MEETING: Final[Mapping[str, Do]] = {
    "propose": _propose,
    "agree": _agree,
    "clear": _clear,
    "cancel": _cancel,
    "outcome": _outcome,
    "come": _come,
}
