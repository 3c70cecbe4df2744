"""Find who never began and who finished, each by an index of their own: what else a million learners did is
not read when the terms are looked at.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NEVER_STARTED = sa.text(
    "status IN ('accepted', 'appointment_planned', 'duplicate', 'matched', 'offered', 'rejected', 'submitted',"
    " 'transferred', 'waiting_list')"
)
FINISHED = sa.text("status = 'finished'")


def upgrade() -> None:
    for name, which in (("never_started", NEVER_STARTED), ("finished", FINISHED)):
        op.create_index(
            f"ix_referral_{name}", "referral", ["updated_at"], sqlite_where=which, postgresql_where=which
        )


def downgrade() -> None:
    op.drop_index("ix_referral_finished", table_name="referral")
    op.drop_index("ix_referral_never_started", table_name="referral")
