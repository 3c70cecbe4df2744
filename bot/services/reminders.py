"""Timers of an appointment: the reminders to both, and afterwards the question how it was.

    planned ─▶ remind d3, d1, h2 for learner and volunteer · after for both
    due ─▶ still planned, at the same moment, not overtaken, a humane hour? ─▶ said, or dropped with the
    reason moved, cancelled ─▶ ended in that transaction

The key of a timer holds the appointment, which reminder, the version (`sequence`) and for whom, so that no
process and no second plan can set the same one twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.db.queries import appointments, timers
from bot.db.queries.appointments import AppointmentRow
from bot.db.queries.timers import NewTimer
from bot.domain import reminder_times
from bot.domain.humane import wall_text
from bot.domain.reminder_times import PlannedReminder, follow_up_at
from bot.services.scene import Scene

REMIND = "remind"
AFTER = "after"
TIMERS = (REMIND, AFTER)
LEARNER, MEMBER = "learner", "member"


async def plan(scene: Scene, row: AppointmentRow, chats: Mapping[str, int]) -> None:
    """Set the timers of an appointment that was planned just now. `chats`: who is told, `LEARNER` or
    `MEMBER`, and in which chat. Made shortly before it, it has those reminders that remain.
    """
    planned = reminder_times.plan(row.wall_at, scene.zone, scene.now)
    new = [
        _reminder(scene, row, reminder, who, chat_id)
        for who, chat_id in chats.items()
        for reminder in planned
    ]
    await timers.add(scene.connection, [*new, *(_after(scene, row, who, at) for who, at in chats.items())])


async def end(scene: Scene, row: AppointmentRow, outcome: str) -> None:
    """Nobody is reminded of this appointment any more."""
    await appointments.end_timers(scene.connection, row, TIMERS, now=scene.now, outcome=outcome)


def _reminder(
    scene: Scene, row: AppointmentRow, reminder: PlannedReminder, who: str, chat_id: int
) -> NewTimer:
    return NewTimer(
        key=f"{REMIND}:{row.id}:{reminder.kind}:{row.sequence}:{who}",
        kind=REMIND,
        chat_id=chat_id,
        due_at=reminder.due_at,
        wall_at=reminder.wall_at,
        zone=scene.zone.key,
        referral_id=row.referral_id,
        about=row.id,
        version=row.sequence,
    )


def _after(scene: Scene, row: AppointmentRow, who: str, chat_id: int) -> NewTimer:
    due_at = follow_up_at(row.wall_at, row.minutes, scene.zone)
    return NewTimer(
        key=f"{AFTER}:{row.id}:{row.sequence}:{who}",
        kind=AFTER,
        chat_id=chat_id,
        due_at=due_at,
        wall_at=wall_text(due_at, scene.zone),
        zone=scene.zone.key,
        referral_id=row.referral_id,
        about=row.id,
        version=row.sequence,
    )
