"""What a look at the clock costs with a hundred thousand reminders to come, and how late reminders are.

The peer is the job store that comes with APScheduler, with the same number of jobs in a SQLite file of the
same kind (WAL, `synchronous=FULL`). A tick without anything due is a look at an index on both sides. In a
tick with a hundred due, ours checks each appointment again, writes each message to the outbox and ends the
timer, in one transaction; the peer's jobs do nothing, and it removes them one by one.

Lateness is from the moment for which a reminder was planned until it is handed to the channel, with the real
ticker's pace, the real limit, and reminders that fall due evenly at half of it.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import pickle
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import event, text

from bench.support import Aim, bench_settings, median, percentiles, size, tell, workshop
from bot.channels.base import Envelope
from bot.db.migrations import upgrade
from bot.db.queries import pace
from bot.db.session import Database
from bot.domain.sending import Limits
from bot.jobs import TICK_SECONDS
from tests.support.building import FakeChannel, Rig, build_rig
from tests.support.crowd import RunningClock, planned_for
from tests.support.loop import make_volunteer

DUE = 100
IDLE_TICKS = 200
LIMITS = Limits()
# It is Tuesday, noon in Amsterdam, and the appointments are from Saturday on: the first reminders are three
# days before them.
NOON = datetime(2026, 6, 2, 10, tzinfo=UTC)
_DAYS = 20
# Before the first is due, all of them are written.
_WRITING_SECONDS = 10


@dataclass(slots=True)
class Lateness:
    """How long after its moment each message was handed over, in seconds."""

    clock: Callable[[], datetime]
    due: dict[str, datetime] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    def note(self, envelope: Envelope) -> None:
        self.seconds.append((self.clock() - self.due[envelope.address]).total_seconds())


# ── Ours ───────────────────────────────────────────────────────────────────────────────────────────────────


async def ours(path: Path, reminders: int, rounds: int, seconds: int) -> dict[str, object]:
    """Milliseconds of ticks, and the lateness."""
    settings = bench_settings(path)
    # Each timer is told in a line of the log; here the lines are for machines.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    database, clock, channel = Database(settings.database), RunningClock(NOON), FakeChannel()
    await upgrade(database)
    rig = build_rig(database, clock, channel=channel, limits={channel.name: LIMITS})
    rig.dispatcher.start()
    try:
        await _fill(rig, reminders)
        idle = [await _timed_tick(rig) for _ in range(IDLE_TICKS)]
        busy = [await _busy_tick(rig) for _ in range(rounds)]
        late = await _lateness(rig, channel, seconds)
    finally:
        await rig.dispatcher.stop()
        await database.close()
    return {
        "idle_tick_ms": median([one * 1000 for one in idle], 3),
        "hundred_due_ms": median([one * 1000 for one in busy], 1),
        "lateness": percentiles(late),
        "reminded": len(late),
    }


async def _fill(rig: Rig, reminders: int) -> None:
    """Appointments of learners on the days that come, each with three reminders, as many as are wanted."""
    volunteer = await make_volunteer(rig)
    first = datetime(2026, 6, 6, tzinfo=UTC)
    walls = [
        (first + timedelta(days=number % _DAYS, hours=10 + number % 7)).strftime("%Y-%m-%dT%H:%M")
        for number in range(-(-reminders // 3))
    ]
    async with rig.database.transaction() as connection:
        await pace.open_queue(connection, (rig.channel.name,))
        await planned_for(connection, rig.codec, volunteer, walls, NOON)


async def _timed_tick(rig: Rig) -> float:
    began = time.perf_counter()
    await rig.clockwork.tick()
    return time.perf_counter() - began


async def _busy_tick(rig: Rig) -> float:
    """A tick with a hundred due, of other appointments in each round; then all of it is sent."""
    await _make_due(rig, [rig.clock() - timedelta(seconds=1)] * DUE)
    seconds = await _timed_tick(rig)
    while await rig.sweeper.sweep() or rig.dispatcher.in_hand:
        await rig.settle()
        await asyncio.sleep(0.05)
    return seconds


async def _make_due(rig: Rig, moments: list[datetime]) -> list[str]:
    """Let reminders that were not said yet be due at these moments; returns whose they are."""
    found = await rig.rows(
        "SELECT t.id, c.address FROM timer t JOIN chat c ON c.id = t.chat_id"
        " WHERE t.key LIKE '%:d3:%' AND t.done_at IS NULL ORDER BY t.id DESC LIMIT :many",
        many=len(moments),
    )
    due = [
        {"due_at": moment.strftime("%Y-%m-%d %H:%M:%S.%f"), "id": timer}
        for (timer, _), moment in zip(found, moments, strict=True)
    ]
    async with rig.database.transaction() as connection:
        await connection.execute(text("UPDATE timer SET due_at = :due_at WHERE id = :id"), due)
    return [str(address) for _, address in found]


async def _lateness(rig: Rig, channel: FakeChannel, seconds: int) -> list[float]:
    """Reminders at half the limit, for so long."""
    many = int(seconds * LIMITS.per_second / 2)
    offsets = [_WRITING_SECONDS + number * seconds / many for number in range(many)]
    late, began = Lateness(rig.clock), rig.clock()
    moments = [began + timedelta(seconds=offset) for offset in offsets]
    late.due = dict(zip(await _make_due(rig, moments), moments, strict=True))
    channel.before = late.note
    sweeping = asyncio.create_task(rig.sweeper.run())
    while len(late.seconds) < many:
        took = await _timed_tick(rig)
        await asyncio.sleep(max(0.0, TICK_SECONDS - took))
    sweeping.cancel()
    return late.seconds


# ── APScheduler's own store ────────────────────────────────────────────────────────────────────────────────


class Peer:
    """A scheduler over its own store; its jobs count that they ran."""

    def __init__(self, path: Path) -> None:
        self.store = SQLAlchemyJobStore(f"sqlite:///{path / 'jobs.db'}")
        event.listen(self.store.engine, "connect", _as_ours)
        self.scheduler = BackgroundScheduler(
            jobstores={"default": self.store},
            timezone="UTC",
            job_defaults={"misfire_grace_time": None, "coalesce": True},
        )
        self.scheduler.start(paused=True)
        self.numbers = iter(range(10**9))

    def fill(self, moments: list[datetime]) -> None:
        """Write jobs as `add_job` does, but together: one commit each would take the afternoon."""
        rows = []
        for moment in moments:
            job = Job(
                self.scheduler,
                id=f"job{next(self.numbers)}",
                name="remind",
                func=remind,
                args=(),
                kwargs={},
                trigger=DateTrigger(moment, "UTC"),
                executor="default",
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
                next_run_time=moment,
            )
            state = pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL)
            rows.append({"id": job.id, "next_run_time": moment.timestamp(), "job_state": state})
        with self.store.engine.begin() as connection:
            connection.execute(self.store.jobs_t.insert(), rows)

    def tick(self) -> float:
        """What the scheduler does when it wakes; returns the seconds."""
        began = time.perf_counter()
        self.scheduler.state = 1  # running: it was only paused so that it does not tick by itself
        self.scheduler._process_jobs()
        self.scheduler.state = 2
        return time.perf_counter() - began

    def left(self) -> int:
        with self.store.engine.begin() as connection:
            return int(connection.exec_driver_sql("SELECT COUNT(*) FROM apscheduler_jobs").scalar_one())


def remind() -> None:
    """What the peer's jobs do: nothing."""


