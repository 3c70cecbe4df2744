"""Which sign-ups and tasks staff see in a list, and the end of a task: the same for the chat and a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.db.queries import review
from bot.db.queries import tasks as rows
from bot.db.queries.members import MemberRow
from bot.db.queries.tasks import TaskRow
from bot.domain.referral_status import OPEN, REOPENED_BY_STAFF, WITH_VOLUNTEER, ReferralStatus
from bot.services.scene import Scene
from flows.cards.staff_tasks import TaskLine

_S = ReferralStatus
SHOWN: Mapping[str, frozenset[ReferralStatus]] = {
    "new": frozenset({_S.SUBMITTED, _S.ACCEPTED}),
    "wait": frozenset({_S.WAITING_LIST}),
    "vol": WITH_VOLUNTEER | {_S.OFFERED},
    "all": OPEN | REOPENED_BY_STAFF,
}
"""The filters of the list of sign-ups."""


async def tasks_of(
    scene: Scene, members: Sequence[MemberRow], *, offset: int, limit: int
) -> tuple[TaskLine, ...]:
    """What is open at the houses where these members are staff, oldest first. A name and a number stand
    there: who reads them is written down, as with a card.
    """
    houses = [one.taalhuis_id for one in members if one.role == "staff" and one.taalhuis_id]
    found = await rows.open_of(scene.connection, houses, offset=offset, limit=limit)
    for task in found:
        member = staff_of(members, task)
        if member is not None and task.referral_id is not None:
            reading = {"referral_id": task.referral_id, "member_id": member.id, "role": member.role}
            await review.add_reading(scene.connection, {**reading, "read_at": scene.now})
    return tuple(_line(scene, task) for task in found)


async def end_task(scene: Scene, members: Iterable[MemberRow], task_id: int) -> tuple[TaskRow, bool] | None:
    """One of these members did it: the task, and False when it was done before. None: it is not theirs, or
    there is none.
    """
    task = await rows.get(scene.connection, task_id)
    member = staff_of(members, task) if task else None
    if task is None or member is None:
        return None
    return task, await rows.end_one(scene.connection, task.id, scene.now, member.id)


def staff_of(members: Iterable[MemberRow], task: TaskRow) -> MemberRow | None:
    """The role in which this task is theirs."""
    return next((one for one in members if one.role == "staff" and one.taalhuis_id == task.taalhuis_id), None)


def _line(scene: Scene, task: TaskRow) -> TaskLine:
    return TaskLine(
        id=task.id,
        kind=task.kind,
        why=task.step,
        name=scene.name(task.first_name) if task.first_name else None,
        place=task.place,
        phone=scene.codec.vault.open(task.phone) if task.phone else "",
        minutes=int((scene.now - task.created_at).total_seconds() // 60),
        referral=task.referral_id or 0,
    )
