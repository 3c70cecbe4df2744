"""Timers of an appointment: the reminders to both, and afterwards the question how it was.

    planned ─▶ remind d3, d1, h2 for learner and volunteer · after for both
    due ─▶ still planned, the same version, not overtaken, a humane hour? ─▶ said, or dropped with the reason
    moved, cancelled ─▶ ended in that transaction

The key of a timer holds the appointment, which reminder, the version (`sequence`) and for whom, so that no
process and no second plan can set the same one twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.db.models import Priority
from bot.db.queries import appointments, cases, timers
from bot.db.queries.appointments import DONE, PLANNED, AppointmentRow
from bot.db.queries.chats import LockedChat
from bot.db.queries.timers import DueTimer, NewTimer, new_timer
from bot.domain import reminder_times
from bot.domain.humane import humane, wall_text
from bot.domain.reminder_times import PlannedReminder, follow_up_at
from bot.domain.wall_time import naive
from bot.domain.working_days import add_working_days
from bot.services.clockwork import Act, Later, by_day
from bot.services.loop import alerting
from bot.services.loop.meeting_news import Parties, for_member, learner_name, member_name, parties, venue_of
from bot.services.scene import Scene
from flows.cards import reminder as cards
from flows.cards.reminder import Outcome, Reminder, When
from flows.model import Name, Prompt

REMIND = "remind"
AFTER = "after"
TIMERS = (REMIND, AFTER)
LEARNER, MEMBER = "learner", "member"
AT_ANY_HOUR = "h2"
"""The reminder for which a quiet hour is no reason to wait."""
_LEARNER_WAITS = timedelta(hours=20)


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
    return new_timer(
        key=f"{AFTER}:{row.id}:{row.sequence}:{who}",
        kind=AFTER,
        chat_id=chat_id,
        due_at=due_at,
        zone=scene.zone,
        referral_id=row.referral_id,
        about=row.id,
        version=row.sequence,
    )


# ── When it is due ─────────────────────────────────────────────────────────────────────────────────────────
# Whoever changes an appointment ends its timers, and this transaction holds the one that is due: so what is
# read here cannot be changed before this is committed, and nothing but the timer has to be locked.


async def remind(scene: Scene, timer: DueTimer, chat: LockedChat) -> str | Later:
    """Remind one of the two, if there is still something to remind of."""
    row = await appointments.get(scene.connection, timer.about)
    if row is None or row.status != PLANNED or row.sequence != timer.version or row.starts_at is None:
        return "stale"
    _, _, kind, _, who = timer.key.split(":")
    dropped = _too_late(scene, row, timer)
    if dropped:
        return dropped
    kindly = humane(scene.now, scene.zone)
    if kind != AT_ANY_HOUR and kindly > scene.now:
        return Later(kindly)
    of = await _parties(scene, row)
    prompt = of and (_for_learner(scene, of, chat) if who == LEARNER else _for_member(scene, of, chat))
    if not of or not prompt:
        return "nobody"
    scene.outgoing.say(chat, [prompt], Priority.REMINDER, names=(of.case.id,))
    return "unreachable" if chat.unreachable_at else "said"


def _too_late(scene: Scene, row: AppointmentRow, timer: DueTimer) -> str:
    """Why it is not said any more: the moment has passed, or the next reminder is due as well; else ""."""
    if row.starts_at is not None and row.starts_at <= scene.now:
        return "too_late"
    following = reminder_times.plan(row.wall_at, ZoneInfo(row.zone), timer.due_at)
    return "overtaken" if any(reminder.due_at <= scene.now for reminder in following) else ""


def _for_learner(scene: Scene, of: Parties, chat: LockedChat) -> Prompt | None:
    if not of.case.has_chat or of.case.chat_id != chat.id:
        return None
    return cards.remind_learner(reminder_of(scene, of))


def _for_member(scene: Scene, of: Parties, chat: LockedChat) -> Prompt | None:
    if of.member is None or of.member.chat_id != chat.id:
        return None
    when = _when(scene, of.row)
    return cards.remind_member(for_member(scene, of, with_file=False), when)


def reminder_of(scene: Scene, of: Parties) -> Reminder:
    """The appointment as the learner is reminded of it; the map only on the day itself."""
    when = _when(scene, of.row)
    return Reminder(
        appointment_id=of.row.id,
        sequence=of.row.sequence,
        name=member_name(scene, of),
        wall=of.row.wall_at,
        when=when,
        house=Name(of.house.name),
        says=of.row.learner_says,
        venue=venue_of(of.house) if when is When.TODAY else None,
    )


def _when(scene: Scene, row: AppointmentRow) -> When:
    today = scene.now.astimezone(scene.zone).date()
    days = (naive(row.wall_at).date() - today).days
    return {0: When.TODAY, 1: When.TOMORROW}.get(days, When.LATER)


async def _parties(scene: Scene, row: AppointmentRow) -> Parties | None:
    case = await cases.get(scene.connection, row.referral_id)
    return await parties(scene, case, row) if case else None


# ── Afterwards ─────────────────────────────────────────────────────────────────────────────────────────────


async def after(scene: Scene, timer: DueTimer, chat: LockedChat) -> str | Later:
    """Ask one of the two how it was."""
    row = await appointments.get(scene.connection, timer.about)
    if row is None or row.sequence != timer.version:
        return "stale"
    of = await _parties(scene, row)
    if of is None:
        return "stale"
    if timer.key.endswith(LEARNER):
        return _wait_for_member(scene, of) or _ask_learner(scene, of, chat)
    return await _ask_member(scene, of, timer, chat)


def _wait_for_member(scene: Scene, of: Parties) -> Later | None:
    """Whoever was not there is not asked how it was: so first the volunteer says, or lets a day go by."""
    asked_at = follow_up_at(of.row.wall_at, of.row.minutes, ZoneInfo(of.row.zone))
    if of.row.status != PLANNED or of.member is None or scene.now >= asked_at + _LEARNER_WAITS:
        return None
    return Later(humane(asked_at + _LEARNER_WAITS, scene.zone))


async def ask_learner_now(scene: Scene, row: AppointmentRow) -> None:
    """The volunteer said that the learner was there: no reason to wait any longer with the learner's
    question.
    """
    due_at = humane(scene.now, scene.zone)
    key = f"{AFTER}:{row.id}:{row.sequence}:{LEARNER}"
    if await timers.hasten(scene.connection, key, due_at, wall_text(due_at, scene.zone)):
        scene.told_others = scene.told_others or due_at <= scene.now


def _ask_learner(scene: Scene, of: Parties, chat: LockedChat) -> str:
    """Not somebody of whom we know that they were not there."""
    met = of.row.status == PLANNED or (of.row.status == DONE and of.row.outcome == Outcome.CAME)
    if not met or of.row.feeling is not None or not of.case.has_chat or of.case.chat_id != chat.id:
        return "nobody"
    prompt = cards.how_was_it(of.row.id, member_name(scene, of))
    scene.outgoing.say(chat, [prompt], Priority.REMINDER, names=(of.case.id,))
    return "asked"


async def _ask_member(scene: Scene, of: Parties, timer: DueTimer, chat: LockedChat) -> str | Later:
    """How it was: a volunteer who does not say is asked once more, and then staff hear of it. How often was
    asked is counted in the timer; late, after a standstill, the first question is the first all the same.
    """
    if of.row.status != PLANNED:
        return "answered"
    reached = of.member is not None and of.member.chat_id == chat.id and chat.unreachable_at is None
    if reached:
        prompt = cards.what_became(of.row.id, learner_name(scene, of), of.row.wall_at)
        scene.outgoing.say(chat, [prompt], Priority.REMINDER, names=(of.case.id,))
    if not timer.days and reached:
        return Later(humane(add_working_days(scene.now, 1, scene.zone), scene.zone), days=1)
    await alerting.raise_alert(
        scene.connection,
        scene.now,
        taalhuis_id=of.row.taalhuis_id,
        kind="no_outcome",
        referral_id=of.case.id,
        task_id=None,
    )
    return "alerted"


KINDS: Mapping[str, Act] = {REMIND: remind, AFTER: by_day(after)}
