"""Which keys of texts the code names: the one side of what `check_catalogues.py` compares.

A key counts as *asked for* where it is the literal first argument of `Text(…)`, or of `t(…)` in a template:
it must exist.
Any other string that looks like a key is *named*, for example in a table: it is no mistake when it turns out
to be a file name, unless its first word is one that the catalogues use. What a table translates into a
`Text(…)` is a code, such as those of the audit, and no key wherever it stands.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOMS = ("flows", "bot", "handlers", "console")
# Columns such as "intake.id" look like keys, and the storage has no texts.
NO_TEXTS = "bot/db/"
TEMPLATES = "console/templates"

LOOKS_LIKE_KEY = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")
_LOOKS_LIKE_FILE = re.compile(
    r".*\.(html|css|js|svg|png|jpg|ogg|pdf|csv|json|txt|po|pot|mo|ini|toml|py|md|key|db)"
)
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_ASKED_IN_TEMPLATE = re.compile(r"""\bt\(\s*["']([^"']+)["']""")
_QUOTED = re.compile(r"""["']([^"']+)["']""")
_COMMENT = re.compile(r"#\s*Translators:\s*(.*)")


@dataclass(slots=True)
class Keys:
    """What was found. The values say where, as a path; `comments` are those for translators.

    `fills` has, for each call that shows it, the path and the names of the placeholders that it fills.
    """

    asked: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    fills: dict[str, list[tuple[str, frozenset[str]]]] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)

    def uses(self, key: str) -> bool:
        """Whether the code can show this key."""
        return key in self.asked or key in self.named or any(re.fullmatch(p, key) for p in self.patterns)


def keys_in(root: Path) -> Keys:
    """All keys that the modules and templates under this root name."""
    keys = Keys()
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            where = path.relative_to(root).as_posix()
            if not where.startswith(NO_TEXTS):
                _read_module(path.read_text(encoding="utf-8"), where, keys)
    for code in keys.codes:
        keys.named.pop(code, None)
    for path in sorted((root / TEMPLATES).rglob("*.html")):
        _read_template(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix(), keys)
    return keys


def _read_module(source: str, where: str, keys: Keys) -> None:
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source, where)):
        if isinstance(node, ast.Call) and _is_text(node.func):
            for argument in _first_arguments(node):
                _read_argument(argument, where, keys)
                _read_filled(argument, node, where, keys)
        elif isinstance(node, ast.Dict):
            keys.codes.update(_translated(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_key(node.value):
            keys.named.setdefault(node.value, where)
            _read_comment(lines, node, keys)


def _translated(table: ast.Dict) -> Iterator[str]:
    """The keys of a table whose values are texts."""
    for key, value in zip(table.keys, table.values, strict=True):
        said = isinstance(value, ast.Call) and _is_text(value.func)
        if said and isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


def _is_text(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == "Text"


def _first_arguments(call: ast.Call) -> Iterator[ast.expr]:
    """The first argument, or each branch of it when it is an `a if b else c`."""
    waiting = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "key")]
    while waiting:
        argument = waiting.pop()
        if isinstance(argument, ast.IfExp):
            waiting += (argument.body, argument.orelse)
        else:
            yield argument


def _read_argument(argument: ast.expr, where: str, keys: Keys) -> None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        keys.asked.setdefault(argument.value, where)
    elif isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        # f"intake.{step}.ask": any key of that form. One that begins with a name would fit everything.
        pieces = (
            re.escape(str(piece.value)) if isinstance(piece, ast.Constant) else "[a-z0-9_.]+"
            for piece in argument.values
        )
        keys.patterns.setdefault("".join(pieces), where)


def _read_filled(argument: ast.expr, call: ast.Call, where: str, keys: Keys) -> None:
    """The names that the call fills; nothing is recorded where they are only known when it runs."""
    given = [*call.args[1:], *(keyword.value for keyword in call.keywords if keyword.arg == "params")]
    params = given[0] if given else ast.Dict(keys=[], values=[])
    if not isinstance(argument, ast.Constant) or not isinstance(params, ast.Dict):
        return
    names = [name.value for name in params.keys if isinstance(name, ast.Constant)]
    if len(names) == len(params.keys):
        keys.fills.setdefault(str(argument.value), []).append((where, frozenset(map(str, names))))


def _read_comment(lines: list[str], node: ast.Constant, keys: Keys) -> None:
    """The comment for translators on the same line or straight above."""
    above = range(max(0, node.lineno - 2), node.lineno)
    found = [match[1].strip() for number in above if (match := _COMMENT.search(lines[number]))]
    if found:
        keys.comments.setdefault(str(node.value), found[-1])


def _read_template(source: str, where: str, keys: Keys) -> None:
    for expression in _EXPRESSION.findall(source):
        for key in _ASKED_IN_TEMPLATE.findall(expression):
            if key.endswith("."):
                # t("console.queue.mark." + mark): any key that begins so.
                keys.patterns.setdefault(f"{re.escape(key)}[a-z0-9_.]+", where)
            else:
                keys.asked.setdefault(key, where)
        for key in filter(_is_key, _QUOTED.findall(expression)):
            keys.named.setdefault(key, where)


def _is_key(text: str) -> bool:
    return bool(LOOKS_LIKE_KEY.fullmatch(text)) and not _LOOKS_LIKE_FILE.fullmatch(text)
