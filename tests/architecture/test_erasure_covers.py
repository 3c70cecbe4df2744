"""Every table that can tell of a learner is covered by the erasure, or stands here with a reason."""

from __future__ import annotations

from sqlalchemy import Table

from bot.db.models import Base
from bot.db.queries.erasure import OF_CHAT

_TELLS = frozenset({"chat_id", "learner_id", "referral_id", "intake_id"})
_GO_BY_HAND = {
    "outbox": "all that names the referral and all of the chat: forget_messages, _forget_referrals",
    "outbox_name": "goes with its message",
}
_STAYS = {
    "audit_entry": "numbers and codes only; that somebody was erased has to stay provable",
    "member": "who works here; goes with the chat, which is kept for the role",
    "console_login": "of somebody who works here, without a name; goes with the chat",
    "saved_view": "filters of somebody of the staff, and a name that they gave them; goes with the chat",
    "console_session": "of somebody who works here, without a name; goes with the chat",
}


def _goes_with(table: Table, root: str) -> bool:
    """Whether a row that points to a row of `root`, by whatever way, is deleted with it."""
    for key in table.foreign_keys:
        if key.ondelete != "CASCADE":
            continue
        if key.column.table.name == root or _goes_with(key.column.table, root):
            return True
    return False


def _telling() -> dict[str, Table]:
    tables = Base.metadata.tables
    return {name: table for name, table in tables.items() if _TELLS & set(table.columns.keys())}


def test_whatever_hangs_on_a_learner_goes_with_them() -> None:
    """By a foreign key that ends at the learner, or by a statement."""
    of_learner = {
        name
        for name, table in _telling().items()
        if set(table.columns.keys()) & {"learner_id", "referral_id", "intake_id"}
    }
    left = {
        name
        for name in of_learner - _GO_BY_HAND.keys() - _STAYS.keys()
        if not _goes_with(Base.metadata.tables[name], "learner")
    }

    assert left == set()


def test_whatever_hangs_on_a_chat_alone_goes_by_a_statement_or_has_a_reason() -> None:
    of_chat = {name for name, table in _telling().items() if "chat_id" in table.columns}
    by_statement = {table.__tablename__ for table in OF_CHAT} | {"timer"}
    unknown = of_chat - by_statement - _GO_BY_HAND.keys() - _STAYS.keys()

    assert {name for name in unknown if not _goes_with(Base.metadata.tables[name], "learner")} == set()


def test_whatever_hangs_on_a_chat_goes_when_the_chat_is_forgotten() -> None:
    of_chat = {name for name, table in _telling().items() if "chat_id" in table.columns}

    assert {
        name for name in of_chat - {"outbox_name"} if not _goes_with(Base.metadata.tables[name], "chat")
    } == set()


def test_the_reasons_name_tables_that_are_there() -> None:
    assert {*_GO_BY_HAND, *_STAYS} <= _telling().keys()
