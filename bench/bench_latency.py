"""How long a person waits for the next question at 20 updates a second: from the update that is handed to the
Application to the call that shows the question.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable

from telegram import Update

from bench.null_telegram import NullTelegram
from bench.ours import our_bot
from bench.peer import Memory, peer_bot
from bench.support import Aim, percentiles, size, tell, workshop
from handlers.inbound import read_update

PER_SECOND = 20
LONGEST_P99_MS = 50
PEOPLE = 120


async def ours(seconds: int) -> list[float]:
    """The latencies of ours."""
    telegram = NullTelegram(PEOPLE)
    with workshop() as path:
        async with our_bot(path, telegram) as bot:
            application = bot.application
            await _at_pace(
                telegram,
                seconds,
                lambda raw: application.process_update(read_update(raw, application.bot)),
            )
            await bot.settle()
    return telegram.latencies


async def in_memory(seconds: int) -> list[float]:
    """The latencies of the peer that keeps nothing."""
    telegram = NullTelegram(PEOPLE)
    async with peer_bot(telegram, Memory()) as application:
        await _at_pace(
            telegram,
            seconds,
            lambda raw: application.process_update(Update.de_json(raw, application.bot)),
        )
    return telegram.latencies


async def _at_pace(
    telegram: NullTelegram, seconds: int, process: Callable[[dict[str, object]], Awaitable[None]]
) -> None:
    """One update every 50 ms, whether or not the one before is through."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    under_way: set[asyncio.Task[None]] = set()
    for number in range(seconds * PER_SECOND):
        await asyncio.sleep(max(0.0, began + number / PER_SECOND - loop.time()))
        for raw in telegram.take(1):
            under_way.add(asyncio.ensure_future(_process(process, raw)))
    await asyncio.gather(*under_way)


async def _process(process: Callable[[dict[str, object]], Awaitable[None]], raw: dict[str, object]) -> None:
    await process(raw)


def main() -> None:
    """Measure and tell."""
    seconds = size("SECONDS", 30)
    gc.collect()
    mine = asyncio.run(ours(seconds))
    gc.collect()
    peer = asyncio.run(in_memory(seconds))
    told, beside = percentiles(mine), percentiles(peer)
    tell(
        "latency",
        ours=told,
        peers={"memory": beside},
        ratios={"p99": told["p99_ms"] / beside["p99_ms"], "p50": told["p50_ms"] / beside["p50_ms"]},
        aims=[Aim(f"p99 under {LONGEST_P99_MS} ms", told["p99_ms"] < LONGEST_P99_MS)],
        updates_per_second=PER_SECOND,
        seconds=seconds,
        answered=len(mine),
    )


if __name__ == "__main__":
    main()
