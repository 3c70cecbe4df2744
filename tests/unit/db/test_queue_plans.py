"""A page of the queue reads the heads of an index, however many sign-ups there are: the plans of SQLite."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import office_queue
from bot.db.queries.office_queue_model import Mark, Order, Spot, Term, Wanted
from bot.db.session import Database
from bot.domain.waiting import Span
from tests.support.database import sqlite_url

NOW = datetime(2026, 6, 3, 10, tzinfo=UTC)
HOUSES, STATUSES = (1, 2), ("submitted", "finished")
ENDED = (Span(None, NOW),)
TERMS = (Term(frozenset({"submitted"}), ENDED, ENDED, signs=False),)


@pytest.fixture
async def connection(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    copy = tmp_path / "plans.db"
    shutil.copyfile(sqlite_template, copy)
    database = Database(sqlite_url(copy))
    async with database.reading() as connection:
        yield connection
    await database.close()


async def plan_of(connection: AsyncConnection, wanted: Wanted, *, start: Spot | None = None) -> list[str]:
    """How the page is found; without the words that only say what belongs to what."""
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        asked.append((statement, values))

    engine = connection.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await office_queue.page(connection, wanted, start=start, backwards=False, limit=26)
    event.remove(engine, "before_cursor_execute", note)
    statement, values = asked[0]
    rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
    return [str(row[-1]) for row in rows if "referral" in str(row[-1])]


@pytest.mark.parametrize("start", [None, Spot(0, NOW, 7)])
@pytest.mark.parametrize(
    ("order", "index"),
    [
        (Order.SENT, "ix_referral_queue_sent"),
        (Order.STATE, "ix_referral_queue_sent"),
        (Order.CHANGED, "ix_referral_queue_changed"),
    ],
)
async def test_each_stretch_is_read_in_order_from_its_index(
    connection: AsyncConnection, order: Order, index: str, start: Spot | None
) -> None:
    plan = await plan_of(connection, Wanted(houses=HOUSES, statuses=STATUSES, order=order), start=start)
    stretches = [line for line in plan if index in line]

    assert len(stretches) == len(HOUSES) * len(STATUSES)
    assert all(f"COVERING INDEX {index} (taalhuis_id=? AND status=?" in line for line in stretches)
    assert not any(line.startswith("SCAN referral") for line in plan)


async def test_what_is_marked_is_read_from_the_old_end_of_the_last_moves(connection: AsyncConnection) -> None:
    wanted = Wanted(houses=HOUSES, statuses=("submitted",), order=Order.CHANGED, terms=TERMS, mark=Mark.LATE)
    plan = await plan_of(connection, wanted)

    ended = "COVERING INDEX ix_referral_queue_changed (taalhuis_id=? AND status=? AND updated_at<?)"
    assert sum(ended in line for line in plan) == len(HOUSES)


@pytest.mark.parametrize(
    "narrow",
    [{"name": b"x" * 32}, {"phone": b"x" * 32}, {"code": "X"}, {"places": ("Zwolle",)}, {"staff": (3,)}],
)
async def test_what_few_have_is_found_by_its_own_index(
    connection: AsyncConnection, narrow: dict[str, object]
) -> None:
    plan = await plan_of(connection, Wanted(houses=HOUSES, statuses=STATUSES, **narrow))  # type: ignore[arg-type]

    assert not any("ix_referral_queue" in line or line.startswith("SCAN referral") for line in plan)
