"""The way out: sends what this process has claimed, and notes what became of it.

    receive() ──commit──▶ take() ──▶ one queue a chat, in order ──▶ channel.deliver ──▶ note (in batches)
    sweeper ────claim───▶ take()                                                         │
       ▲──────────────────── rows that wait, were stalled, or whose process died ◀───────┘

No transaction is open while a message is on the wire. If this process dies at any point, the rows say what
is left to do.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.channels.base import Channel, Envelope
from bot.db.models import OutboxStatus
from bot.db.queries import chats, outbox
from bot.db.queries.outbox import Outcome
from bot.db.session import Database
from bot.domain.sending import Limits
from bot.services.delivery import Result, attempt, released
from bot.services.loop import tasks
from bot.services.metrics import Metrics
from bot.services.outgoing import Parcel
from bot.services.spacing import Spacing
from flows.aloud import is_for_learner

log = structlog.get_logger()

# No transaction lasts this long.
BLOCK_SECONDS = 5.0
NOTE_AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Ended:
    """A result to write down, with what it means beyond its own row."""

    result: Result
    chat_id: int


class Dispatcher:
    """Sends for one process. `take` never blocks."""

    def __init__(
        self,
        *,
        database: Database,
        channels: Mapping[str, Channel],
        limits: Mapping[str, Limits],
        metrics: Metrics,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._spacing = Spacing(limits, database, clock)
        self._channels = channels
        self._metrics = metrics
        self._clock = clock
        self._queues: dict[int, deque[Parcel]] = {}
        self._senders: set[asyncio.Task[None]] = set()
        self._refs: dict[tuple[int, int], str] = {}
        self._blocked: dict[int, float] = {}
        self._ended: list[Ended] = []
        self._released: list[Outcome] = []
        self._in_hand: set[tuple[int, int]] = set()
        self._nothing_in_hand = asyncio.Event()
        self._nothing_in_hand.set()
        self._something_ended = asyncio.Event()
        self._stopping = asyncio.Event()
        self._noting: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to note what is sent."""
        self._noting = asyncio.create_task(self._note_for_ever())

    async def stop(self, patience_seconds: float = 15.0) -> None:
        """Send what is in hand, give back what is not sent by then, and note all of it."""
        self._stopping.set()
        if self._senders:
            await asyncio.wait(set(self._senders), timeout=patience_seconds)
        for task in set(self._senders):
            task.cancel()
        for queue in self._queues.values():
            self._release(queue)
        self._something_ended.set()
        if self._noting is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience_seconds):
                    await self._noting

    @property
    def in_hand(self) -> int:
        """How many messages were taken and are not noted yet."""
        return len(self._in_hand)

    async def idle(self) -> None:
        """Wait until everything that was taken so far is sent or given back."""
        while self._senders:
            await asyncio.wait(set(self._senders))

    async def noted(self) -> None:
        """Wait until what became of everything that was taken so far is written down."""
        await self._nothing_in_hand.wait()

    def unblock(self, chat_id: int) -> None:
        """The sweeper has taken the message that everything in this chat waited for."""
        self._blocked.pop(chat_id, None)

    def take(self, parcels: Iterable[Parcel]) -> None:
        """Send these; each chat in the given order, chats side by side."""
        for parcel in parcels:
            key = (parcel.chat_id, parcel.number)
            if key in self._in_hand:
                # Our claim ended before we could note what became of it: it is not to be sent twice.
                continue
            self._in_hand.add(key)
            self._nothing_in_hand.clear()
            if self._is_blocked(parcel.chat_id):
                self._release([parcel])
                continue
            queue = self._queues.get(parcel.chat_id)
            if queue is not None:
                queue.append(parcel)
                continue
            self._queues[parcel.chat_id] = deque([parcel])
            sender = asyncio.create_task(self._send_all(parcel.chat_id))
            self._senders.add(sender)
            sender.add_done_callback(self._senders.discard)

    # ── one chat ───────────────────────────────────────────────────────────────────────────────────────

    async def _send_all(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        try:
            while queue:
                parcel = queue[0]
                await self._spacing.turn(parcel.channel, parcel.send_at)
                try:
                    result = await self._deliver(parcel)
                except Exception as error:
                    # Without the database we cannot find the message that is to be changed: later, then.
                    # Whatever else it is, what is in hand here is given back, and never left lying.
                    log.warning("delivery_waits", chat=chat_id, error=type(error).__name__)
                    self._block(chat_id)
                    self._release(queue)
                    return
                queue.popleft()
                if result.blocks:
                    self._block(chat_id)
                    self._release(queue)
                self._end(Ended(result, chat_id))
        finally:
            del self._queues[chat_id]

    async def _deliver(self, parcel: Parcel) -> Result:
        envelope = Envelope(
            outbox_id=parcel.number,
            address=parcel.address,
            conversation=parcel.chat_id,
            language=parcel.language,
            timezone=parcel.timezone,
            prompt=parcel.prompt,
            replaces_ref=await self._ref_of(parcel),
            aloud=parcel.aloud and is_for_learner(parcel.prompt),
        )
        result = await attempt(self._channels[parcel.channel], parcel, envelope, self._clock())
        if result.outcome.status == OutboxStatus.SENT and parcel.prompt.serial and result.outcome.ref:
            self._refs[parcel.chat_id, parcel.number] = result.outcome.ref
        self._metrics.sent(parcel.channel, result.outcome.status)
        return result

    async def _ref_of(self, parcel: Parcel) -> str:
        """The channel's name of the message that is replaced: it may have been sent a moment ago and not be
        noted yet.
        """
        if not parcel.replaces or parcel.replaces_ref:
            return parcel.replaces_ref
        known = self._refs.get((parcel.chat_id, parcel.replaces))
        if known is not None:
            return known
        async with self._database.reading() as connection:
            return await outbox.ref_of(connection, parcel.chat_id, parcel.replaces)

    # ── what ended ─────────────────────────────────────────────────────────────────────────────────────

    def _end(self, ended: Ended) -> None:
        self._ended.append(ended)
        self._something_ended.set()

    def _release(self, parcels: Sequence[Parcel] | deque[Parcel]) -> None:
        now = self._clock()
        self._released.extend(released(parcel, now) for parcel in parcels)
        if isinstance(parcels, deque):
            parcels.clear()
        self._something_ended.set()

    def _block(self, chat_id: int, seconds: float = math.inf) -> None:
        """Nothing follows in this chat: until the row says why, and for `seconds` after that."""
        self._blocked[chat_id] = self._clock().timestamp() + seconds

    def _is_blocked(self, chat_id: int) -> bool:
        until = self._blocked.get(chat_id)
        if until is None:
            return False
        if until > self._clock().timestamp():
            return True
        del self._blocked[chat_id]
        return False

    async def _note_for_ever(self) -> None:
        while True:
            await self._something_ended.wait()
            self._something_ended.clear()
            if not await self._note_safely():
                self._something_ended.set()
                await asyncio.sleep(NOTE_AGAIN_SECONDS)
            if not self._in_hand:
                self._nothing_in_hand.set()
                if self._stopping.is_set():
                    return

    async def _note_safely(self) -> bool:
        """Note all that ended. False: not now; we keep what we know, and the rows stay claimed."""
        while self._ended or self._released:
            ended, self._ended = self._ended, []
            given_back, self._released = self._released, []
            try:
                await self._note(ended, given_back)
            except Exception as error:
                # The database is away, mostly. Whatever it is: what was sent may not be sent again.
                log.warning("outcomes_not_noted", count=len(ended), error=type(error).__name__)
                self._ended[:0], self._released[:0] = ended, given_back
                return False
        return True

    async def _note(self, ended: Sequence[Ended], given_back: Sequence[Outcome]) -> None:
        now = self._clock()
        outcomes = [*given_back, *(item.result.outcome for item in ended)]
        stalled = {item.chat_id: item.result.stall_until for item in ended if item.result.stall_until}
        gone = sorted({item.chat_id for item in ended if item.result.gone})
        async with self._database.transaction() as connection:
            # The chats before their messages: everybody locks in this order, so nobody waits in a ring.
            await chats.hold(connection, [*stalled, *gone])
            await outbox.note(connection, outcomes)
            for chat_id, until in stalled.items():
                await chats.stall(connection, chat_id, until)
            for chat_id in gone:
                await tasks.person_unreachable(connection, chat_id, now, reason="blocked")
        for item in ended:
            self._refs.pop((item.chat_id, item.result.outcome.number), None)
        for chat_id in {outcome.chat_id for outcome in outcomes} & self._blocked.keys():
            # A transaction that began before this commit may still believe that the way is free.
            self._block(chat_id, BLOCK_SECONDS)
        self._in_hand.difference_update((outcome.chat_id, outcome.number) for outcome in outcomes)
