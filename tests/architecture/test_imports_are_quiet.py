"""No work at import: no file, no connection, no process, no thread. Who imports decides when work begins."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.house import ROOT, module_of, package_files

# Runs in a process of its own. An audit hook cannot be taken away, and the modules must be fresh.
_WATCH = """
import importlib, json, os, sys, threading

current, seen = "", []
works = {"socket.connect", "socket.bind", "socket.getaddrinfo",
         "sqlite3.connect", "subprocess.Popen", "os.mkdir"}

def watch(event, args):
    if event in works:
        seen.append(f"{current}: {event}")
    elif event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        seen.append(f"{current}: writes {args[0]!r}")

sys.addaudithook(watch)
for current in json.load(sys.stdin):
    importlib.import_module(current)
    if threading.active_count() > 1:
        seen.append(f"{current}: leaves a thread")
print(json.dumps(seen))
"""


def _import_all(modules: list[str], directory: Path) -> list[str]:
    """What the modules did while they were imported, in an empty `directory` and without settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TAALWIJZER_")}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", _WATCH],
        input=json.dumps(modules),
        capture_output=True,
        text=True,
        cwd=directory,
        env=clean | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(directory)},
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    seen: list[str] = json.loads(result.stdout)
    return seen


def test_importing_every_module_does_nothing_else(tmp_path: Path) -> None:
    modules = [module_of(path) for path in package_files()]

    assert _import_all(modules, tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_the_watch_itself_sees_a_module_that_works(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    noisy = "import socket, threading\nopen('made.txt', 'w').close()\nthreading.Timer(0.5, print).start()\n"
    (elsewhere / "noisy.py").write_text(noisy + "socket.socket().bind(('127.0.0.1', 0))\n", encoding="utf-8")

    seen = _import_all(["sys", "noisy"], elsewhere)

    assert {entry.split(" ")[1] for entry in seen} == {"writes", "socket.bind", "leaves"}
