"""Runs migrations over the connection that `bot.db.migrations` hands over; there is no other way in."""

from __future__ import annotations

from alembic import context
from bot.db.models import Base


def own_types(kind: str, item: object, _context: object) -> str | bool:
    """Our column types stand in a migration by their bare name; script.py.mako imports them."""
    return f"{type(item).__name__}()" if kind == "type" and type(item).__module__ == "bot.db.types" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot change a column in place: Alembic makes the table anew and copies the rows.
    render_as_batch=True,
    compare_type=True,
    render_item=own_types,
)
with context.begin_transaction():
    context.run_migrations()
