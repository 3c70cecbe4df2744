"""Addresses of calendars that only their owner knows, and appointments by house and wall time."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op
from bot.db.types import Identity, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_BY_HOUSE = "ix_appointment_taalhuis_id_status_wall_at"


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", Identity, nullable=False),
        sa.Column("member_id", Identity, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("last_read_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], ondelete="CASCADE", name="fk_calendar_feed_member_id_member"
        ),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feed_token_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_feed"),
    )
    open_ones = sa.text("revoked_at IS NULL")
    op.create_index(
        "ix_calendar_feed_open",
        "calendar_feed",
        ["member_id"],
        unique=True,
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )
    op.create_index("ix_calendar_feed_member_id", "calendar_feed", ["member_id"])
    op.create_index(_BY_HOUSE, "appointment", ["taalhuis_id", "status", "wall_at"])


def downgrade() -> None:
    op.drop_index(_BY_HOUSE, table_name="appointment")
    op.drop_table("calendar_feed")
