"""`taalwijzer demo` as a command: where it serves, and what it says of that."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from bot.demo import demo_settings
from bot.settings import Settings
from tests.support.commands import Commands


def test_the_command_says_in_three_lines_where_it_serves_and_that_it_keeps_to_itself(tmp_path: Path) -> None:
    commands = Commands(tmp_path)
    elsewhere = "postgresql+asyncpg://nobody@127.0.0.1:1/nowhere"
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"],
        cwd=tmp_path,
        env=commands.environment(web_port="0", database_url=elsewhere),
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            where, what, kept = (running.stdout.readline() for _ in range(3))
            found = re.search(r"open (http://127\.0\.0\.1:\d+/) in a browser", where)
            assert found, where
            status = httpx.get(found[1], trust_env=False).status_code
        finally:
            running.terminate()
            more, _ = running.communicate(timeout=60)

    assert (status, running.returncode, more) == (200, 0, "")
    assert re.match(r"Demo: \d+ demo Taalhuizen in Overijssel", what)
    assert str(Path("var") / "demo.db") in kept
    assert (tmp_path / "var" / "demo.db").is_file()


def test_the_demo_is_at_8080_of_this_computer_alone_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WEB_HOST", "WEB_PORT"):
        monkeypatch.delenv(f"TAALWIJZER_{name}", raising=False)
    settings = demo_settings(Settings(_env_file=None))

    assert (settings.web_host, settings.web_port) == ("127.0.0.1", 8080)
