"""The short commands, as an operator runs them: what they say, and exit code 0, 1 or 2."""

from __future__ import annotations

import asyncio
import csv
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot.db.migrations import newest_revision
from bot.resources import resource_path
from tests.support.commands import Commands
from tests.support.database import Postgres

DEMO = resource_path("data") / "demo_taalhuizen.csv"


@pytest.fixture
def run(tmp_path: Path) -> Commands:
    return Commands(tmp_path)


def database(run: Commands) -> Path:
    return run.directory / "var" / "taalwijzer.db"


def houses(run: Commands) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(database(run))) as connection:
        return connection.execute("SELECT code, name FROM taalhuis ORDER BY code").fetchall()


def demo_file(path: Path, changes: dict[int, dict[str, str]], *, most: int = 5) -> Path:
    """The first demo houses, with other values in some fields."""
    with DEMO.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))[:most]
    for number, values in changes.items():
        rows[number] |= values
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_from_an_empty_directory_to_a_bot_that_has_all_it_needs(run: Commands) -> None:
    before = run("check")
    first = run("migrate")
    again = run("migrate")
    imported = run("import-taalhuizen", str(DEMO))
    after = run("check")

    assert before.code == 1
    assert "taalwijzer migrate" in before.out
    assert (first.code, first.out) == (0, f"The database went from empty to {newest_revision()}.\n")
    assert (again.code, again.out) == (0, f"The database is at {newest_revision()}.\n")
    assert imported.code == 0
    assert after.code == 0, after.out
    assert "✗" not in after.out
    assert "✓ people who wait: 0 sign-ups, 0 tasks\n" in after.out
    assert stat.S_IMODE((run.directory / "var" / "secret.key").stat().st_mode) == 0o600


def test_migrate_and_import_on_postgresql(run: Commands, postgres: Postgres) -> None:
    asyncio.run(postgres.execute('CREATE DATABASE "commands"'))
    url = postgres.url("commands")
    migrated = run("migrate", database_url=url)
    imported = run("import-taalhuizen", str(DEMO), database_url=url)
    backup = run("backup", database_url=url)
    asyncio.run(postgres.drop("commands"))

    assert (migrated.code, imported.code) == (0, 0), imported.err
    assert backup.code == 1
    assert "pg_dump" in backup.err


def test_all_problems_with_the_settings_are_told_at_once(run: Commands) -> None:
    ended = run(
        "check",
        timezone="Mars/Olympus",
        database_url="mysql://x",
        web_port="99999",
        help_phone="hallo",
        secret_key="short",
        public_url="ftp://x",
        webhook_url="https://bot.example",
    )

    assert ended.code == 2
    named = (
        "TIMEZONE",
        "DATABASE_URL",
        "WEB_PORT",
        "HELP_PHONE",
        "SECRET_KEY",
        "PUBLIC_URL",
        "WEBHOOK_SECRET",
    )
    assert [name for name in named if f"TAALWIJZER_{name}: " not in ended.err] == []
    assert "Traceback" not in ended.err
    assert "short" not in ended.err


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (("run",), {}),
        (("run", "--webhook"), {"telegram_token": "1:a"}),
        (("import-taalhuizen", "nowhere.csv"), {}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use_ends_with_2_and_no_traceback(
    run: Commands, arguments: Sequence[str], settings: dict[str, str]
) -> None:
    ended = run(*arguments, **settings)

    assert ended.code == 2
    assert ended.err
    assert "Traceback" not in ended.err


def test_an_import_into_a_database_without_a_schema_says_what_to_run(run: Commands) -> None:
    ended = run("import-taalhuizen", str(DEMO))

    assert ended.code == 2
    assert "taalwijzer migrate" in ended.err


def test_a_database_that_is_away_is_a_sentence_and_not_a_traceback(run: Commands) -> None:
    ended = run("migrate", database_url=f"postgresql+asyncpg://postgres:geheim@/x?host={run.directory}")

    assert ended.code == 1
    assert ended.err.strip()
    assert "Traceback" not in ended.err
    assert "geheim" not in ended.err


def test_an_import_is_all_or_nothing_names_every_fault_and_again_it_updates(run: Commands) -> None:
    run("migrate")
    faulty = demo_file(
        run.directory / "faulty.csv", {1: {"latitude": "12.5"}, 3: {"name": "", "opening_hours": "altijd"}}
    )
    refused = run("import-taalhuizen", str(faulty))
    nothing = houses(run)
    first = run("import-taalhuizen", str(demo_file(run.directory / "good.csv", {})))
    again = run(
        "import-taalhuizen", str(demo_file(run.directory / "new.csv", {0: {"name": "Nieuwe naam (demo)"}}))
    )

    assert refused.code == 1
    assert nothing == []
    for line, field in (("3", "latitude"), ("5", "name"), ("5", "opening_hours")):
        assert any(line in fault and field in fault for fault in refused.err.splitlines()), refused.err
    assert first.out == "5 Taalhuizen made, 0 changed.\n"
    assert again.out == "0 Taalhuizen made, 1 changed, 4 as they were.\n"
    assert "Nieuwe naam (demo)" in [name for _code, name in houses(run)]


def test_a_dry_run_says_what_would_change_by_house_and_field_and_changes_nothing(run: Commands) -> None:
    run("migrate")
    run("import-taalhuizen", str(demo_file(run.directory / "old.csv", {}, most=3)))
    before = houses(run)
    new = demo_file(
        run.directory / "new.csv", {0: {"phone": "038 421 88 88"}, 1: {"code": "demo-elders"}}, most=2
    )
    tried = run("import-taalhuizen", str(new), "--dry-run")

    assert tried.code == 0
    assert tried.out.splitlines() == [
        "new        demo-elders: Demo-Taalhuis Almelo 2",
        "changed    demo-almelo-1: phone: '' → '+31384218888'",
        "not named  demo-almelo-2: Demo-Taalhuis Almelo 2, stays as it is",
        "not named  demo-borne-1: Demo-Taalhuis Borne, stays as it is",
        "1 would be made, 1 changed, 0 are as they were. Nothing was changed.",
    ]
    assert houses(run) == before


WRITER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=10, isolation_level=None)
print("ready", flush=True)
number = 0
while True:
    connection.execute("BEGIN IMMEDIATE")
    for name in ("a", "b"):
        connection.execute("INSERT INTO region (name) VALUES (?)", (f"{name}{number}",))
    connection.execute("COMMIT")
    number += 1
    time.sleep(0.001)
"""


def test_a_backup_while_somebody_writes_is_one_moment_and_for_the_owner_alone(run: Commands) -> None:
    run("migrate")
    target = run.directory / "copies #1" / "copy.db"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(database(run))], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.1)
        done = run("backup", str(target))
        still_writes = writer.poll() is None
        writer.kill()
    again = run("backup", str(target))

    assert done.code == 0, done.err
    assert still_writes
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) > 0 FROM region").fetchone() == (1,)
        assert copy.execute("SELECT count(*) % 2 FROM region").fetchone() == (0,)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert again.code == 1
    assert "never overwrites" in again.err


def test_a_backup_of_a_bot_that_does_not_run_leaves_nothing_else_behind(run: Commands) -> None:
    nothing = run("backup")
    run("migrate")
    done = run("backup")

    copies = list((run.directory / "var" / "backup").iterdir())
    assert done.code == 0, done.err
    assert len(copies) == 1
    assert copies[0].suffix == ".db"
    assert nothing.code == 1
    assert "does not exist" in nothing.err
