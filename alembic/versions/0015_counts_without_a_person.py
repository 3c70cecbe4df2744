"""Counts that stay when people are erased, and the indexes by which a report counts who is still there."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_SOME = (
    (
        "ix_referral_move_agreed",
        "referral_move",
        ["moved_at", "to_status"],
        "to_status IN ('appointment_planned', 'intake_done')",
    ),
    (
        "ix_referral_move_sent_on",
        "referral_move",
        ["to_status"],
        "to_status IN ('transferred', 'waiting_list')",
    ),
    ("ix_relay_message_by_member", "relay_message", ["sent_at", "by"], "by <> 'learner'"),
    ("ix_referral_note_question", "referral_note", ["created_at", "kind"], "kind = 'question'"),
)


def upgrade() -> None:
    op.create_table(
        "kept_count",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("gemeente_code", sa.String(length=8), nullable=False),
        sa.Column(
            "taalhuis_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("dimension", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=24), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "month", "gemeente_code", "taalhuis_id", "dimension", "value", name="pk_kept_count"
        ),
    )
    op.create_index(
        "ix_referral_report", "referral", ["intake_id", "id", "taalhuis_id", "status", "ended_why"]
    )
    op.create_index("ix_appointment_report", "appointment", ["referral_id", "outcome", "status", "starts_at"])
    for name, table, columns, condition in _SOME:
        where = sa.text(condition)
        op.create_index(name, table, ["referral_id", *columns], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, table, _, _ in _SOME:
        op.drop_index(name, table_name=table)
    op.drop_index("ix_appointment_report", table_name="appointment")
    op.drop_index("ix_referral_report", table_name="referral")
    op.drop_table("kept_count")
