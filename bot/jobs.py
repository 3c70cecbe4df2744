"""The ticker: looks for timers that are due, refreshes what is kept in memory, and throws away what may not
be kept.

One APScheduler in UTC. Its jobs hold no state: what is to be done are rows, claimed by one process each and
checked again inside
the claim. A tick that comes late or not at all loses nothing; the next one finds the same rows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import StorageUnavailable
from bot.services.clockwork import Clockwork
from bot.services.directory import Directory
from bot.services.housekeeping import Housekeeping
from bot.services.nudges import Nudges
from bot.services.recordings import Fetching
from bot.services.zones import Zones

log = structlog.get_logger()

TICK_SECONDS = 5
REFRESH_SECONDS = 15
HOUSEKEEPING_SECONDS = 60
ZONES_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Jobs:
    """What is done over and over again."""

    nudges: Nudges
    clockwork: Clockwork
    directory: Directory
    housekeeping: Housekeeping
    zones: Zones
    fetching: Fetching
    clock: Callable[[], datetime]


def build_ticker(jobs: Jobs) -> AsyncIOScheduler:
    """A scheduler that is not started yet."""
    ticker: Any = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    soon = jobs.clock() + timedelta(seconds=1)
    for name, work, seconds in (
        ("nudges", jobs.nudges.tick, TICK_SECONDS),
        ("clockwork", jobs.clockwork.tick, TICK_SECONDS),
        ("recordings", jobs.fetching.tick, TICK_SECONDS),
        ("taalhuizen", jobs.directory.refresh, REFRESH_SECONDS),
        ("housekeeping", jobs.housekeeping.tidy, HOUSEKEEPING_SECONDS),
        ("zones", jobs.zones.keep_true, ZONES_SECONDS),
    ):
        ticker.add_job(safely(name, work), "interval", seconds=seconds, id=name, next_run_time=soon)
    return ticker


def safely(name: str, work: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """A tick that fails is logged, and the next one comes all the same."""

    async def tick() -> None:
        try:
            await work()
        except StorageUnavailable as error:
            log.warning("tick_failed", job=name, reason=str(error))
        except Exception as error:
            log.error("tick_defect", job=name, error=type(error).__name__)

    return tick
