"""Sees to it that whoever has a learner goes on: a volunteer who does nothing is asked, then staff.

    a move to a state in which a volunteer has the ball ─▶ a timer `idle`
    due ─▶ moved on: over · something was written or planned since: look again later
        ─▶ quiet for long ─▶ the volunteer is asked, kindly and with the button for what comes next
        ─▶ quiet for twice as long ─▶ staff hear of it too, and again for as long as it lasts

Without it a learner whom somebody took and forgot would wait for ever: everything else that falls due is
about an offer or an appointment, and such a learner has neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Priority
from bot.db.queries import cases, idle, timers
from bot.db.queries.cases import Case
from bot.db.queries.chats import LockedChat
from bot.db.queries.timers import DueTimer, new_timer
from bot.domain.humane import humane
from bot.domain.referral_status import WITH_VOLUNTEER, ReferralStatus
from bot.domain.working_days import add_working_days
from bot.services.clockwork import Act, Later
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


async def watch(connection: AsyncConnection, referral_id: int, to: ReferralStatus, now: datetime) -> None:
    """A referral has just moved to this state: from now on it is looked after, if a volunteer has it."""
    if to not in WITH_VOLUNTEER:
        return
    found = await idle.watched(connection, referral_id)
    if found is None:
        return
    zone = ZoneInfo(found.timezone)
    due_at = humane(add_working_days(now, PATIENCE_DAYS[to], zone), zone)
    timer = new_timer(
        key=f"{IDLE}:{referral_id}:{found.version}",
        kind=IDLE,
        chat_id=found.chat_id,
        due_at=due_at,
        zone=zone,
        referral_id=referral_id,
        about=referral_id,
        version=found.version,
    )
    await timers.add(connection, [timer])


async def look(scene: Scene, timer: DueTimer, chat: LockedChat) -> str | Later:
    """Ask a volunteer of whom nothing was heard, if that is still so."""
    case = await cases.lock(scene.connection, timer.about)
    if case is None or case.version != timer.version or case.taalhuis_id is None:
        return "moved"
    days = PATIENCE_DAYS[ReferralStatus(case.status)]
    sign = await idle.last_sign(scene.connection, case.id)
    since = max(case.updated_at, sign) if sign else case.updated_at
    due_at = _after(scene, since, days)
    if due_at > scene.now:
        return Later(due_at)
    scene.outgoing.say(chat, [_question(scene, case)], Priority.NOTICE, names=(case.id,))
    if chat.unreachable_at is not None or _after(scene, since, 2 * days) <= scene.now:
        await alerting.raise_alert(
            scene.connection,
            scene.now,
            taalhuis_id=case.taalhuis_id,
            kind=IDLE,
            referral_id=case.id,
            task_id=None,
        )
    return Later(_after(scene, scene.now, days))


def _after(scene: Scene, since: datetime, days: int) -> datetime:
    return humane(add_working_days(since, days, scene.zone), scene.zone)


def _question(scene: Scene, case: Case) -> Prompt:
    card = still_waits if case.status == ReferralStatus.MATCHED else how_is_it
    return card(case.id, scene.name(case.first_name))


KINDS: Mapping[str, Act] = {IDLE: look}
