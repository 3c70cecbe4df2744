"""The arrows: the import contracts see every module, and pure code is pure where imports cannot tell."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.architecture.house import ROOT, module_of, name_of, package_files

# No import gives these away: the clock by `datetime.now()`, the disk by `open()`.
_IMPURE_METHODS = {"now", "utcnow", "today"}
_IMPURE_CALLS = {"open", "input", "print", "exec", "eval", "__import__"}


def _layers() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["id"] == "layers"]
    return [name.strip(" ()") for layer in layers for name in layer.replace("|", ":").split(":")]


def test_every_module_of_the_bot_has_its_layer() -> None:
    layers = set(_layers())
    modules = {".".join(module_of(path).split(".")[:2]) for path in package_files()}
    in_bot = {module for module in modules if module.startswith("bot.")}

    assert in_bot <= layers, "name the module in [tool.importlinter] of pyproject.toml"


def _impure(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in _IMPURE_METHODS:
                yield f"{name_of(path)}:{node.lineno} calls {name}()"
            case ast.Call(func=ast.Name(id=name)) if name in _IMPURE_CALLS:
                yield f"{name_of(path)}:{node.lineno} calls {name}()"


def test_a_conversation_neither_reads_the_clock_nor_touches_the_machine() -> None:
    flows = [path for path in package_files() if name_of(path).startswith("flows/")]

    assert flows
    assert [fault for path in flows for fault in _impure(path)] == []
