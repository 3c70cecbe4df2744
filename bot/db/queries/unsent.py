"""Which rows of the outbox still wait, said in the very words of their partial indexes.

A database uses such an index only where it sees that the query asks for nothing else, and it does not look
into bound values. With them, the sweeper read a million sent messages four times a second: 720 ms each time.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, literal_column

from bot.db.models import UNSENT, OutboxMessage


def is_unsent(row: type[OutboxMessage] = OutboxMessage) -> ColumnElement[bool]:
    """The condition; `row` may be an alias of the table."""
    return row.status.in_([literal_column(f"'{status.value}'") for status in UNSENT])
