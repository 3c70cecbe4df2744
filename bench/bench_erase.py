"""Erase people for good, one transaction each, with a million sign-ups in the database and with a thousand.

Each has a note, a message, a reading and a voice note of 30 kB beside what `bench.million` writes. It is what
"alles wissen" does in the chat, from the lock of the chat to the commit on disk. `without_overwriting` is the
same with SQLite's `secure_delete` off: what it costs that deleted bytes are overwritten.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import event

from bench.million import fill
from bench.null_telegram import NullTelegram
from bench.ours import our_bot
from bench.support import Aim, bench_settings, percentiles, size, tell, workshop
from bot.app import Core
from bot.db.queries import chats
from bot.services.loop import withdrawing

SOUND_BYTES = 30_000
MOST_MS = 250
MOST_RATIO = 3


async def prepare(path: Path, intakes: int) -> None:
    """A database with so many finished sign-ups."""
    async with our_bot(path, NullTelegram(0)):
        pass  # the schema and the demo Taalhuizen
    fill(path / "taalwijzer.db", bench_settings(path), intakes)


def give_more(path: Path, people: list[int]) -> None:
    """What hangs on those who will be erased, beside their sign-up."""
    now = "2026-06-01 10:00:00.000000"
    with closing(sqlite3.connect(path / "taalwijzer.db")) as connection, connection:
        for one in people:
            sound = os.urandom(SOUND_BYTES)
            connection.execute(
                "INSERT INTO referral_note (referral_id, kind, body, created_at) VALUES (?, 'note', ?, ?)",
                (one, sound[:200], now),
            )
            connection.execute(
                "INSERT INTO relay_message (referral_id, by, body, sent_at) VALUES (?, 'learner', ?, ?)",
                (one, sound[:200], now),
            )
            connection.execute(
                "INSERT INTO reading (referral_id, role, read_at) VALUES (?, 'staff', ?)", (one, now)
            )
            connection.execute(
                "INSERT INTO recording (chat_id, learner_id, step, channel, file, file_hash, seconds, sound,"
                " created_at, attempts) VALUES (?, ?, 'relay', 'telegram', ?, ?, 4, ?, ?, 0)",
                (one, one, sound[:60], sound[:32], sound, now),
            )


async def measure(path: Path, people: list[int], *, overwriting: bool) -> dict[str, float]:
    """How long each erasure takes."""
    give_more(path, people)
    async with our_bot(path, NullTelegram(0)) as bot:
        if not overwriting:
            event.listen(bot.core.database.engine.sync_engine, "begin", _keep_bytes)
        took: list[float] = []
        for one in people:
            began = time.perf_counter()
            await erase(bot.core, one)
            took.append(time.perf_counter() - began)
    return percentiles(took)


def _keep_bytes(connection: object) -> None:
    """Let SQLite only let go of what is deleted, as it does when nobody says anything."""
    connection.exec_driver_sql("PRAGMA secure_delete=OFF")  # type: ignore[attr-defined]


async def erase(core: Core, chat_id: int) -> None:
    """All of one person, as after the second tap."""
    async with core.office.acting() as scene:
        locked = await chats.lock_by_id(scene.connection, [chat_id], me="bench")
        await withdrawing.erase_all(scene, locked[chat_id])
        await chats.save(scene.connection, locked.values())


def main() -> None:
    """Measure and tell."""
    intakes, people = size("INTAKES", 1_000_000), size("PEOPLE", 100)
    found: dict[str, dict[str, float]] = {}
    for name, count in (("thousand", 1_000), ("million", intakes)):
        with workshop() as path:
            asyncio.run(prepare(path, count))
            step = max(count // (2 * people), 1)
            chosen = list(range(1, count, step))[: 2 * people]
            # By turns from all over the file: first and last pages are warm from the filling.
            found[name] = asyncio.run(measure(path, chosen[0::2], overwriting=True))
            found[f"{name}_without_overwriting"] = asyncio.run(measure(path, chosen[1::2], overwriting=False))
    ratio = found["million"]["p50_ms"] / found["thousand"]["p50_ms"]
    overwriting = found["million"]["p50_ms"] / found["million_without_overwriting"]["p50_ms"]
    tell(
        "erase",
        ours=found["million"],
        peers={name: one for name, one in found.items() if name != "million"},
        ratios={"million_to_thousand": ratio, "overwriting_to_not": overwriting},
        aims=[
            Aim(f"at most {MOST_MS} ms in the middle", found["million"]["p50_ms"] <= MOST_MS),
            Aim(f"at most {MOST_RATIO} times a database of a thousand", ratio <= MOST_RATIO),
        ],
        intakes=intakes,
        people=people,
    )


if __name__ == "__main__":
    main()
