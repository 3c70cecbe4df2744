"""The commands that pages promise: each exists, with the options that stand beside it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, name_of

# Scripts and people rely on these names.
_FIXED_TARGETS = {"install", "demo", "test", "run", "kill", "check", "bench"}
_FIXED_COMMANDS = {
    "run --webhook",
    "demo",
    "chat",
    "check",
    "migrate",
    "import-taalhuizen",
    "import-postcodes --download",
    "backup",
}

_CODE = re.compile(r"^(?:```|~~~)\w*\n(.*?)^(?:```|~~~)", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_MAKE = re.compile(r"(?:^|\s)make ((?:[a-z]+[ |]?)+)")
_OURS = re.compile(r"(?:^|\s|/)(?:taalwijzer|python -m bot) ([a-z][a-z-]+)([^#|;&\n]*)")


def _pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "requirements").glob("*.md")])


def _commands_in(page: Path) -> list[str]:
    """Every line of a code block and every code span."""
    text = page.read_text(encoding="utf-8")
    lines = [line.strip() for block in _CODE.findall(text) for line in block.splitlines()]
    return lines + _SPAN.findall(_CODE.sub("", text))


def _promised_commands() -> set[str]:
    """Our own commands with their long options, like `run --webhook`."""
    found = set(_FIXED_COMMANDS)
    for page in _pages():
        for line in _commands_in(page):
            for name, rest in _OURS.findall(line):
                found.add(" ".join([name, *re.findall(r"--[a-z-]+", rest)]))
    return found


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@cache
def _help(command: str) -> subprocess.CompletedProcess[str]:
    plain = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    return subprocess.run(
        [sys.executable, "-m", "bot", command, "--help"],
        cwd=ROOT,
        env=os.environ | plain,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("page", _pages(), ids=name_of)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    named = {
        target
        for line in _commands_in(page)
        for group in _MAKE.findall(line)
        for target in re.split(r"[ |]+", group.strip())
    }

    assert named <= _targets()


def test_the_fixed_targets_exist() -> None:
    assert _targets() >= _FIXED_TARGETS


@pytest.mark.parametrize("promise", sorted(_promised_commands()))
def test_every_command_that_a_page_names_exists(promise: str) -> None:
    command, *options = promise.split(" ")

    shown = _help(command)

    assert shown.returncode == 0, shown.stderr
    assert [option for option in options if option not in shown.stdout] == []
