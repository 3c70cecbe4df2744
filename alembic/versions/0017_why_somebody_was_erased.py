"""Why somebody was erased: after a restore, who took it back is not counted with what they told.

What was erased before this has no reason, and is treated as taken back.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("erasure", sa.Column("why", sa.String(length=8), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("erasure") as batch:
        batch.drop_column("why")
