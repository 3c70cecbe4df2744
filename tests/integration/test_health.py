"""What machines that watch over this one can ask: is the database there, what came last, what is waiting."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import Core, build_core
from bot.channels.web import WebChannel
from bot.db.migrations import newest_revision
from bot.db.models import OutboxMessage
from bot.db.queries.waiting import Waiting, open_tasks, sign_ups
from bot.db.session import Database
from bot.errors import StorageUnavailable
from bot.server import build_web
from bot.services.imports import import_taalhuizen
from bot.services.inbox import Actor, Inbound
from bot.settings import Settings
from flows.replies import Command
from tests.support.building import Rig, demo_rows
from tests.support.clock import FakeClock
from tests.support.signups import signed_up
from tests.support.worlds import catalogues


@pytest.fixture
async def core(database_url: str, tmp_path: Path, clock: FakeClock) -> AsyncIterator[Core]:
    settings = Settings(data_dir=tmp_path, database_url=database_url, _env_file=None)
    core = build_core(settings, [WebChannel()], limits={}, catalogues=catalogues(), clock=clock)
    await import_taalhuizen(core.database, demo_rows()[:3], clock())
    async with core.running(ticking=False):
        yield core
    await core.database.close()


@pytest.fixture
async def browser(core: Core) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(build_web(core))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


async def hear(core: Core, number: int) -> None:
    await core.receiver.receive(Inbound("web", number, Actor("web", "somebody"), Command("start")))
    await core.dispatcher.noted()


async def test_a_healthy_bot_says_so(core: Core, browser: httpx.AsyncClient, clock: FakeClock) -> None:
    quiet = (await browser.get("/healthz")).json()
    await hear(core, 1)
    answer = await browser.get("/healthz")

    assert answer.status_code == 200
    assert quiet["last_update_at"] is None
    assert answer.json() == {
        "database": "ok",
        "schema": newest_revision(),
        "last_update_at": clock().isoformat(),
        "oldest_unsent_seconds": 0.0,
        "taalhuizen": 3,
        "sign_ups_waiting": 0,
        "oldest_sign_up_seconds": 0.0,
        "tasks_open": 0,
        "oldest_task_seconds": 0.0,
    }


async def test_people_who_wait_are_counted_with_the_age_of_the_first(
    core: Core, browser: httpx.AsyncClient, clock: FakeClock, rig: Rig
) -> None:
    await signed_up(rig, "7")
    clock.forward(days=2)
    await signed_up(rig, "8")
    await rig.run("UPDATE task SET done_at = created_at WHERE id = (SELECT max(id) FROM task)")
    health = (await browser.get("/healthz")).json()
    metrics = (await browser.get("/metrics")).text

    two_days = 2 * 86_400.0
    assert (health["sign_ups_waiting"], health["oldest_sign_up_seconds"]) == (2, two_days)
    assert (health["tasks_open"], health["oldest_task_seconds"]) == (1, two_days)
    assert 'taalwijzer_people_waiting{kind="sign_ups"} 2.0' in metrics
    assert 'taalwijzer_people_waiting{kind="tasks"} 1.0' in metrics
    assert f'taalwijzer_people_waiting_oldest_seconds{{kind="tasks"}} {two_days}' in metrics


@pytest.mark.parametrize(
    ("look", "index"),
    [(sign_ups, "ix_referral_waiting"), (open_tasks, "ix_task_open")],
    ids=["sign_ups", "tasks"],
)
async def test_who_waits_is_found_by_an_index(
    look: Callable[[AsyncConnection], Awaitable[Waiting]], index: str, database: Database
) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    async with database.reading() as connection:
        asked.clear()
        await look(connection)
        plans = [await plan(connection, statement, database) for statement in asked[:2]]

    assert len(plans) == 2
    assert all(index in found for found in plans), plans


async def plan(connection: AsyncConnection, statement: str, database: Database) -> str:
    """How the database would do it, when it has more than a handful of rows."""
    filled = re.sub(r"\?|\$\d+(::\w+)?", "10000", statement)
    if not database.is_sqlite:
        await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    return repr((await connection.exec_driver_sql(f"{explain} {filled}")).all())


async def test_what_waits_is_told_by_its_age(
    core: Core, browser: httpx.AsyncClient, clock: FakeClock
) -> None:
    await hear(core, 1)
    async with core.database.transaction() as connection:
        await connection.execute(
            update(OutboxMessage).values(
                status="claimed", claimed_by="elsewhere:1:x", claim_until=clock() + timedelta(hours=1)
            )
        )
    clock.forward(seconds=90)
    health = (await browser.get("/healthz")).json()
    metrics = (await browser.get("/metrics")).text

    assert health["oldest_unsent_seconds"] == 90.0
    assert "taalwijzer_oldest_unsent_seconds 90.0" in metrics


async def test_a_bot_without_its_database_says_503_and_no_address(
    core: Core, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StorageUnavailable("OperationalError")

    with monkeypatch.context() as patch:
        patch.setattr(core.database, "reading", away)
        health = await browser.get("/healthz")
        metrics = await browser.get("/metrics")

    assert health.status_code == 503
    assert health.json() == {"database": "unavailable", "reason": "OperationalError"}
    assert metrics.status_code == 200


async def test_what_is_counted_names_kinds_and_never_a_person(core: Core, browser: httpx.AsyncClient) -> None:
    await hear(core, 1)
    metrics = (await browser.get("/metrics")).text

    assert 'taalwijzer_updates_total{kind="Command",source="web"} 1.0' in metrics
    assert 'taalwijzer_messages_total{channel="web",status="sent"} 1.0' in metrics
    assert "taalwijzer_commit_seconds_count 1.0" in metrics
    assert "somebody" not in metrics
