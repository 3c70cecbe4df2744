"""The days before which a learner hears more. Each is kept, also when nobody does anything.

    a day is told ─▶ a timer `promise` for the afternoon before it, in the place of the promise before
    the goodbye says "binnen 3 dagen" ─▶ the same, but within three days of the calendar
    due ─▶ somebody helps, or it is over: kept · else the learner hears that it takes longer, with a new day

    on the waiting list ─▶ a timer `waiting` ─▶ the learner hears that they are still on it, and staff as well

Whoever helps from now on promises to write or call: that is looked after by `bot.services.loop.idle`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
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
"""Before this working day a house says what it does with a sign-up."""
GOODBYE_DAYS = 3
"""Within so many days, Saturdays and Sundays too, the learner hears more: so the goodbye says."""
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
    return Day(date.fromordinal(last.days).isoformat()) if last else None


# ── Promising ──────────────────────────────────────────────────────────────────────────────────────────────


async def of_goodbye(scene: Scene, case: Case) -> None:
    """The learner read the goodbye. Whoever goes there themselves was promised nothing in it."""
    if case.contact != "walk_in":
        await _promise(scene, case, min(_afternoon_before(scene, HOUSE_DAYS), _within(scene, GOODBYE_DAYS)))


async def of_house(scene: Scene, case: Case) -> Day:
    """A house looks at the sign-up: the day before which the learner hears more."""
    return await _promise(scene, case, _afternoon_before(scene, HOUSE_DAYS))


async def of_search(scene: Scene, case: Case) -> Day:
    """Somebody is looked for: the day before which the learner hears more."""
    return await _promise(scene, case, _afternoon_before(scene, SEARCH_DAYS))


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


async def _promise(scene: Scene, case: Case, due_at: datetime) -> Day:
    """The day stands in the timer: `due_at` moves when what is late waits for the morning."""
    day = promised(due_at, 1, scene.zone)
    if case.can_be_told:
        timer = new_timer(
            key=f"{PROMISE}:{case.id}:{secrets.token_hex(8)}",
            kind=PROMISE,
            chat_id=case.chat_id,
            due_at=due_at,
            zone=scene.zone,
            referral_id=case.id,
            about=case.id,
            days=_number(day),
        )
        await timers.add(scene.connection, [timer])
    return day


def _number(day: Day) -> int:
    """A day as it stands in a timer: the ordinal of `datetime.date`."""
    return date.fromisoformat(day.day).toordinal()


def _afternoon_before(scene: Scene, days: int) -> datetime:
    """In the afternoon of the last working day before the promised one: until then somebody may still act."""
    before = add_working_days(scene.now, days - 1, scene.zone).astimezone(scene.zone)
    return datetime.combine(before.date(), _AFTERNOON, scene.zone).astimezone(UTC)


def _within(scene: Scene, days: int) -> datetime:
    """An hour before so many days are over; where that is at a quiet hour, in the afternoon before it."""
    last = scene.now + timedelta(days=days, hours=-1)
    if humane(last, scene.zone) == last:
        return last
    wall = last.astimezone(scene.zone)
    day = wall.date() if wall.time() > _AFTERNOON else wall.date() - timedelta(days=1)
    return datetime.combine(day, _AFTERNOON, scene.zone).astimezone(UTC)


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
    day = promised(scene.now, SEARCH_DAYS, scene.zone)
    state = case.status if case.taalhuis_id is not None else news.NO_HOUSE
    scene.outgoing.say(chat, [news.longer(state, day)], Priority.NOTICE, names=(case.id,))
    return Later(_afternoon_before(scene, SEARCH_DAYS), days=_number(day))


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
