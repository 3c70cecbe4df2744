"""The time of the demo: a clock that can be moved forward, so that a week is watched in two minutes.

It is the clock of the whole process, so nothing knows that it was moved. What falls due on the way happens at
its own moment, one after the other, as it would have happened in all those hours. There is no way back, not
even by a restart: what was written then would lie in the future.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.app import Core, utc_now
from bot.db.queries import demo
from bot.domain.working_days import is_working_day
from bot.services import drafts
from bot.services.loop import reminders
from bot.settings import Settings
from console.demo import Step

FILE = "demo-clock"
_BEGIN, _END = time(9), time(16)
_MORNING = time(10)
_STEPS = {Step.HOUR: timedelta(hours=1), Step.DAY: timedelta(days=1)}


class DemoClock:
    """The real time and some more; how much stands in a file, so that a restart does not take it back."""

    def __init__(self, file: Path, now: Callable[[], datetime] = utc_now) -> None:
        self._file = file
        self._now = now
        self._ahead = _read(file)

    def __call__(self) -> datetime:
        return self._now() + self._ahead

    def move_to(self, moment: datetime) -> None:
        """Make it this moment; a moment that has been is left alone."""
        ahead = moment - self._now()
        if ahead <= self._ahead:
            return
        new = self._file.with_suffix(".new")
        new.write_text(f"{ahead.total_seconds()}\n", encoding="ascii")
        new.replace(self._file)
        self._ahead = ahead


def demo_settings(settings: Settings) -> Settings:
    """The demo keeps to itself: an embedded database of its own, whatever else is set."""
    return settings.model_copy(
        update={"database_url": f"sqlite+aiosqlite:///{settings.data_dir / 'demo.db'}"}
    )


def demo_clock(folder: Path) -> DemoClock:
    """The clock of the demo that keeps its data in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return DemoClock(folder / FILE)


def _read(file: Path) -> timedelta:
    try:
        seconds = float(file.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return timedelta()
    return timedelta(seconds=max(0.0, seconds))


class DemoTime:
    """Moves the clock of a running demo, and does what falls due. `console.demo.Time` is this."""

    def __init__(self, core: Core, clock: DemoClock) -> None:
        self._core = core
        self._clock = clock
        self._moving = asyncio.Lock()

    def now(self) -> datetime:
        """The time of the demo, as the clock on the wall of a Taalhuis shows it."""
        return self._clock().astimezone(self._core.settings.zone)

    async def move(self, step: Step) -> bool:
        """Go forward, and do all that falls due on the way; False when there is no reminder to go to.

        Raises:
            StorageUnavailable: the database is away; the clock stands where it had come.
        """
        async with self._moving:
            target = await self._target(step)
            if target is not None:
                await self._move_to(target)
        return target is not None

    async def begin(self) -> None:
        """Outside office hours nobody would be asked or told anything: the demo begins the next morning."""
        async with self._moving:
            now = self.now()
            if is_working_day(now.date()) and _BEGIN <= now.time() < _END:
                await self._settle()
                return
            day = now.date() if now.time() < _BEGIN else now.date() + timedelta(days=1)
            while not is_working_day(day):
                day += timedelta(days=1)
            await self._move_to(datetime.combine(day, _MORNING, self._core.settings.zone).astimezone(UTC))

    async def _target(self, step: Step) -> datetime | None:
        if step in _STEPS:
            return self._clock() + _STEPS[step]
        async with self._core.database.reading() as connection:
            return await demo.next_reminder(
                connection, self._clock(), appointment=reminders.REMIND, draft=drafts.KIND
            )

    async def _move_to(self, target: datetime) -> None:
        while True:
            async with self._core.database.reading() as connection:
                due = await demo.next_due(connection, self._clock())
            if due is None or due > target:
                break
            self._clock.move_to(due)
            await self._settle()
        self._clock.move_to(target)
        await self._settle()
        await self._core.housekeeping.tidy()

    async def _settle(self) -> None:
        """Everything that is due now is done, and everybody sees it."""
        await self._core.clockwork.tick()
        await self._core.nudges.tick()
        await self._core.sweeper.sweep()
        await self._core.dispatcher.idle()
