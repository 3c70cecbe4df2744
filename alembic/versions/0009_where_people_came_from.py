"""By which leaflet somebody came, for the Taalhuis that is shown to them and for the counts."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("chat", "intake"):
        op.add_column(table, sa.Column("origin", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    for table in ("intake", "chat"):
        op.drop_column(table, "origin")
