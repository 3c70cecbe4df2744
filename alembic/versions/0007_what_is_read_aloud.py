"""Who wants every message read aloud, and which clips a channel keeps already, so that it is sent them again
by name.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op
from bot.db.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chat", sa.Column("aloud", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "spoken_file",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("file", sa.String(length=300), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "key", name="pk_spoken_file"),
    )
    op.create_index("ix_spoken_file_used_at", "spoken_file", ["used_at"])


def downgrade() -> None:
    op.drop_table("spoken_file")
    op.drop_column("chat", "aloud")
