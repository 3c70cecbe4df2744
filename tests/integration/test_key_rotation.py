"""The key is changed while the bot runs: everything is sealed anew, nothing is lost, also when it is killed
in the middle.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot.db.models import Base, Chat, Learner
from bot.db.queries import chats, resealing
from bot.db.queries.chats import NewChat
from bot.db.session import Database
from bot.db.types import EMPTIED, Sealed
from bot.db.vault import Vault
from bot.rotating import add_key, rotate
from bot.settings import Settings, secret_keys
from tests.support.clock import FakeClock

MANY = 1200
ROOT = Path(__file__).resolve().parents[2]
BOTH = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


def settings_of(database: Database, folder: Path) -> Settings:
    url = database.url.render_as_string(hide_password=False)
    return Settings(data_dir=folder, database_url=url, _env_file=None)


async def planted(database: Database, vault: Vault, many: int) -> None:
    """People whose names are sealed with the newest key of this vault."""
    now = FakeClock()()
    async with database.transaction() as connection:
        new = NewChat("web", "a", "nl", "Europe/Amsterdam", is_group=False)
        await chats.make(connection, [new], now)
        chat_id = await connection.scalar(select(Chat.id))
        rows = [
            {
                "chat_id": chat_id,
                "first_name": vault.seal(f"name {number}"),
                "first_name_hash": vault.hash(f"name {number}"),
                "language": "nl",
                "created_at": now,
                "last_contact_at": now,
            }
            for number in range(many)
        ]
        await connection.execute(insert(Learner), rows)
        await connection.execute(update(Learner).where(Learner.id == 1).values(first_name=EMPTIED))


async def names(database: Database) -> list[Sealed]:
    async with database.reading() as connection:
        return list(await connection.scalars(select(Learner.first_name).order_by(Learner.id)))


@BOTH
async def test_everything_is_sealed_with_the_new_key_and_reads_as_before(
    database: Database, tmp_path: Path
) -> None:
    settings = settings_of(database, tmp_path)
    old = secret_keys(settings)
    await planted(database, Vault(old), 30)
    said: list[str] = []
    add_key(settings, said.append)
    both = Vault(secret_keys(settings))

    assert await rotate(settings, said.append, FakeClock()(), batch=7)

    found = await names(database)
    assert found[0] == EMPTIED
    assert {one[:5] for one in found[1:]} == {both.head}
    assert [both.open(one) for one in found[1:]] == [f"name {number}" for number in range(1, 30)]
    assert both.hash("name 3") == Vault(old).hash("name 3"), "look-ups go on with the oldest key"
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


@BOTH
async def test_what_the_bot_writes_meanwhile_is_not_lost(database: Database, tmp_path: Path) -> None:
    settings = settings_of(database, tmp_path)
    old = Vault(secret_keys(settings))
    await planted(database, old, 3)
    add_key(settings, lambda _line: None)
    both = Vault(secret_keys(settings))
    table = Base.metadata.tables["learner"]
    async with database.transaction() as connection:
        rows = await resealing.of_other_keys(connection, table, both.head, after=None, limit=10)
    async with database.transaction() as connection:
        await connection.execute(update(Learner).where(Learner.id == 2).values(first_name=both.seal("new")))
    async with database.transaction() as connection:
        done = [
            await resealing.put(connection, table, row, {"first_name": both.seal("stale")}) for row in rows
        ]

    assert done == [False, True]
    assert both.open((await names(database))[1]) == "new"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_killed_in_the_middle_it_is_finished_by_the_next_run(
    database: Database, tmp_path: Path
) -> None:
    settings = settings_of(database, tmp_path)
    await planted(database, Vault(secret_keys(settings)), MANY)
    add_key(settings, lambda _line: None)
    both = Vault(secret_keys(settings))
    program = (
        "import asyncio, sys; from bot.rotating import rotate; from bot.settings import Settings;"
        "from datetime import datetime, UTC; from pathlib import Path;"
        "s = Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2], _env_file=None);"
        "asyncio.run(rotate(s, print, datetime.now(UTC), batch=1))"
    )
    running = subprocess.Popen(  # noqa: ASYNC220 (it has to live beside us)
        [sys.executable, "-c", program, str(tmp_path), settings.database], cwd=ROOT, env={**os.environ}
    )
    try:
        for _ in range(600):
            done = [one for one in await names(database) if one[:5] == both.head]
            if len(done) > 20:
                break
            await asyncio.sleep(0.1)
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait(20)
    half = len([one for one in await names(database) if one[:5] == both.head])

    assert 20 < half < MANY - 1
    assert await rotate(settings, lambda _line: None, FakeClock()())
    found = await names(database)
    assert [both.open(one) for one in found[1:]] == [f"name {number}" for number in range(1, MANY)]
    assert {one[:5] for one in found[1:]} == {both.head}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_no_key_opens_is_told_and_left_as_it_is(database: Database, tmp_path: Path) -> None:
    settings = settings_of(database, tmp_path)
    await planted(database, Vault((b"x" * 44,)), 3)
    said: list[str] = []

    assert not await rotate(settings, said.append, FakeClock()())

    assert said == ["2 rows were sealed with a key that is not set here: put it back as the last"]