def job_store(path: Path, jobs: int, rounds: int) -> dict[str, object]:
    """The same ticks."""
    peer = Peer(path)
    now = datetime.now(UTC)
    peer.fill([now + timedelta(days=1, seconds=number) for number in range(jobs)])
    idle = [peer.tick() for _ in range(IDLE_TICKS)]
    busy = []
    for _ in range(rounds):
        peer.fill([datetime.now(UTC) - timedelta(seconds=1)] * DUE)
        busy.append(peer.tick())
        assert peer.left() == jobs, "the peer did not run what was due"
    peer.scheduler.shutdown()
    return {
        "idle_tick_ms": median([one * 1000 for one in idle], 3),
        "hundred_due_ms": median([one * 1000 for one in busy], 1),
    }


def _as_ours(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def main() -> None:
    """Measure and tell."""
    reminders, rounds, seconds = size("REMINDERS", 100_000), size("ROUNDS", 3), size("SECONDS", 30)
    with workshop() as path:
        mine: Any = asyncio.run(ours(path, reminders, rounds, seconds))
        gc.collect()
        peer: Any = job_store(path, reminders, rounds)
    ratios = {
        f"{what}_times": mine[f"{what}_ms"] / peer[f"{what}_ms"] for what in ("idle_tick", "hundred_due")
    }
    slowest = mine["lateness"]["p99_ms"]
    tell(
        "ticks",
        ours=mine,
        peers={"SQLAlchemyJobStore": peer},
        ratios=ratios,
        aims=[
            Aim("a tick with nothing due under 10 ms", mine["idle_tick_ms"] < 10),
            Aim("a tick with nothing due not dearer than the job store's", ratios["idle_tick_times"] <= 1),
            Aim(
                "p99 of lateness under the pace of the ticker and a second",
                slowest < TICK_SECONDS * 1000 + 1000,
            ),
        ],
        reminders=reminders,
        rounds=rounds,
        due_at_once=DUE,
        tick_seconds=TICK_SECONDS,
    )


if __name__ == "__main__":
    main()
