"""Column types that keep two promises: every moment is aware UTC, and nothing personal is stored in the
clear.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NewType

from sqlalchemy import BigInteger, DateTime, Integer, LargeBinary
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

Sealed = NewType("Sealed", bytes)
"""Bytes that only `bot.db.vault.Vault` makes and opens."""

SEAL_VERSION = b"\x01"
"""The first byte of every sealed value; no text that a person can write begins with it."""

EMPTIED = Sealed(SEAL_VERSION)
"""Stands where the words were erased and the row must stay; it opens to nothing."""

# SQLite counts by itself only in a column of exactly INTEGER.
Identity = BigInteger().with_variant(Integer(), "sqlite")


class SqliteMoment(sqlite.DATETIME):
    """The text that SQLAlchemy writes for a moment, made in less time: a batch writes a thousand of them."""

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:
        return _written


def _written(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(" ", "microseconds")


def _remembering(process: Callable[[datetime | None], Any]) -> Callable[[datetime | None], Any]:
    last: tuple[datetime | None, Any] = (None, process(None))

    def remembered(value: datetime | None) -> Any:
        nonlocal last
        known = last
        if value is known[0]:
            return known[1]
        made = process(value)
        last = (value, made)
        return made

    return remembered


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is a defect and is refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(SqliteMoment())  # type: ignore[no-untyped-call]
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """As always, with the last one remembered: a batch writes the same moment into every row."""
        process = super().bind_processor(dialect)
        return None if process is None else _remembering(process)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SealedBytes(TypeDecorator[Sealed]):
    """An encrypted value. It takes only what the vault has sealed: every sealed value begins with its
    version.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Sealed | None, dialect: Dialect) -> bytes | None:
        if value is not None and not (value.startswith(SEAL_VERSION)):
            raise ValueError("this column takes only what the vault has sealed")
        return value

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Sealed | None:
        return None if value is None else Sealed(value)
