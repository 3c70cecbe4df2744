"""Links that sign somebody in on the web pages, and the sessions that come of them."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op
from bot.db.types import Identity, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "console_login",
        *_whose("console_login"),
        sa.Column("browser_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code", sa.String(length=4), server_default="", nullable=False),
        *_moments("opened_at", "confirmed_at", "refused_at", "used_at", nullable=True),
        sa.UniqueConstraint("browser_hash", name="uq_console_login_browser_hash"),
    )
    op.create_table(
        "console_session",
        *_whose("console_session"),
        *_moments("last_seen_at", nullable=False),
        *_moments("ended_at", nullable=True),
    )
    for table in ("console_login", "console_session"):
        op.create_index(f"ix_{table}_chat_id", table, ["chat_id"])


def downgrade() -> None:
    for table in ("console_session", "console_login"):
        op.drop_table(table)


def _whose(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", Identity, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("chat_id", Identity, nullable=True),
        sa.Column("operator", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("browser", sa.String(length=60), server_default="", nullable=False),
        *_moments("made_at", "expires_at", nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], ondelete="CASCADE", name=f"fk_{table}_chat_id_chat"
        ),
        sa.UniqueConstraint("token_hash", name=f"uq_{table}_token_hash"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _moments(*names: str, nullable: bool) -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(name, UtcDateTime(), nullable=nullable) for name in names)
