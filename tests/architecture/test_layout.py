"""The rooms: what may not be a package, and files and functions that fit in a head."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, name_of, python_files

MOST_LINES_IN_A_FILE = 300
MOST_LINES_IN_A_FUNCTION = 40

# `path` or `path::function` → the reason why it may be longer. Nothing else may.
LONGER_FOR_A_REASON: dict[str, str] = {}


def _reads_top_down(path: Path) -> bool:
    """A migration is a list of steps in one order, written once: cutting it up would hide that order."""
    return not name_of(path).startswith("alembic/versions/")


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name_of(path)}::{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def _too_long() -> dict[str, int]:
    found: dict[str, int] = {}
    for path in filter(_reads_top_down, python_files()):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES_IN_A_FILE:
            found[name_of(path)] = lines
        found |= {name: size for name, size in _functions(path) if size > MOST_LINES_IN_A_FUNCTION}
    return found


@pytest.mark.parametrize("resource", ["locale", "alembic"])
def test_a_resource_never_becomes_a_package_that_shadows_a_library(resource: str) -> None:
    assert (ROOT / resource).is_dir()
    assert [name_of(path) for path in (ROOT / resource).rglob("__init__.py")] == []


def test_every_file_and_function_fits_in_a_head() -> None:
    found = {name: size for name, size in _too_long().items() if name not in LONGER_FOR_A_REASON}

    assert found == {}


def test_no_exception_outlives_its_reason() -> None:
    assert set(LONGER_FOR_A_REASON) <= set(_too_long())
    assert all(reason.strip() for reason in LONGER_FOR_A_REASON.values())


def test_every_module_opens_with_why_it_exists() -> None:
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in python_files()}

    assert [
        name for name, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))
    ] == []
