"""The last door before the wire: no burst, however late everything is. Time is made up: nothing waits."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from bot.db.session import Database
from bot.domain.sending import Limits
from bot.services.spacing import Spacing


class LeapingLoop(asyncio.SelectorEventLoop):
    """Where others wait, this one puts its clock forward."""

    def __init__(self) -> None:
        self._now = 0.0
        selector = selectors.DefaultSelector()
        waiting = selector.select

        def leap(timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            self._now += timeout or 0.0
            return waiting(0)

        selector.select = leap  # type: ignore[method-assign]
        super().__init__(selector)

    def time(self) -> float:
        return self._now


def in_leaps(work: Coroutine[Any, Any, list[float]]) -> list[float]:
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(work)


async def when_they_left(messages: int, channel: str = "telegram") -> list[float]:
    loop = asyncio.get_running_loop()
    one_process = Database("sqlite+aiosqlite:///never-opened.db")
    spacing = Spacing({"telegram": Limits()}, one_process, lambda: datetime.fromtimestamp(loop.time(), UTC))
    left: list[float] = []

    async def send() -> None:
        await spacing.turn(channel, place=0.0)
        left.append(asyncio.get_running_loop().time())

    await asyncio.gather(*(send() for _ in range(messages)))
    return left


def test_a_hundred_late_messages_leave_at_most_28_in_any_second() -> None:
    left = in_leaps(when_they_left(100))

    assert max(sum(1 for other in left if start <= other < start + 1) for start in left) <= 28


def test_late_messages_leave_at_most_twice_as_fast_as_the_limit() -> None:
    left = in_leaps(when_they_left(28))

    gaps = [later - earlier for earlier, later in pairwise(left)]
    assert min(gaps) == pytest.approx(0.5 / 28)


def test_a_channel_without_limits_waits_for_nobody() -> None:
    assert in_leaps(when_they_left(50, channel="web")) == [0.0] * 50
