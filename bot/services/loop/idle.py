"""Sees to it that whoever has a learner goes on: a volunteer who does nothing is asked, then staff.

    a move to a state in which a volunteer has the ball ─▶ a timer `idle`
    due ─▶ moved on: over · something was written or planned since: look again later
        ─▶ quiet for long ─▶ the volunteer is asked, kindly and with the button for what comes next
        ─▶ quiet for twice as long ─▶ staff hear of it too, and again for as long as it lasts
    the learner was promised another moment, in a state that may be quiet for long ─▶ a timer `idle` with the
        patience of a promise, once: nothing proposed ─▶ the volunteer, then staff

Without it a learner whom somebody took and forgot would wait for ever: everything else that falls due is
about an offer or an appointment, and such a learner has neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Priority
from bot.db.queries import appointments, cases, idle, timers
from bot.db.queries.appointments import PLANNED, PROPOSED, AppointmentRow
from bot.db.queries.cases import Case
from bot.db.queries.chats import LockedChat
from bot.db.queries.idle import Watched
from bot.db.queries.timers import DueTimer, NewTimer, new_timer
from bot.domain.humane import humane
from bot.domain.referral_status import WITH_VOLUNTEER, ReferralStatus
from bot.domain.working_days import add_working_days
from bot.services.clockwork import Act, Later, by_day
from bot.services.loop import alerting
from bot.services.scene import Scene
from flows.cards.idle import how_is_it, still_waits
from flows.model import Prompt

IDLE = "idle"
PATIENCE_DAYS: Mapping[ReferralStatus, int] = {
    # The learner was promised to hear from somebody within three working days (`bot.services.loop.news`).
    ReferralStatus.MATCHED: 2,
    ReferralStatus.APPOINTMENT_PLANNED: 2,
    ReferralStatus.INTAKE_DONE: 5,
    # Lessons go on for a year and need no report of each; but whoever stopped coming must be found.
    ReferralStatus.ONGOING: 40,
}
"""After so many working days without a sign the volunteer is asked; after twice as many staff hear of it."""
PROMISE_DAYS = PATIENCE_DAYS[ReferralStatus.MATCHED]
"""The same where a learner waits for other moments, whatever the state."""


async def watch(connection: AsyncConnection, referral_id: int, to: ReferralStatus, now: datetime) -> None:
    """A referral has just moved to this state: from now on it is looked after, if a volunteer has it."""
    if to not in WITH_VOLUNTEER:
        return
    found = await idle.watched(connection, referral_id)
    if found is None:
        return
    timer = _timer(f"{IDLE}:{referral_id}:{found.version}", referral_id, found, now, PATIENCE_DAYS[to])
    await timers.add(connection, [timer])


async def promised(scene: Scene, case: Case, row: AppointmentRow) -> None:
    """The learner was told just now that other moments follow on this appointment. Where the watch is as
    patient as lessons allow, that promise is looked after by itself.
    """
    if PATIENCE_DAYS.get(ReferralStatus(case.status), 0) <= PROMISE_DAYS:
        return
    found = await idle.watched(scene.connection, case.id)
    if found is None:
        return
    timer = _timer(f"{IDLE}:{case.id}:{row.id}:{row.sequence}", case.id, found, scene.now, PROMISE_DAYS)
    await timers.add_once(scene.connection, replace(timer, days=PROMISE_DAYS))


def _timer(key: str, referral_id: int, found: Watched, now: datetime, days: int) -> NewTimer:
    zone = ZoneInfo(found.timezone)
    return new_timer(
        key=key,
        kind=IDLE,
        chat_id=found.chat_id,
        due_at=humane(add_working_days(now, days, zone), zone),
        zone=zone,
        referral_id=referral_id,
        about=referral_id,
        version=found.version,
    )


async def look(scene: Scene, timer: DueTimer, chat: LockedChat) -> str | Later:
    """Ask a volunteer of whom nothing was heard, if that is still so. The `days` of a timer are those of a
    promise.
    """
    case = await cases.lock(scene.connection, timer.about)
    if case is None or case.version != timer.version or case.taalhuis_id is None:
        return "moved"
    if timer.days and await _is_proposed(scene, case):
        return "proposed"
    days = timer.days or PATIENCE_DAYS[ReferralStatus(case.status)]
    sign = await idle.last_sign(scene.connection, case.id)
    since = max(case.updated_at, sign) if sign else case.updated_at
    due_at = _after(scene, since, days)
    if due_at > scene.now:
        return Later(due_at)
    question = _question(scene, case, waits=timer.days > 0)
    scene.outgoing.say(chat, [question], Priority.NOTICE, names=(case.id,))
    if chat.unreachable_at is not None or _after(scene, since, 2 * days) <= scene.now:
        await alerting.raise_alert(
            scene.connection,
            scene.now,
            taalhuis_id=case.taalhuis_id,
            kind=IDLE,
            referral_id=case.id,
            task_id=None,
        )
        if timer.days:
            return "alerted"
    return Later(_after(scene, scene.now, days))


def _after(scene: Scene, since: datetime, days: int) -> datetime:
    return humane(add_working_days(since, days, scene.zone), scene.zone)


async def _is_proposed(scene: Scene, case: Case) -> bool:
    row = await appointments.open_of(scene.connection, case.id)
    return row is not None and row.status in (PROPOSED, PLANNED)


def _question(scene: Scene, case: Case, *, waits: bool) -> Prompt:
    card = still_waits if waits or case.status == ReferralStatus.MATCHED else how_is_it
    return card(case.id, scene.name(case.first_name))


KINDS: Mapping[str, Act] = {IDLE: by_day(look)}
