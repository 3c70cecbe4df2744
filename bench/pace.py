"""How fast a bot went through its updates: by the clock, and by the processor, which is disturbed less."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.null_telegram import UPDATES_EACH, NullTelegram
from bench.support import median


@dataclass(frozen=True, slots=True)
class Pace:
    """Updates a second by the clock, and updates a second of processor time (all threads)."""

    by_clock: float
    by_processor: float


class Watch:
    """Measures from its making until `stop`, without what the other side of the wire took."""

    def __init__(self, telegram: NullTelegram) -> None:
        self._telegram = telegram
        self._wall = time.perf_counter()
        self._processor = time.process_time()

    def stop(self) -> Pace:
        """Everybody in the `telegram` has walked the whole intake."""
        own = self._telegram.own
        wall = time.perf_counter() - self._wall - own.wall
        processor = time.process_time() - self._processor - own.processor
        updates = len(self._telegram.people) * UPDATES_EACH
        return Pace(updates / wall, updates / processor)


def medians(paces: Sequence[Pace]) -> dict[str, float]:
    """For the JSON line."""
    return {
        "updates_per_second": median([pace.by_clock for pace in paces]),
        "updates_per_cpu_second": median([pace.by_processor for pace in paces]),
    }
