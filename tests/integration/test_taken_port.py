"""A port serves one bot: the second is told so in a sentence, and the first goes on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.support.commands import Commands


def test_a_second_demo_on_the_same_port_says_so_and_ends_with_1(tmp_path: Path) -> None:
    first, second = Commands(tmp_path / "first"), Commands(tmp_path / "second")
    for each in (first, second):
        each.directory.mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"],
        cwd=first.directory,
        env=first.environment(web_port="0"),
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            listens = re.search(r"http://127\.0\.0\.1:(\d+)/", running.stdout.readline())
            assert listens is not None
            refused = second("demo", web_port=listens[1])
            still_runs = running.poll() is None
        finally:
            running.kill()

    assert still_runs
    assert refused.code == 1
    assert f"cannot listen on 127.0.0.1:{listens[1]}; is it taken?" in refused.err
    assert "Traceback" not in refused.err
