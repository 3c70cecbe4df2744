"""Which texts stand on a button: read from the code, because a catalogue does not tell.

Labels are what is given to `Button(choice, label, picture)` and to `card_button(label, picture, …)`, what is
given to a function that hands its own parameter on as such a label, and what a `<button>` of a template
shows. A label that comes out of a table is found with all its neighbours, each with the picture beside it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOM = "flows"
TEMPLATES = "console/templates"
LONGEST_EMOJI = 4

_IN_TEMPLATE = re.compile(r"<(?:button|a class=\"choice)\b[^>]*>\s*\{\{\s*t\([\"']([^\"']+)[\"']")


@dataclass(frozen=True, slots=True)
class Label:
    """A text on a button, and the picture before it: "" when there is none, or it comes from elsewhere."""

    key: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class _Sink:
    """A function that makes a button: the places of its arguments, and the picture that it always draws."""

    label: int
    picture: int | None
    drawn: str = ""


_SINKS = {"Button": _Sink(1, 2), "card_button": _Sink(0, 1)}


@dataclass(slots=True)
class _Module:
    tree: ast.Module
    constants: dict[str, ast.expr] = field(default_factory=dict)
    functions: list[ast.FunctionDef] = field(default_factory=list)


def labels_in(root: Path) -> frozenset[Label]:
    """Every label in the checkout at `root`, as far as the code names it."""
    modules = [_read(path) for path in sorted((root / ROOM).rglob("*.py"))]
    # A constant may be imported: the names are looked up in all modules, the own one first.
    shared = {name: value for module in modules for name, value in module.constants.items()}
    sinks = _all_sinks(modules)
    found = {label for module in modules for label in _labels_of(module, shared, sinks)}
    return frozenset(found | set(_labels_of_templates(root)))


def _read(path: Path) -> _Module:
    module = _Module(ast.parse(path.read_text(encoding="utf-8")))
    for node in module.tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                module.constants[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                module.constants[name] = value
            case ast.FunctionDef():
                module.functions.append(node)
    return module


def _all_sinks(modules: list[_Module]) -> dict[str, _Sink]:
    """The two that make buttons, and every function that hands a parameter on to one."""
    sinks = dict(_SINKS)
    while found := {
        function.name: sink
        for module in modules
        for function in module.functions
        if function.name not in sinks and (sink := _passes_on(function, sinks))
    }:
        sinks |= found
    return sinks


def _passes_on(function: ast.FunctionDef, sinks: dict[str, _Sink]) -> _Sink | None:
    parameters = [parameter.arg for parameter in function.args.args]
    for call, sink in _makers(function, sinks):
        label, picture = _argument(call, sink.label), _argument(call, sink.picture)
        at, beside = _place(label, parameters), _place(picture, parameters)
        if at is not None:
            return _Sink(at, beside, _text_of(picture) or sink.drawn)
    return None


def _place(node: ast.expr | None, parameters: list[str]) -> int | None:
    return parameters.index(node.id) if isinstance(node, ast.Name) and node.id in parameters else None


def _makers(node: ast.AST, sinks: dict[str, _Sink]) -> Iterator[tuple[ast.Call, _Sink]]:
    for call in ast.walk(node):
        match call:
            case ast.Call(func=ast.Name(id=name)) if name in sinks:
                yield call, sinks[name]


def _argument(call: ast.Call, place: int | None) -> ast.expr | None:
    return call.args[place] if place is not None and place < len(call.args) else None


def _labels_of(module: _Module, shared: dict[str, ast.expr], sinks: dict[str, _Sink]) -> Iterator[Label]:
    names = shared | module.constants
    for call, sink in _makers(module.tree, sinks):
        if label := _argument(call, sink.label):
            picture = _text_of(_argument(call, sink.picture)) or sink.drawn
            yield from _labels_at(label, picture, names, module)


def _labels_at(label: ast.expr, picture: str, names: dict[str, ast.expr], module: _Module) -> Iterator[Label]:
    local = list(_local_values(label, module)) if isinstance(label, ast.Name) else []
    for value in local or [label]:
        yield from _labels_within(value, picture, names)


def _labels_within(value: ast.expr, picture: str, names: dict[str, ast.expr]) -> Iterator[Label]:
    """Those of a text, of a choice between texts, or of a table, in which a row has its own picture."""
    if key := _key_of(value):
        yield Label(key, picture)
    elif isinstance(value, ast.Name):
        if value.id in names:
            # Without the name itself, so that no circle is walked for ever.
            known = {name: constant for name, constant in names.items() if name != value.id}
            yield from _labels_within(names[value.id], picture, known)
    else:
        yield from _labels_of_parts(value, picture, names)


def _labels_of_parts(value: ast.expr, picture: str, names: dict[str, ast.expr]) -> Iterator[Label]:
    if isinstance(value, ast.Tuple):
        picture = next((text for text in map(_text_of, value.elts) if _draws(text)), picture)
    for part in ast.iter_child_nodes(value):
        if isinstance(part, ast.expr):
            yield from _labels_within(part, picture, names)


def _local_values(name: ast.Name, module: _Module) -> Iterator[ast.expr]:
    """What the function around gives this name, by an assignment or a loop."""
    around = [function for function in module.functions if any(node is name for node in ast.walk(function))]
    for node in (node for function in around for node in ast.walk(function)):
        match node:
            case ast.Assign(targets=[target], value=value) if _binds(target, name.id):
                yield value
            case ast.For(target=target, iter=value) if _binds(target, name.id):
                yield value
            case ast.comprehension(target=target, iter=value) if _binds(target, name.id):
                yield value


def _binds(target: ast.expr, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(target))


def _key_of(node: ast.expr) -> str:
    match node:
        case ast.Call(func=ast.Name(id="Text"), args=[ast.Constant(value=str(key)), *_]):
            return key
    return ""


def _text_of(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _draws(text: str) -> bool:
    """Whether it is an emoji: a table also has words in other scripts."""
    return 0 < len(text) <= LONGEST_EMOJI and not any(map(str.isalpha, text)) and not text.isascii()


def _labels_of_templates(root: Path) -> Iterator[Label]:
    for path in sorted((root / TEMPLATES).glob("*.html")):
        yield from map(Label, _IN_TEMPLATE.findall(path.read_text(encoding="utf-8")))
