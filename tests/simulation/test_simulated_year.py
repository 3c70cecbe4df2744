"""Time moved hour by hour over people who do as they like, a Telegram with faults, a bot that is killed."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from secrets import randbits

import pytest
import structlog

from tests.simulation.judge import Judge
from tests.simulation.town import Size
from tests.simulation.year import Course, Year
from tests.support.clock import FakeClock
from tests.support.database import Opener
from tests.support.telling import Tell

# Over the last Sunday of March, when the clock jumps.
SHORT = Course(
    begins=datetime(2026, 3, 18, 6, tzinfo=UTC),
    days=14,
    learners=30,
    size=Size(houses=3, staff=1, volunteers=6),
    faults=0.05,
    kills=0.08,
    leaving=0.0005,
)
WHOLE = Course(
    begins=datetime(2026, 1, 5, 6, tzinfo=UTC),
    days=365,
    learners=2_000,
    size=Size(houses=8, staff=2, volunteers=10),
    faults=0.05,
    kills=0.03,
    leaving=0.00002,
)
IS_WHOLE = "TAALWIJZER_TEST_YEAR" in os.environ

pytestmark = [pytest.mark.slow, pytest.mark.timeout(14_400 if IS_WHOLE else 300)]


def _course(*, on_postgresql: bool) -> Course:
    whole = WHOLE if IS_WHOLE else SHORT
    if not on_postgresql:
        return whole
    # The same code over another database: some of the people, and half the time.
    return replace(whole, days=whole.days // 2, learners=max(12, whole.learners // 5))


@pytest.fixture
def defects() -> Iterator[list[str]]:
    """What the bot logs as an error, which nothing that people do may lead to."""
    found: list[str] = []

    def keep(_logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        if method in ("error", "critical", "exception"):
            found.append(str(event))
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[keep])
    yield found
    structlog.configure(**before)


def _watched(judge: Judge) -> Callable[[Year], Awaitable[None]]:
    """The judge, with a line for every day in the file that TAALWIJZER_TEST_PROGRESS names: a year takes an
    hour or more, and pytest says nothing until its end.
    """
    file = os.environ.get("TAALWIJZER_TEST_PROGRESS", "")

    async def watch(year: Year) -> None:
        await judge(year)
        if file and year.now.hour == 0:
            _add_a_line(Path(file), year, judge)

    return watch


def _add_a_line(file: Path, year: Year, judge: Judge) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(
            f"{year.now:%Y-%m-%d} {time.process_time():.0f} s of work, {year.arrived} learners, "
            f"{year.killed} kills, {judge.punctual.due} reminders due, {len(judge.wrong)} wrong\n"
        )
        lines.writelines(f"  {sentence}\n" for sentence in judge.wrong)


async def test_nobody_is_left_behind(
    open_database: Opener, defects: list[str], tell: Tell, request: pytest.FixtureRequest
) -> None:
    """`open_database` gives SQLite and PostgreSQL in turn."""
    seed = int(os.environ.get("TAALWIJZER_TEST_SEED") or (randbits(32) if IS_WHOLE else 3))
    course = _course(on_postgresql="postgresql" in request.node.name)
    judge = Judge()
    year = Year(course, open_database, FakeClock(), Random(seed), _watched(judge))
    began, worked = time.monotonic(), time.process_time()
    await year.live()
    await judge.at_the_end(year)
    tell(
        f"seed {seed}: {course.days} days in {time.monotonic() - began:.0f} s, of which "
        f"{time.process_time() - worked:.0f} s of work; {year.arrived} learners, "
        f"{year.sent} taps and words, {year.killed} kills, {year.not_stored} times not stored; "
        f"{year.outside.attempts} attempts, {sum(year.outside.failed.values())} failed; {dict(judge.counted)}"
    )

    assert "\n".join(judge.wrong) == ""
    assert defects == []
