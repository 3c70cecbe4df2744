"""Does what falls due: tells others, reminds, lets offers end, escalates. Any number of processes may tick.

    timers that are due ─▶ lock their chats ─▶ hold the timers ─▶ act, by kind ─▶ outbox, timers ended ─▶
    commit

A timer is ended in the transaction that does what it is for, so that is done exactly once. What each kind
does is checked again there: the appointment may have moved, somebody else may have taken the offer. A timer
that fails alone is put off, and holds up no other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.db.models import Priority
from bot.db.queries import chats, timers
from bot.db.queries.chats import LockedChat
from bot.db.queries.timers import DueTimer
from bot.domain.humane import humane
from bot.errors import StorageUnavailable
from bot.logging import where
from bot.services import audit
from bot.services.outgoing import Outgoing
from bot.services.process import Process
from bot.services.scene import SAY, SAY_KINDLY, Scene

log = structlog.get_logger()

MOST_AT_ONCE = 100
PUT_OFF = timedelta(minutes=5)
# A hundred in two seconds is more than Telegram's limit lets through; faster only takes from the sending.
BREATH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Later:
    """It was too early: come back at this moment. `days` is kept in the timer until then (see
    `bot.db.models.Timer`); None leaves what stands there.
    """

    due_at: datetime
    days: int | None = None


Act = Callable[[Scene, DueTimer, LockedChat], Awaitable[str | Later]]
"""Does what a timer is for; returns its outcome in a word (at most 40 letters), or when to come back. The
chat
is that of the timer, locked; what is to be said in it goes through `scene.outgoing`.
"""


def by_day(act: Act) -> Act:
    """The same, but only between 9:00 and 20:00: what is late, after a standstill, waits for the morning."""

    async def at_a_humane_hour(scene: Scene, timer: DueTimer, chat: LockedChat) -> str | Later:
        kindly = humane(scene.now, scene.zone)
        return Later(kindly) if kindly > scene.now else await act(scene, timer, chat)

    return at_a_humane_hour


async def say(scene: Scene, timer: DueTimer, chat: LockedChat) -> str:
    """Say to this chat what was planned for it."""
    if timer.body is None:
        return "empty"
    prompt = scene.codec.open_prompt(timer.body)
    names = [timer.referral_id] if timer.referral_id else []
    scene.outgoing.say(chat, [prompt], Priority.NOTICE, names=names)
    return "unreachable" if chat.unreachable_at else "said"


class Clockwork:
    """Ticks for one process. `kinds` by the name of the timer's kind; saying something is always among
    them.
    """

    def __init__(self, process: Process, kinds: Mapping[str, Act]) -> None:
        self._database = process.database
        self._codec = process.codec
        self._rules = process.rules
        self._dispatcher = process.dispatcher
        self._worlds = process.worlds
        self._bell = process.bell
        self._kinds: Mapping[str, Act] = {SAY: say, SAY_KINDLY: by_day(say), **kinds}
        self._ticking = asyncio.Lock()
        self._crowded = False

    async def run(self) -> None:
        """Tick whenever the bell is rung, until cancelled."""
        while True:
            await self._bell.heard()
            try:
                await self.tick()
            except StorageUnavailable as error:
                # What is due stays due; the ticker comes by every few seconds.
                log.warning("clockwork_waits", reason=str(error))
            except Exception as error:
                log.error("clockwork_defect", **where(error))

    async def tick(self) -> int:
        """Do everything that is due, also what becomes due by doing it; returns how many timers were held.

        Raises:
            StorageUnavailable: the database is away; what was done so far is done.
        """
        held = 0
        async with self._ticking:
            while True:
                now = self._worlds.clock()
                async with self._database.reading() as connection:
                    due = await timers.due(connection, now, tuple(self._kinds), limit=MOST_AT_ONCE)
                done = await self._together(due) if due else 0
                held += done
                if not done:
                    return held
                if self._crowded:
                    await asyncio.sleep(BREATH_SECONDS)

    async def _together(self, due: Sequence[tuple[int, int]]) -> int:
        try:
            return await self._act(due)
        except StorageUnavailable:
            raise
        except Exception as error:
            if len(due) > 1:
                log.warning("timers_split", size=len(due), error=type(error).__name__)
                return sum([await self._together([one]) for one in due])
            log.error("timer_defect", timer=due[0][0], **where(error))
            return await self._put_off(due[0][0])

    async def _act(self, due: Sequence[tuple[int, int]]) -> int:
        """One transaction. The chats before the timers and the timers before what they are about."""
        now = self._worlds.clock()
        async with self._database.transaction() as connection:
            outgoing = Outgoing(self._rules, self._codec, now)
            scene = Scene(connection, now, self._codec, outgoing, self._worlds)
            ids = sorted({chat_id for _, chat_id in due})
            locked = await chats.lock_by_id(connection, ids, me=self._rules.me)
            held = await timers.hold(connection, [timer_id for timer_id, _ in due], now)
            for timer in held:
                await self._one(scene, timer, locked[timer.chat_id])
            parcels = await outgoing.store(connection, tuple(locked.values()))
            await audit.write(scene)
        self._dispatcher.take(parcels)
        # Most of what was written has to wait for the limit: there is time until the next hundred.
        self._crowded = outgoing.written - len(parcels) > MOST_AT_ONCE // 2
        return len(held)

    async def _one(self, scene: Scene, timer: DueTimer, chat: LockedChat) -> None:
        outcome = await self._kinds[timer.kind](scene, timer, chat)
        if isinstance(outcome, Later):
            await timers.move(
                scene.connection, timer.id, outcome.due_at, ZoneInfo(timer.zone), days=outcome.days
            )
        else:
            await timers.end(scene.connection, timer.id, scene.now, outcome)
        log.info("timer", kind=timer.kind, timer=timer.id, outcome=str(outcome)[:40])

    async def _put_off(self, timer_id: int) -> int:
        due_at = self._worlds.clock() + PUT_OFF
        async with self._database.transaction() as connection:
            await timers.move(connection, timer_id, due_at, self._worlds.zone)
        return 0
