"""The audit with a million entries: going along the whole chain, adding one, and a page of what somebody did,
beside the same with a thousand.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.support import Aim, percentiles, size, tell, workshop
from bot.db.migrations import upgrade
from bot.db.queries import audit_search
from bot.db.queries.audit_search import Wanted
from bot.db.session import Database
from bot.db.vault import Vault
from bot.domain.act import Act
from bot.services import audit
from bot.services.audit_check import verify

FEW = 1_000
A_TURN = 2_000
VAULT = Vault((b"k" * 44,))
BEGAN = datetime(2026, 1, 1, 9, tzinfo=UTC)
MOST_CHECK_SECONDS_A_MILLION = 30.0
MOST_RATIO = 1.5


async def fill(database: Database, entries: int) -> None:
    """As a busy region would: three hundred houses, a few people each."""
    for first in range(0, entries, A_TURN):
        acts = [
            Act(
                what="intake.read" if number % 3 else "deed.rej",
                role="staff",
                member_id=number % 900,
                referral_id=number % 50_000,
                taalhuis_id=number % 300,
            )
            for number in range(first, min(first + A_TURN, entries))
        ]
        async with database.transaction() as connection:
            await audit.append(connection, VAULT, acts, BEGAN + timedelta(seconds=10 * first))


async def measured(path: Path, entries: int) -> dict[str, float]:
    database = Database(f"sqlite+aiosqlite:///{path}")
    try:
        await upgrade(database)
        await fill(database, entries)
        began = time.perf_counter()
        async with database.reading() as connection:
            verdict = await verify(connection, VAULT, None, lambda _done, _of: None)
        assert verdict.faults == () and verdict.entries == entries  # noqa: PT018 (a measurement of nothing else)
        check = time.perf_counter() - began
        pages, writes = [], []
        day = BEGAN + timedelta(seconds=5 * entries)
        for number in range(200):
            wanted = Wanted(houses=(number,), whats=("deed.rej",), since=day - timedelta(days=7), until=day)
            began = time.perf_counter()
            async with database.reading() as connection:
                await audit_search.newest(connection, wanted, before=None, limit=51)
            pages.append(time.perf_counter() - began)
        for _ in range(200):
            began = time.perf_counter()
            async with database.transaction() as connection:
                await audit.append(connection, VAULT, [Act(what="intake.read", role="staff")], day)
            writes.append(time.perf_counter() - began)
    finally:
        await database.close()
    return {
        "check_seconds": round(check, 2),
        "page_ms_p50": percentiles(pages)["p50_ms"],
        "page_ms_p99": percentiles(pages)["p99_ms"],
        "write_ms_p50": percentiles(writes)["p50_ms"],
    }


async def main() -> None:
    entries = size("ENTRIES", 1_000_000)
    with workshop() as folder:
        few = await measured(folder / "few.db", FEW)
        many = await measured(folder / "many.db", entries)
    a_million = many["check_seconds"] * 1_000_000 / entries
    ratios = {
        "page": many["page_ms_p50"] / few["page_ms_p50"],
        "write": many["write_ms_p50"] / few["write_ms_p50"],
    }
    tell(
        "audit",
        ours=many,
        peers={"a thousand entries": few},
        ratios=ratios,
        aims=[
            Aim(
                f"a million checked in < {MOST_CHECK_SECONDS_A_MILLION} s",
                a_million < MOST_CHECK_SECONDS_A_MILLION,
            ),
            Aim(f"a write ≤ {MOST_RATIO} × dearer", ratios["write"] <= MOST_RATIO),
        ],
        entries=entries,
    )


if __name__ == "__main__":
    asyncio.run(main())
