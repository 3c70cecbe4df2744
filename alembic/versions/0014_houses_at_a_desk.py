"""What staff set of their Taalhuis: who hears of what happens there; and files of Taalhuizen whose differences
are being looked at.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op
from bot.db.types import Identity, SealedBytes, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("notified", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.create_table(
        "import_file",
        sa.Column("id", Identity, nullable=False),
        sa.Column("session_id", Identity, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", SealedBytes(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_file"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["console_session.id"],
            name="fk_import_file_session_id_console_session",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_import_file_session_id", "import_file", ["session_id"])


def downgrade() -> None:
    op.drop_table("import_file")
    op.drop_column("member", "notified")
