"""Buttons that nobody was ever shown: every deed, with each argument that somebody could think of who knows
the code.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from enum import StrEnum
from functools import cache

from bot.domain.referral_status import ReferralStatus
from bot.services.desk.model import Role, Verb
from bot.services.desk.verbs import verbs
from flows.deeds import LONGEST, base36

_WORD = re.compile(r"(?!\w+_(id|at)$)[a-z0-9_+\-]{1,12}")
_MOMENT = "2606041000"
_USUAL = ("yes", "no", _MOMENT)


def made_up(verb: Verb, own: int) -> list[str]:
    """Choices that name the planted rows in every place, with each word that the code of this verb knows."""
    mine = base36(own)
    shapes: list[tuple[str, ...]] = [(), ("1",), ("2",), ("1", "1"), ("1", "2"), ("2", "1"), ("1", "0")]
    shapes += [("1", mine), (mine, "1"), ("0", "1"), ("1", "1", "1"), ("1", "1", "yes"), (mine, "1", "yes")]
    shapes += [("1", word) for word in (*_USUAL, *_words(verb))]
    choices = [":".join(("do", verb.name, *shape)) for shape in shapes]
    return [choice for choice in dict.fromkeys(choices) if len(choice) <= LONGEST]


def _words(verb: Verb) -> list[str]:
    return [word for word in _words_of(verb.do.__module__) if word not in verbs()]


@cache
def _words_of(module: str) -> tuple[str, ...]:
    """Short words in the code of a module, and the values of the enumerations that it uses."""
    code = sys.modules[module]
    enums = [one for one in vars(code).values() if isinstance(one, type) and issubclass(one, StrEnum)]
    values = [value.value for enum in enums if enum not in (Role, ReferralStatus) for value in enum]
    literals = [
        node.value
        for node in ast.walk(ast.parse(inspect.getsource(code)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return tuple(dict.fromkeys(word for word in (*literals, *values) if _WORD.fullmatch(word)))


def asks_for_words(verb: Verb) -> bool:
    """Is there a deed in the same module that lets the next words be for it?"""
    return "waits=" in inspect.getsource(sys.modules[verb.do.__module__])
