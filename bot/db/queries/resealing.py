"""Everything that is sealed, table by table, for sealing it anew with another key. None of these commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, and_, func, or_, select, tuple_, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Base
from bot.db.types import EMPTIED, Sealed, SealedBytes

Key = tuple[Any, ...]
"""The primary key of a row."""


@dataclass(frozen=True, slots=True)
class SealedRow:
    """What is sealed in one row, by column."""

    key: Key
    values: Mapping[str, Sealed]


def sealed_tables() -> tuple[Table, ...]:
    """The tables that hold something sealed."""
    return tuple(table for table in Base.metadata.sorted_tables if _columns(table))


def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if isinstance(column.type, SealedBytes)]


async def of_other_keys(
    connection: AsyncConnection, table: Table, head: bytes, *, after: Key | None, limit: int
) -> Sequence[SealedRow]:
    """Rows behind this one with a value that does not begin with `head`, held until the commit. Those that
    somebody else holds at this moment are passed over, so that nobody ever waits for us and we for nobody.
    """
    keys, columns = list(table.primary_key.columns), _columns(table)
    conditions = [or_(*(_is_other(column, head) for column in columns))]
    if after is not None:
        conditions.append(tuple_(*keys) > tuple_(*after))
    wanted = select(*keys, *columns).where(*conditions).order_by(*keys).limit(limit)
    rows = (await connection.execute(wanted.with_for_update(skip_locked=True))).all()
    return [
        SealedRow(
            key=tuple(row[: len(keys)]),
            values={
                column.name: value
                for column, value in zip(columns, row[len(keys) :], strict=True)
                if value is not None and len(value) > len(EMPTIED) and not value.startswith(head)
            },
        )
        for row in rows
    ]


async def put(connection: AsyncConnection, table: Table, row: SealedRow, fresh: Mapping[str, Sealed]) -> bool:
    """Write these values, unless somebody changed one of them meanwhile: then nothing is written."""
    conditions = [column == value for column, value in zip(table.primary_key.columns, row.key, strict=True)]
    conditions += [table.c[name] == row.values[name] for name in fresh]
    done = await connection.execute(update(table).where(*conditions).values(dict(fresh)))
    return done.rowcount == 1


def _is_other(column: Column[Any], head: bytes) -> Any:
    # What was emptied is one byte long, and sealed with no key.
    begins = func.substr(type_coerce(column, LargeBinary), 1, len(head), type_=LargeBinary)
    return and_(column.is_not(None), func.length(column) > len(EMPTIED), begins != head)
