"""The audit: rows that are only added, and the end of their chain."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op
from bot.db.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=True),
        sa.Column("taalhuis_id", sa.BigInteger(), nullable=True),
        sa.Column("about", sa.String(length=40), server_default="", nullable=False),
        sa.Column("detail", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_entry"),
    )
    for column in ("at", "member_id", "referral_id", "taalhuis_id", "what"):
        op.create_index(f"ix_audit_entry_{column}", "audit_entry", [column, "number"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    head = sa.table("audit_head", *(sa.column(name) for name in ("id", "number", "digest", "seal")))
    op.bulk_insert(head, [{"id": 1, "number": 0, "digest": bytes(32), "seal": b""}])


def downgrade() -> None:
    for table in ("audit_head", "audit_entry"):
        op.drop_table(table)
