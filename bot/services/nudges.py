"""Acts on the timers of unfinished sign-ups. Each is claimed by one process, checked again, and answered at
most once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import chats, rights, timers
from bot.db.queries.chats import LockedChat
from bot.db.queries.timers import DueTimer
from bot.db.session import Database
from bot.domain.humane import days_later, humane
from bot.services import drafts
from bot.services.forgetting import forget_draft
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
            if chat is not None and chat.draft == timer.draft:
                zone = ZoneInfo(chat.timezone)
                due_at = drafts.due(chat.last_heard_at, timer.days, zone)
                if due_at > now:
                    # They were here while this was being done.
                    await timers.move(connection, timer.id, due_at, zone)
                    return
                await self._go_on(connection, chat, timer)
            await timers.end(connection, timer.id, now, "nudged")
        log.info("nudged", chat=timer.chat_id, days=timer.days)

    async def _go_on(self, connection: AsyncConnection, chat: LockedChat, timer: DueTimer) -> None:
        """The draft is still there: the next nudge, or its end when the last one could not end it."""
        now, zone = self._clock(), ZoneInfo(chat.timezone)
        following = drafts.next_days(timer.days)
        if following is not None:
            # At most one a day, also when this one came days late.
            await drafts.set_timer(connection, chat, following, earliest=days_later(now, 1, zone))
            return
        # The turn failed or was refused, and would again. What was promised to be gone is gone, unsaid.
        log.error("draft_erased_without_turn", chat=chat.id)
        await rights.count(connection, "erased.draft_expired", now, zone=zone)
        await forget_draft(connection, chat, now)
        chat.state, chat.draft = None, 0
        await chats.save(connection, [chat])
