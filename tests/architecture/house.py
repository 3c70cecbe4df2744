"""What the tests of this folder look at: the root of the repository and its Python files."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "console", "flows", "handlers")
_OTHER_ROOMS = ("tests", "bench", "tools", "alembic")


def package_files() -> list[Path]:
    """Every Python file that a user installs."""
    return sorted(path for room in PACKAGES for path in (ROOT / room).rglob("*.py"))


def python_files() -> list[Path]:
    """Every Python file that people write and read."""
    others = [path for room in _OTHER_ROOMS for path in (ROOT / room).rglob("*.py")]
    return sorted([*package_files(), *others, *ROOT.glob("*.py")])


def name_of(path: Path) -> str:
    """The path as people write it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """The dotted name under which a file of a package is imported."""
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def repository_files() -> list[Path]:
    """Every file that is committed or about to be; needs git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())
