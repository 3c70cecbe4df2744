"""What became of an appointment, as the two say. Whoever calls has locked the case and checked whose it is.

planned ─▶ done: came ─▶ the referral is `intake_done`, when they had not met before
                 no_show ─▶ `matched` again; one kind message, staff hear of the second
                 moved ─▶ `matched` again; a new appointment is made
"""

from __future__ import annotations

from dataclasses import replace

from bot.db.queries import appointments
from bot.db.queries.appointments import DONE, PLANNED, AppointmentRow
from bot.db.queries.cases import Case
from bot.domain.referral_status import ReferralStatus
from bot.services.loop import idle, notifications, reminders
from bot.services.loop.appointment_rows import By, leave, may_plan, move_referral, write
from bot.services.loop.meeting_news import (
    Parties,
    learner_name,
    member_name,
    parties,
    tell_learner,
    tell_member,
)
from bot.services.scene import Scene
from flows.cards import reminder as cards
from flows.cards.reminder import Outcome

_FROM_NOW_ON_STAFF_HEAR = 2
_AGAIN = "redo"


async def settle(scene: Scene, case: Case, row: AppointmentRow, what: Outcome, by: By) -> bool:
    """The volunteer, or staff, say what became of it; returns whether the learner was told something (only
    after a no-show). A planned appointment whose time has come only: see `can_settle`.
    """
    row = await write(scene, row, {"status": DONE, "outcome": what.value, "moments": []})
    await _end_timers(scene, row, what)
    if what is Outcome.CAME:
        await reminders.ask_learner_now(scene, row)
        if case.status == ReferralStatus.APPOINTMENT_PLANNED:
            await move_referral(scene, case, ReferralStatus.INTAKE_DONE, by, "came")
        return False
    await leave(scene, case, by, what.value)
    return await _missed(scene, case, row) if what is Outcome.NO_SHOW else False


def can_settle(scene: Scene, row: AppointmentRow) -> bool:
    """Is it planned, and has it begun?"""
    return row.status == PLANNED and row.starts_at is not None and row.starts_at <= scene.now


async def feel(scene: Scene, row: AppointmentRow, feeling: int) -> bool:
    """The learner says how it was: 2, 1 or 0 for 🙂 😐 🙁. The first answer counts; False for another."""
    if row.feeling is not None or feeling not in (0, 1, 2) or row.status not in (PLANNED, DONE):
        return False
    await write(scene, row, {"feeling": feeling})
    return True


async def says(scene: Scene, row: AppointmentRow, column: str) -> bool:
    """Somebody says to come: `column` is `learner_says` or `member_says`. False when it was said before."""
    if getattr(row, column) == "yes":
        return False
    await write(scene, row, {column: "yes"})
    return True


async def wants_again(scene: Scene, case: Case, row: AppointmentRow) -> Parties | None:
    """After a no-show the learner asks for another appointment: whoever has the learner now is told, once,
    and is the one they meet. None when it was asked before, or nobody has the learner now.
    """
    if row.outcome != Outcome.NO_SHOW or row.learner_says == _AGAIN or not may_plan(case):
        return None
    row = await write(scene, row, {"learner_says": _AGAIN})
    of = await parties(scene, case, replace(row, member_id=case.volunteer_id))
    await tell_member(scene, of, cards.learner_wants_again(case.id, learner_name(scene, of)))
    await idle.promised(scene, case, row)
    return of


async def _end_timers(scene: Scene, row: AppointmentRow, what: Outcome) -> None:
    """Who came is still asked how it was; that is dropped there for anybody else."""
    kinds = (reminders.REMIND,) if what is Outcome.CAME else reminders.TIMERS
    await appointments.end_timers(scene.connection, row, kinds, now=scene.now, outcome=what.value)


async def _missed(scene: Scene, case: Case, row: AppointmentRow) -> bool:
    of = await parties(scene, case, row)
    times = await appointments.count_no_shows(scene.connection, case.id)
    if times >= _FROM_NOW_ON_STAFF_HEAR:
        await notifications.alert(scene, taalhuis_id=row.taalhuis_id, kind="no_show", referral_id=case.id)
    return await tell_learner(scene, of, cards.missed(row.id, member_name(scene, of)))
