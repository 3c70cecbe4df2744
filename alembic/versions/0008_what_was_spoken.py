"""What people say instead of type: the sound, sealed, with the sign-up that it belongs to."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op
from bot.db.types import Identity, SealedBytes, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TO_FETCH = sa.text("fetch_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "recording",
        sa.Column("id", Identity, nullable=False),
        sa.Column("chat_id", Identity, nullable=False),
        sa.Column("learner_id", Identity, nullable=True),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("file", SealedBytes(), nullable=False),
        sa.Column("file_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("sound", SealedBytes(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("fetch_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], ondelete="CASCADE", name="fk_recording_chat_id_chat"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], ondelete="CASCADE", name="fk_recording_learner_id_learner"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recording"),
    )
    for column in ("chat_id", "learner_id", "file_hash"):
        op.create_index(f"ix_recording_{column}", "recording", [column])
    op.create_index(
        "ix_recording_to_fetch",
        "recording",
        ["fetch_at"],
        sqlite_where=_TO_FETCH,
        postgresql_where=_TO_FETCH,
    )


def downgrade() -> None:
    op.drop_table("recording")
