"""The whole durable path again, with a million finished intakes in the database.

The same people walk, once over an empty database and once over the full one, by turns. `BENCH_INTAKES` sets
how many are in it; the number that was used is in the line.
"""

from __future__ import annotations

import asyncio
import gc
import time
from pathlib import Path

from bench.million import fill
from bench.null_telegram import UPDATES_EACH, NullTelegram
from bench.ours import our_bot, walk_ours
from bench.pace import Pace, medians
from bench.support import Aim, bench_settings, size, tell, workshop


async def prepare(path: Path, intakes: int) -> float:
    """Make the full database; returns the seconds that took."""
    async with our_bot(path, NullTelegram(0)):
        pass  # the schema and the demo Taalhuizen
    began = time.perf_counter()
    fill(path / "taalwijzer.db", bench_settings(path), intakes)
    return time.perf_counter() - began


def main() -> None:
    """Measure and tell."""
    people, rounds, intakes = size("CHATS", 400), size("ROUNDS", 3), size("INTAKES", 1_000_000)
    empty: list[Pace] = []
    full: list[Pace] = []
    with workshop() as path:
        seconds = asyncio.run(prepare(path, intakes))
        for number in range(1, rounds + 1):
            gc.collect()
            with workshop() as other:
                empty.append(asyncio.run(walk_ours(other, NullTelegram(people))))
            gc.collect()
            # New people with new updates each time: the database remembers the earlier ones.
            strangers = NullTelegram(people, first=number * 10_000_000)
            full.append(asyncio.run(walk_ours(path, strangers)))
        megabytes = round((path / "taalwijzer.db").stat().st_size / 1e6)
    mine, peer = medians(full), medians(empty)
    slower = {
        f"slower_by_{unit}": peer[f"updates_per_{unit}"] / mine[f"updates_per_{unit}"]
        for unit in ("second", "cpu_second")
    }
    tell(
        "million",
        ours=mine,
        peers={"empty_database": peer},
        ratios=slower,
        aims=[Aim("at most 1.2 times slower than without", slower["slower_by_second"] <= 1.2)],
        intakes=intakes,
        database_mb=megabytes,
        filled_in_seconds=round(seconds),
        chats=people,
        updates=people * UPDATES_EACH,
        rounds=rounds,
    )


if __name__ == "__main__":
    main()
