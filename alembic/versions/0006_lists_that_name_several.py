"""Which sign-ups a message names beside the one that it is about: a list goes when one of them is erased."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox_name",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("referral_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id", "number"],
            ["outbox.chat_id", "outbox.number"],
            ondelete="CASCADE",
            name="fk_outbox_name_outbox",
        ),
        sa.PrimaryKeyConstraint("chat_id", "number", "referral_id", name="pk_outbox_name"),
    )
    op.create_index("ix_outbox_name_referral_id", "outbox_name", ["referral_id"])


def downgrade() -> None:
    op.drop_table("outbox_name")
