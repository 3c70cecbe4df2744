"""Acts on the timers of unfinished sign-ups. Each is claimed by one process, checked again, and answered at
most once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.db.queries import chats, timers
from bot.db.queries.chats import LockedChat
from bot.db.queries.timers import DueTimer
from bot.db.session import Database
from bot.domain.humane import days_later, humane
from bot.services import drafts
from bot.services.inbox import Actor, Inbound, Inbox
from flows.replies import Silence

log = structlog.get_logger()

CLAIM = timedelta(minutes=2)
MOST_A_TICK = 100


class Nudges:
    """Asks those who stopped half-way, kindly and seldom."""

    def __init__(self, *, database: Database, inbox: Inbox, me: str, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._inbox = inbox
        self._me = me
        self._clock = clock

    async def tick(self) -> int:
        """Act on what is due; returns how many timers were looked at."""
        now = self._clock()
        async with self._database.reading() as connection:
            if not await timers.any_due(connection, now, (drafts.KIND,)):
                return 0
        async with self._database.transaction() as connection:
            due = await timers.claim(
                connection, now, kind=drafts.KIND, me=self._me, until=now + CLAIM, limit=MOST_A_TICK
            )
        for timer in due:
            await self._act(timer)
        return len(due)

    async def _act(self, timer: DueTimer) -> None:
        chat = await self._still_due(timer)
        if chat is None:
            return
        # The timer's own number makes this the same update however often it is tried.
        actor = Actor(channel=chat.channel, address=chat.address)
        await self._inbox.receive(Inbound("timer", timer.id, actor, Silence(timer.days)))
        await self._end(timer)

    async def _still_due(self, timer: DueTimer) -> LockedChat | None:
        """Check inside a transaction: the draft may be sent by now, or the person may have written since."""
        now = self._clock()
        async with self._database.transaction() as connection:
            chat = (await chats.lock_by_id(connection, [timer.chat_id], me=self._me)).get(timer.chat_id)
            if chat is None or chat.draft != timer.draft:
                await timers.end(connection, timer.id, now, "over")
                return None
            zone = ZoneInfo(chat.timezone)
            # A process that was away may come late: it waits for a humane hour too.
            due_at = humane(max(drafts.due(chat.last_heard_at, timer.days, zone), now), zone)
            if due_at > now:
                await timers.move(connection, timer.id, due_at, zone)
                return None
            return chat

    async def _end(self, timer: DueTimer) -> None:
        now = self._clock()
        async with self._database.transaction() as connection:
            chat = (await chats.lock_by_id(connection, [timer.chat_id], me=self._me)).get(timer.chat_id)
            following = drafts.next_days(timer.days)
            if chat is not None and chat.draft == timer.draft and following is not None:
                # At most one a day, also when this one came days late.
                tomorrow = days_later(now, 1, ZoneInfo(chat.timezone))
                await drafts.set_timer(connection, chat, following, earliest=tomorrow)
            await timers.end(connection, timer.id, now, "nudged")
        log.info("nudged", chat=timer.chat_id, days=timer.days)
