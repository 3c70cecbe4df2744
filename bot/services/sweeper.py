"""The sweeper: claims messages that nobody has in hand and that are due, and gives them to the dispatcher.

That is what waited for the limiter, what is to be tried again, what was written by the ticker, and what a
process left behind that died. Answers go before reminders, reminders before notices.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.base import Channel
from bot.db.models import OutboxStatus
from bot.db.queries import outbox, pace, sweeping
from bot.db.queries.outbox import Outcome
from bot.db.queries.sweeping import ClaimedRow
from bot.db.session import Database
from bot.db.vault import VaultError
from bot.domain.sending import Limits, counted
from bot.errors import StorageUnavailable
from bot.services.codec import Codec
from bot.services.dispatch import Dispatcher
from bot.services.outgoing import Parcel, SendingRules
from bot.services.owners import dead_owners

log = structlog.get_logger()

SWEEP_SECONDS = 0.25
SWEEP_ROWS = 50
MOST_IN_HAND = 100


class Sweeper:
    """Sweeps for one process; any number of processes may do so."""

    def __init__(
        self,
        database: Database,
        codec: Codec,
        rules: SendingRules,
        *,
        channels: Mapping[str, Channel],
        dispatcher: Dispatcher,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._codec = codec
        self._rules = rules
        self._channels = channels
        self._dispatcher = dispatcher
        self._clock = clock

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:  # noqa: ASYNC110 (the database has no event for what falls due)
            await asyncio.sleep(SWEEP_SECONDS / 5 if await self._sweep_safely() else SWEEP_SECONDS)

    async def _sweep_safely(self) -> int:
        try:
            return await self.sweep()
        except StorageUnavailable as error:
            log.warning("sweep_failed", reason=str(error))
        except Exception as error:
            # One strange row may not end the sweeping for all; the class says what to look for, the text
            # could say too much.
            log.error("sweep_defect", error=type(error).__name__)
        return 0

    async def sweep(self) -> int:
        """Claim what is due and hand it on; returns how many messages were taken in hand."""
        now = self._clock()
        async with self._database.reading() as connection:
            dead = dead_owners(await sweeping.claim_owners(connection, self._rules.me), self._rules.me)
            channels = [name for name in self._channels if await self._any_due(connection, name, now, dead)]
        if not channels:
            return 0
        parcels: list[Parcel] = []
        async with self._database.transaction() as connection:
            for channel in channels:
                parcels += await self._claim(connection, channel, now, dead)
        for parcel in parcels:
            self._dispatcher.unblock(parcel.chat_id)
        self._dispatcher.take(parcels)
        return len(parcels)

    async def _any_due(
        self, connection: AsyncConnection, channel: str, now: datetime, dead: Sequence[str]
    ) -> bool:
        return await sweeping.any_due(connection, now, self._due(channel, now, dead))

    def _due(self, channel: str, now: datetime, dead: Sequence[str]) -> sweeping.Due:
        limits = self._rules.limits.get(channel)
        slack = limits.slack(is_group=False) if limits else float("inf")
        return sweeping.Due(channel=channel, dead_owners=dead, latest_tat=now.timestamp() + slack)

    async def _claim(
        self, connection: AsyncConnection, channel: str, now: datetime, dead: Sequence[str]
    ) -> list[Parcel]:
        limits = self._rules.limits.get(channel)
        # First the rows with their chats, then the queue of the channel: as whoever takes in does.
        # What is sent slower than the queue allows may not pile up here until its claims end.
        most = SWEEP_ROWS if limits is None else min(SWEEP_ROWS, MOST_IN_HAND - self._dispatcher.in_hand)
        if most <= 0:
            return []
        chosen = await sweeping.choose(connection, now, self._due(channel, now, dead), limit=most)
        first, room = now.timestamp(), len(chosen)
        if limits is not None and room:
            first, room = await pace.free_slots(connection, channel, now=first, wanted=room, limits=limits)
        rows = await sweeping.claim(
            connection,
            chosen[:room],
            me=self._rules.me,
            until=now + timedelta(seconds=self._rules.claim_seconds),
        )
        if rows and limits is not None:
            await pace.take_slots(connection, channel, first + len(rows) / limits.per_second)
            await pace.count_tat(connection, _tats(rows, limits, first))
        step = 1 / limits.per_second if limits else 0.0
        return await self._parcels(connection, rows, now, first, step)

    async def _parcels(
        self,
        connection: AsyncConnection,
        rows: Sequence[ClaimedRow],
        now: datetime,
        first: float,
        step: float,
    ) -> list[Parcel]:
        parcels = []
        for place, row in enumerate(rows):
            try:
                parcels.append(self._parcel(row, first + place * step))
            except (VaultError, ValidationError) as error:
                # It will never be readable: it must not hold up what comes after it.
                log.error("message_unreadable", chat=row.chat_id, number=row.number)
                await outbox.note(connection, [_unreadable(row, now, type(error).__name__)])
        return parcels

    def _parcel(self, row: ClaimedRow, send_at: float) -> Parcel:
        return Parcel(
            chat_id=row.chat_id,
            number=row.number,
            channel=row.channel,
            address=row.address,
            language=row.language,
            timezone=row.timezone,
            prompt=self._codec.open_prompt(row.prompt),
            replaces=row.replaces,
            replaces_ref=row.replaces_ref,
            send_at=send_at,
            attempts=row.attempts,
            unsure=row.unsure,
            aloud=row.aloud,
        )


def _unreadable(row: ClaimedRow, now: datetime, reason: str) -> Outcome:
    return Outcome(
        chat_id=row.chat_id,
        number=row.number,
        status=OutboxStatus.FAILED,
        attempts=row.attempts,
        unsure=row.unsure,
        due_at=now,
        sent_at=now,
        reason=reason,
    )


def _tats(rows: Sequence[ClaimedRow], limits: Limits, now: float) -> list[tuple[int, float]]:
    return [(row.chat_id, _tat(row, limits, now)) for row in rows if not row.replaces]


def _tat(row: ClaimedRow, limits: Limits, now: float) -> float:
    """What is read aloud is two messages."""
    after = counted(row.send_tat, now, limits, is_group=row.is_group)
    return counted(after, now, limits, is_group=row.is_group) if row.aloud else after
