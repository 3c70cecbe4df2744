"""Lists of the queue that somebody keeps by name, and the indexes by which a page of it is found.

The two of the house begin as the one that they replace did, so what counted by it still does.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op
from bot.db.types import Identity, SealedBytes, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_HOUSE = ["taalhuis_id", "status"]


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", Identity, nullable=False),
        sa.Column("chat_id", Identity, nullable=False),
        sa.Column("name", SealedBytes(), nullable=False),
        sa.Column("query", sa.String(length=400), nullable=False),
        sa.Column("first", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], ondelete="CASCADE", name="fk_saved_view_chat_id_chat"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
    )
    op.create_index("ix_saved_view_chat_id", "saved_view", ["chat_id"])
    op.create_index("ix_referral_queue_sent", "referral", [*_HOUSE, "created_at", "id"])
    op.create_index("ix_referral_queue_changed", "referral", [*_HOUSE, "updated_at", "id"])
    op.create_index("ix_referral_staff_id", "referral", ["staff_id"])
    op.create_index("ix_intake_place", "intake", ["place"])
    op.drop_index("ix_referral_taalhuis_id_status", table_name="referral")


def downgrade() -> None:
    op.create_index("ix_referral_taalhuis_id_status", "referral", _HOUSE)
    op.drop_index("ix_intake_place", table_name="intake")
    for name in ("ix_referral_staff_id", "ix_referral_queue_changed", "ix_referral_queue_sent"):
        op.drop_index(name, table_name="referral")
    op.drop_table("saved_view")
