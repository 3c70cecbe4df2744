"""Many appointments whose reminder is due in the same minute, and three processes: each is sent once, and
none is late but for the limit of the channel. On both databases; the clock runs.

`TAALWIJZER_TEST_REMINDERS=5000` is how many there are; the usual number takes seconds. 5,000 leave in three
minutes, for Telegram lets 28 a second through.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.channels.base import Envelope
from bot.db.queries import pace
from bot.domain.sending import Limits
from tests.support.building import FakeChannel, Rig
from tests.support.clock import FakeClock
from tests.support.crowd import RunningClock, planned_for
from tests.support.database import Opener
from tests.support.loop import make_volunteer
from tests.support.meetings import at
from tests.support.rigs import Rigs

MANY = int(os.environ.get("TAALWIJZER_TEST_REMINDERS", "100"))
PROCESSES = 3
LIMITS = Limits()
TICK_SECONDS = 0.5
# From due to the wire without any limit: a tick, the transaction of a hundred, a sweep, on a busy machine.
SLACK = timedelta(seconds=15)
# Three processes share one Python here, with everything else that the machine does.
LEEWAY = 1.1
# All meet on Thursday at 11:00, so all are reminded on Wednesday 3 June at 11:00.
WALL, DUE = "2026-06-04T11:00", "2026-06-03T11:00"


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@dataclass(slots=True)
class Arrivals:
    """When each message arrived, by address."""

    clock: FakeClock
    seen: list[tuple[str, datetime]] = field(default_factory=list)

    def note(self, envelope: Envelope) -> None:
        self.seen.append((envelope.address, self.clock()))


async def _three(rigs: Rigs, open_database: Opener, channel: FakeChannel) -> list[Rig]:
    """Processes with engines of their own, that share a channel's limits."""
    limits = {channel.name: LIMITS}
    made = [rigs(open_database(), channel=channel, limits=limits) for _ in range(PROCESSES)]
    async with made[0].database.transaction() as connection:
        await pace.open_queue(connection, (channel.name,))
    return made


async def _work(rig: Rig) -> None:
    """What a process does by itself."""
    sweeping = asyncio.create_task(rig.sweeper.run())
    try:
        while True:
            await rig.clockwork.tick()
            await asyncio.sleep(TICK_SECONDS)
    finally:
        sweeping.cancel()


async def _until_sent(arrivals: Arrivals, many: int) -> None:
    """Wait for all of them, and a little for what must not come."""
    patience = many / LIMITS.per_second * 3 + 60
    async with asyncio.timeout(patience):
        while len(arrivals.seen) < many:  # noqa: ASYNC110 - the channel has no event for it
            await asyncio.sleep(0.2)
    await asyncio.sleep(2)


@pytest.mark.slow
@pytest.mark.timeout(MANY / LIMITS.per_second * 4 + 300)
async def test_each_reminder_of_one_minute_is_sent_once_and_none_late_but_for_the_limit(
    rigs: Rigs, open_database: Opener, clock: RunningClock
) -> None:
    channel = FakeChannel()
    processes = await _three(rigs, open_database, channel)
    first = processes[0]
    volunteer = await make_volunteer(first)
    async with first.database.transaction() as connection:
        await planned_for(connection, first.codec, volunteer, [WALL] * MANY, at("2026-06-02T12:00"))
    arrivals = Arrivals(clock)
    channel.before = arrivals.note
    clock.set(at(DUE) - timedelta(seconds=1))

    working = [asyncio.create_task(_work(rig)) for rig in processes]
    try:
        await _until_sent(arrivals, MANY)
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
    for rig in processes:
        await rig.settle()

    times = Counter(address for address, _ in arrivals.seen)
    assert (len(times), set(times.values())) == (MANY, {1})
    for place, (_, moment) in enumerate(sorted(arrivals.seen, key=lambda one: one[1])):
        allowed = timedelta(seconds=(place + 1) / LIMITS.per_second * LEEWAY) + SLACK
        assert at(DUE) <= moment <= at(DUE) + allowed, f"message {place} left at {moment}"
    done = await first.rows("SELECT outcome, COUNT(*) FROM timer WHERE key LIKE '%:d1:%' GROUP BY outcome")
    assert [tuple(row) for row in done] == [("said", MANY)]
    assert await first.rows("SELECT status, COUNT(*) FROM outbox GROUP BY status") == [("sent", MANY)]
