"""Learner updates a second through the whole durable path, beside the same conversation without its promises.

Ours: `getUpdates` bytes → `Update.de_json` → the Application with our handlers → one transaction a batch on
SQLite (WAL, `synchronous=FULL`) → dispatcher → Telegram channel → outcome noted. Peers: see `bench/peer.py`.
The sides take turns, and medians are compared, because a machine is never quiet.
"""

from __future__ import annotations

import asyncio
import gc
from collections import Counter

from bench.null_telegram import UPDATES_EACH, NullTelegram
from bench.ours import walk_ours
from bench.pace import Pace, medians
from bench.peer import Commits, Memory, walk_peer
from bench.support import Aim, size, tell, workshop


async def ours(people: int) -> tuple[Pace, Counter[str]]:
    """One round of ours."""
    telegram = NullTelegram(people)
    with workshop() as path:
        return await walk_ours(path, telegram), telegram.calls


async def in_memory(people: int) -> tuple[Pace, Counter[str]]:
    """One round of the peer that keeps nothing."""
    telegram = NullTelegram(people)
    return await walk_peer(telegram, Memory()), telegram.calls


async def committing(people: int) -> tuple[Pace, Counter[str]]:
    """One round of the peer that commits each update."""
    telegram = NullTelegram(people)
    with workshop() as path:
        keeper = Commits(path / "peer.db")
        await keeper.open()
        try:
            return await walk_peer(telegram, keeper), telegram.calls
        finally:
            await keeper.close()


def main() -> None:
    """Measure and tell."""
    people, rounds = size("CHATS", 400), size("ROUNDS", 3)
    sides = {"ours": ours, "memory": in_memory, "commit": committing}
    paces: dict[str, list[Pace]] = {name: [] for name in sides}
    calls: dict[str, Counter[str]] = {}
    for _ in range(rounds):
        for name, side in sides.items():
            gc.collect()
            pace, calls[name] = asyncio.run(side(people))
            paces[name].append(pace)
    results = {name: medians(side) for name, side in paces.items()}
    mine = results.pop("ours")
    ratios = {
        f"{peer}_by_{unit}": mine[f"updates_per_{unit}"] / result[f"updates_per_{unit}"]
        for peer, result in results.items()
        for unit in ("second", "cpu_second")
    }
    tell(
        "updates",
        ours=mine,
        peers=results,
        ratios=ratios,
        aims=[
            Aim("at least as many as the memory peer", ratios["memory_by_second"] >= 1.0),
            Aim("at least 4 times the committing peer", ratios["commit_by_second"] >= 4.0),
        ],
        chats=people,
        updates=people * UPDATES_EACH,
        rounds=rounds,
        calls={name: _visible(side) for name, side in calls.items()},
    )


def _visible(calls: Counter[str]) -> dict[str, int]:
    """The calls that a person sees."""
    seen = ("sendMessage", "editMessageText", "answerCallbackQuery", "sendVenue")
    return {name: calls[name] for name in seen}


if __name__ == "__main__":
    main()
