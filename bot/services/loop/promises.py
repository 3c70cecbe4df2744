"""The days before which a learner hears more. Each is kept, also when nobody does anything.

    a day is told ─▶ a timer `promise` for the afternoon before it, in the place of the promise before
    due ─▶ somebody helps, or it is over: kept · else the learner hears that it takes longer, with a new day

    on the waiting list ─▶ a timer `waiting` ─▶ the learner hears that they are still on it, and staff as well

Whoever helps from now on promises to write or call: that is looked after by `bot.services.loop.idle`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.db.models import Priority
from bot.db.queries import cases, timers
from bot.db.queries.cases import Case
from bot.db.queries.chats import LockedChat
from bot.db.queries.timers import DueTimer, new_timer
from bot.domain.humane import humane
from bot.domain.referral_status import ReferralStatus
from bot.domain.working_days import add_working_days
from bot.services.clockwork import Act, Later, by_day
from bot.services.loop.alerting import raise_alert
from bot.services.scene import Scene
from flows.cards import news
from flows.model import Day

_S = ReferralStatus

HOUSE_DAYS = 3
"""Before this working day a house says what it does with a sign-up; the goodbye promises the same."""
CONTACT_DAYS = 3
"""Before this working day somebody who said yes writes or calls."""
SEARCH_DAYS = 5
"""Before this working day somebody was found, or the learner hears that it takes longer."""
WAIT_DAYS = 20
"""So often somebody on the waiting list hears that they are still on it."""

PROMISE = "promise"
WAITING = "waiting"
WAITS = frozenset({_S.SUBMITTED, _S.TRANSFERRED, _S.ACCEPTED, _S.OFFERED})
"""Nobody is known yet who helps."""
_AFTERNOON = time(17)


def promised(now: datetime, days: int, zone: ZoneInfo) -> Day:
    """The working day before which something happens, as a learner is told of it."""
    return Day(add_working_days(now, days, zone).astimezone(zone).date().isoformat())


async def told_last(scene: Scene, case: Case) -> Day | None:
    """The day that a learner for whom nobody is found yet was told last; None when nobody told them one."""
    last = await timers.last_of_referral(scene.connection, case.id, PROMISE) if case.status in WAITS else None
    return promised(last.due_at, 1, scene.zone) if last else None


# ── Promising ──────────────────────────────────────────────────────────────────────────────────────────────


async def of_house(scene: Scene, case: Case) -> Day:
    """A house looks at the sign-up: the day before which the learner hears more."""
    return await _promise(scene, case, HOUSE_DAYS)


async def of_search(scene: Scene, case: Case) -> Day:
    """Somebody is looked for: the day before which the learner hears more."""
    return await _promise(scene, case, SEARCH_DAYS)


async def of_list(scene: Scene, case: Case) -> Day:
    """They wait for a place: the day before which the learner hears again, for as long as that lasts."""
    now_at = await cases.get(scene.connection, case.id) or case
    timer = new_timer(
        key=f"{WAITING}:{case.id}:{now_at.version}",
        kind=WAITING,
        chat_id=case.chat_id,
        due_at=_waited_long(scene),
        zone=scene.zone,
        referral_id=case.id,
        about=case.id,
        version=now_at.version,
    )
    await timers.add(scene.connection, [timer])
    return promised(scene.now, WAIT_DAYS, scene.zone)


async def _promise(scene: Scene, case: Case, days: int) -> Day:
    if case.can_be_told:
        timer = new_timer(
            key=f"{PROMISE}:{case.id}:{secrets.token_hex(8)}",
            kind=PROMISE,
            chat_id=case.chat_id,
            due_at=_afternoon_before(scene, days),
            zone=scene.zone,
            referral_id=case.id,
            about=case.id,
        )
        await timers.add(scene.connection, [timer])
    return promised(scene.now, days, scene.zone)


def _afternoon_before(scene: Scene, days: int) -> datetime:
    """In the afternoon of the last working day before the promised one: until then somebody may still act."""
    before = add_working_days(scene.now, days - 1, scene.zone).astimezone(scene.zone)
    return datetime.combine(before.date(), _AFTERNOON, scene.zone).astimezone(UTC)


def _waited_long(scene: Scene) -> datetime:
    """A working day before the promised one."""
    return humane(add_working_days(scene.now, WAIT_DAYS - 1, scene.zone), scene.zone)


# ── When it is due ─────────────────────────────────────────────────────────────────────────────────────────
# Nobody did anything, so none of this is contact with the learner.


async def takes_longer(scene: Scene, timer: DueTimer, chat: LockedChat) -> str | Later:
    """Nobody is found yet: the learner hears so, and when they hear more. What is read here is not locked:
    whoever moves it on at this moment tells the learner too, after this.
    """
    last = await timers.last_of_referral(scene.connection, timer.about, PROMISE)
    if last is None or last.id != timer.id:
        return "overtaken"
    case = await cases.get(scene.connection, timer.about)
    if case is None or case.status not in WAITS:
        return "kept"
    if not case.can_be_told or case.chat_id != chat.id:
        return "nobody"
    prompt = news.longer(promised(scene.now, SEARCH_DAYS, scene.zone))
    scene.outgoing.say(chat, [prompt], Priority.NOTICE, names=(case.id,))
    return Later(_afternoon_before(scene, SEARCH_DAYS))


async def still_waiting(scene: Scene, timer: DueTimer, chat: LockedChat) -> str | Later:
    """The learner hears that they are not forgotten, and staff that somebody has waited this long."""
    case = await cases.lock(scene.connection, timer.about)
    if case is None or case.version != timer.version or case.taalhuis_id is None:
        return "moved"
    if case.can_be_told:
        prompt = news.still_waiting(promised(scene.now, WAIT_DAYS, scene.zone))
        scene.outgoing.say(chat, [prompt], Priority.NOTICE, names=(case.id,))
    await raise_alert(
        scene.connection,
        scene.now,
        taalhuis_id=case.taalhuis_id,
        kind="waiting",
        referral_id=case.id,
        task_id=None,
    )
    return Later(_waited_long(scene))


KINDS: Mapping[str, Act] = {PROMISE: by_day(takes_longer), WAITING: by_day(still_waiting)}
