"""Erasing a person is quick among a million: what refers to a row that goes with them has an index."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint

from bot.db.models import Base

STAY = frozenset({"taalhuis", "region", "gemeente", "member"})
"""Rows that do not go with a learner."""


def _first_columns(table: Table) -> set[str]:
    """By which the rows of a table can be found."""
    keys = [table.primary_key, *(one for one in table.constraints if isinstance(one, UniqueConstraint))]
    found = {next(iter(key.columns.keys())) for key in keys if key.columns}
    return found | {next(iter(index.columns.keys())) for index in table.indexes if index.columns}


def test_every_reference_to_what_is_erased_with_a_learner_has_an_index() -> None:
    missing = [
        f"{table.name}.{first} → {key.referred_table.name}"
        for table in Base.metadata.sorted_tables
        for key in table.constraints
        if isinstance(key, ForeignKeyConstraint) and key.referred_table.name not in STAY
        for first in [next(iter(key.columns.keys()))]
        if first not in _first_columns(table)
    ]

    assert missing == []
