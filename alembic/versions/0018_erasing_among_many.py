"""Erasing somebody looks at what refers to them, and not at every sign-up: 230 ms among a million."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_NEW = (
    ("ix_referral_duplicate_of", "referral", "duplicate_of"),
    ("ix_alert_task_id", "alert", "task_id"),
)


def upgrade() -> None:
    for name, table, column in _NEW:
        some = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, table, [column], sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    for name, table, _column in reversed(_NEW):
        op.drop_index(name, table_name=table)
