"""Find the sign-ups that nobody has acted on yet, and the oldest of them, without reading all of them."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WAITING = sa.text("status = 'submitted'")


def upgrade() -> None:
    op.create_index(
        "ix_referral_waiting", "referral", ["created_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    op.drop_index("ix_referral_waiting", table_name="referral")
