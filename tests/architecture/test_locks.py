"""The locked requirements: complete, hashed, equal to each other, and free of addresses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.house import ROOT, name_of, repository_files

_LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
_PIN = re.compile(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)
# In two halves, so that this file passes its own test.
_INDEXES = [
    a + b
    for a, b in [("pypi", ".org"), ("python", "hosted.org"), ("registry.np", "mjs.org"), ("--index", "-url")]
]
_SAYS_HOW_TO_LOCK = {"Makefile"}  # it tells the tool to leave index addresses out


def _pins(lock: str) -> dict[str, str]:
    return dict(_PIN.findall((ROOT / "requirements" / lock).read_text(encoding="utf-8")))


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ;]", text)[0].lower().replace("_", "-") for text in requirements}


def _project() -> dict[str, Any]:
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings


@pytest.mark.parametrize("lock", _LOCKS, ids=lambda path: path.name)
def test_every_pin_carries_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())

    assert entries
    assert [entry.split(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = _project()["project"]

    assert _names(project["dependencies"]) <= set(_pins("run.txt"))
    assert _names(project["optional-dependencies"]["dev"]) <= set(_pins("dev.txt"))
    assert _names(_project()["build-system"]["requires"]) <= set(_pins("build.txt"))


def test_the_tests_run_on_exactly_what_users_install() -> None:
    dev = _pins("dev.txt")

    for lock in ("run.txt", "build.txt"):
        assert _pins(lock).items() <= dev.items()


def test_the_build_is_locked_as_it_is_declared() -> None:
    lines = (ROOT / "requirements" / "build.in").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line and not line.startswith("#")] == _project()["build-system"][
        "requires"
    ]


def test_no_file_names_the_address_of_a_package_index() -> None:
    found = [
        f"{name_of(path)}: {address}"
        for path in repository_files()
        if name_of(path) not in _SAYS_HOW_TO_LOCK
        for address in _INDEXES
        if address.encode() in path.read_bytes()
    ]

    assert found == []
