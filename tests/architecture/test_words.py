"""No words for people in the adapters: what a person reads is a key, which translators see and tests count.

Words are a text of two words or more. What the operator reads (errors, logs) is English and stands in the
code; docstrings are for us.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, name_of

_WORDS = re.compile(r"[^\W\d_]{2}.*\s|\s.*[^\W\d_]{2}", re.DOTALL)
_ONE_WORD = re.compile(r"[^\W\d_]{2}")
# Whoever is handed a text here shows it to a person, so not even one word may be in the code.
_SPEAKS = re.compile(
    r"\w*(HTML|PlainText)Response|reply_\w+|send_message|edit_message_text|answer_callback_query"
)

# Words that no person reads → what they are. Each must fit as a whole.
_NOT_FOR_PEOPLE = {
    r"(\w+-src|form-action|base-uri|frame-ancestors) '(none|self)'( blob:)?": "a line of the content policy",
    r"geolocation=\(self\)(, \w+=\((self)?\))+": "the header Permissions-Policy",
    r"private, no-(cache|store)": "the header Cache-Control",
    r"bytes (\*/)?|bytes=.*": "the header Content-Range",
    r"public, max-age=\d+, immutable": "the header Cache-Control",
    r'"cache", "storage"': "the header Clear-Site-Data",
    r"attachment; filename=\".*|\"; filename\*=UTF-8''": "the header Content-Disposition",
    r"text/plain; version=[\d.]+": "the media type of the metrics",
    r"text/csv; charset=utf-8": "the media type of an export",
    r"inline; filename=\"[a-z]+\.ics\"": "the header Content-Disposition",
    r"(</\w+>)?(<|\" |-d\" )[\w -]+(=\"[^\"]*(\"|$)( [\w:-]+=\"[^\"]*(\"|$))*)"
    r"(>(<\w+ [\w-]+=\")?)?": "a piece of a drawing",
    r" k?m": "a unit on the scale of a map",
}


def _adapters() -> list[Path]:
    return sorted(path for room in ("handlers", "console") for path in (ROOT / room).rglob("*.py"))


def _callee(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _literals(node: ast.AST) -> Iterator[str]:
    for inside in ast.walk(node):
        if isinstance(inside, ast.Constant) and isinstance(inside.value, str):
            yield inside.value


def _words_in(source: str) -> Iterator[str]:
    """Every text in this code that a person could get to read."""
    pending: list[ast.AST] = [ast.parse(source)]
    while pending:
        node = pending.pop()
        match node:
            case ast.Raise() | ast.Expr(value=ast.Constant()):
                continue  # an error, a docstring
            case ast.Call() if _callee(node).endswith("Error"):
                continue
            case ast.Call() if _SPEAKS.fullmatch(_callee(node)):
                yield from (
                    text for part in _said(node) for text in _literals(part) if _ONE_WORD.search(text)
                )
                continue
            case ast.Constant(value=str(text)) if _WORDS.search(text):
                yield text
        pending += ast.iter_child_nodes(node)


def _said(call: ast.Call) -> list[ast.expr]:
    """What of a call may be shown: not the keywords of how it goes."""
    return [*call.args, *(word.value for word in call.keywords if word.arg in {"text", "content", "caption"})]


def _allowed(text: str) -> bool:
    return any(re.fullmatch(pattern, text) for pattern in _NOT_FOR_PEOPLE)


@pytest.mark.parametrize("path", _adapters(), ids=name_of)
def test_no_adapter_has_words_for_people(path: Path) -> None:
    found = _words_in(path.read_text(encoding="utf-8"))

    assert [text for text in found if not _allowed(text)] == []


def test_no_exception_outlives_its_reason() -> None:
    texts = {text for path in _adapters() for text in _words_in(path.read_text(encoding="utf-8"))}

    assert [
        pattern for pattern in _NOT_FOR_PEOPLE if not any(re.fullmatch(pattern, text) for text in texts)
    ] == []


@pytest.mark.parametrize(
    "source",
    [
        "await context.bot.send_message(chat, 'Hallo')",
        "await message.reply_text(text=f'Dag {name}')",
        "HTMLResponse('<p>Sorry</p>')",
        "parameters['text'] = 'Tik op een knop.'",
        "title = f'Dag {name}, welkom'",
    ],
)
def test_planted_words_are_seen(source: str) -> None:
    assert list(_words_in(source))


@pytest.mark.parametrize(
    "source",
    [
        "'''Why this module exists.'''",
        "raise ValueError('a secret is needed')",
        "return SettingsError(('NAME: not set at all',))",
        "log.warning('update_comes_again', reason='storage_unavailable')",
        "HTMLResponse(html, media_type='text/html')",
        "t('web.problem.defect')",
    ],
)
def test_what_no_person_reads_is_left_alone(source: str) -> None:
    assert list(_words_in(source)) == []
