"""A tick reads what is due, however much is still to come: the plan that SQLite makes of its question."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import event

from bot.db.queries import timers
from bot.db.session import Database
from tests.support.clock import FakeClock
from tests.support.database import sqlite_url


async def test_what_is_due_is_found_by_the_index_of_what_is_open(
    sqlite_template: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "plans.db"
    shutil.copyfile(sqlite_template, copy)
    database = Database(sqlite_url(copy))
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        asked.append((statement, values))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    async with database.reading() as connection:
        await timers.due(connection, FakeClock()(), ("remind", "say"), limit=100)
        statement, values = asked[-1]
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
        plan = [str(row[-1]) for row in rows]
    await database.close()

    assert plan == ["SEARCH timer USING INDEX ix_timer_open (due_at<?)"]
