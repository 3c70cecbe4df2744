"""Every timer that the services write is of a kind that the clockwork knows: of another kind it would lie
there for ever, and nobody would be reminded.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from bot.services.drafts import KIND as NUDGE
from bot.services.kinds import kinds
from bot.services.scene import SAY, SAY_KINDLY
from tests.architecture.house import module_of, name_of, package_files

Function = ast.FunctionDef | ast.AsyncFunctionDef

_MAKERS = ("NewTimer", "new_timer")


def _known() -> set[str]:
    """Nudges have a worker of their own, `bot.services.nudges`."""
    return {SAY, SAY_KINDLY, NUDGE, *kinds()}


def _writers() -> list[Path]:
    return [
        path
        for path in package_files()
        if name_of(path).startswith("bot/services/")
        and any(f"{name}(" in path.read_text(encoding="utf-8") for name in _MAKERS)
    ]


def _kinds_in(path: Path) -> Iterator[str]:
    """The kinds of the timers that a module makes. One that is handed in is looked up where it is called."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    code = import_module(module_of(path))
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    for function in functions:
        for call in (call for maker in _MAKERS for call in _calls_of(function, maker)):
            given = next(word.value for word in call.keywords if word.arg == "kind")
            if not isinstance(given, ast.Name) or given.id not in _parameters(function):
                yield from _values(given, function, code)
                continue
            for caller in functions:
                for handed in _calls_of(caller, function.name):
                    yield from _values(_argument(handed, given.id, function), caller, code)


def _calls_of(inside: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(inside):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def _values(given: ast.expr, function: Function, code: ModuleType) -> Iterator[str]:
    """What this can be: a constant, or, of a variable, each constant that its function names."""
    if isinstance(given, ast.Name) and given.id.isupper():
        yield str(getattr(code, given.id))
        return
    assert isinstance(given, ast.Name), f"{code.__name__}:{given.lineno}: the kind is not a name"
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and node.id.isupper()}
    constants = (getattr(code, name, None) for name in sorted(names))
    yield from (value for value in constants if isinstance(value, str))


def _parameters(function: Function) -> list[str]:
    return [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]


def _argument(call: ast.Call, name: str, function: Function) -> ast.expr:
    for word in call.keywords:
        if word.arg == name:
            return word.value
    return call.args[_parameters(function).index(name)]


def test_somebody_writes_timers() -> None:
    assert len(_writers()) >= 5


@pytest.mark.parametrize("path", _writers(), ids=name_of)
def test_every_kind_of_timer_that_is_written_is_done_by_somebody(path: Path) -> None:
    found = set(_kinds_in(path))

    assert found
    assert found <= _known()


def test_every_kind_that_is_known_is_written_by_somebody() -> None:
    written = {kind for path in _writers() for kind in _kinds_in(path)}

    assert _known() <= written
