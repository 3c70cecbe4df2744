"""Every status can be reached: by the moves that are written down, and by code that sets it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import pytest

from bot.db.models import UNSENT, OutboxStatus
from bot.domain.referral_status import MOVES, ReferralStatus
from tests.architecture.house import package_files

S = TypeVar("S")


def _reachable(first: S, moves: Mapping[S, Set[S]]) -> set[S]:
    """What the moves lead to, the first included."""
    found, ahead = {first}, [first]
    while ahead:
        new = set(moves.get(ahead.pop(), ())) - found
        found |= new
        ahead += new
    return found


def _set_in(source: str, enum: str) -> Iterator[str]:
    """The members that this code gives away: not those that it only compares with or writes into a text."""
    pending: list[ast.AST] = [ast.parse(source)]
    while pending:
        node = pending.pop()
        match node:
            case ast.Compare() | ast.JoinedStr():
                continue
            case ast.Attribute(value=ast.Name(id=name), attr=member) if name == enum:
                yield member
        pending += ast.iter_child_nodes(node)


def _set_somewhere(enum: type[StrEnum]) -> set[str]:
    """The members that the bot sets outside the module that defines them."""
    elsewhere = [path for path in package_files() if not _defines(path, enum.__name__)]
    return {
        member for path in elsewhere for member in _set_in(path.read_text(encoding="utf-8"), enum.__name__)
    }


def _defines(path: Path, name: str) -> bool:
    return f"class {name}(" in path.read_text(encoding="utf-8")


def test_every_status_of_a_referral_can_be_reached_from_the_first() -> None:
    first = next(iter(ReferralStatus))

    assert set(MOVES) == set(ReferralStatus)
    assert _reachable(first, MOVES) == set(ReferralStatus)


@pytest.mark.parametrize("enum", [ReferralStatus, OutboxStatus])
def test_every_status_is_set_somewhere(enum: type[StrEnum]) -> None:
    assert set(enum.__members__) - _set_somewhere(enum) == set()


def test_what_waits_to_be_sent_is_where_a_message_begins() -> None:
    assert next(iter(OutboxStatus)) in UNSENT
    assert set(UNSENT) < set(OutboxStatus)


def test_a_status_that_no_move_leads_to_is_seen() -> None:
    assert _reachable("a", {"a": {"b"}, "b": {"a"}, "c": {"a"}}) == {"a", "b"}


def test_a_status_that_is_only_asked_for_is_not_set() -> None:
    source = "if row.status == Status.A or x in (Status.B,): f(status=Status.C)\nlog(f'{Status.D}')"

    assert list(_set_in(source, "Status")) == ["C"]
