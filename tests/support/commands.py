"""The `taalwijzer` command for tests: a process of its own, in an empty directory, with these settings."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Commands:
    """Runs commands in `directory`; the data goes into `directory/var`."""

    directory: Path

    def __call__(self, *arguments: str, typed: str = "", **settings: str) -> Ended:
        """Run to the end. `settings` by name without the prefix, in lower case."""
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "bot", *arguments],
            cwd=self.directory,
            env=self.environment(**settings),
            input=typed,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def environment(self, **settings: str) -> dict[str, str]:
        """Nothing of the settings of the one who runs the tests."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TAALWIJZER_")}
        ours = {f"TAALWIJZER_{name.upper()}": value for name, value in settings.items()}
        return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "200", **ours}
