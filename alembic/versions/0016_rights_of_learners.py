"""That somebody was erased, to erase again after a restore; and what is counted for the privacy report."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op
from bot.db.types import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
    )
    op.create_index("ix_erasure_erased_at", "erasure", ["erased_at"])
    op.create_table(
        "privacy_event",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("taalhuis_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_event"),
    )
    op.create_index("ix_privacy_event_day", "privacy_event", ["day", "what"])


def downgrade() -> None:
    op.drop_index("ix_privacy_event_day", table_name="privacy_event")
    op.drop_table("privacy_event")
    op.drop_index("ix_erasure_erased_at", table_name="erasure")
    op.drop_table("erasure")
