"""The closed loop: members and invites, offers, appointments, what is written, and timers of every kind."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op
from bot.db.types import SealedBytes, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# A number of a timer is never given again, also in the table that SQLite makes anew.
COUNTING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    op.create_table(
        "marker",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_marker"),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("taalhuis_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", SealedBytes(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name="fk_member_chat_id_chat", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name="fk_member_region_id_region"),
        sa.ForeignKeyConstraint(["taalhuis_id"], ["taalhuis.id"], name="fk_member_taalhuis_id_taalhuis"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
    )
    with op.batch_alter_table("member") as batch_op:
        batch_op.create_index("ix_member_chat_id", ["chat_id"], unique=False)
        batch_op.create_index("ix_member_taalhuis_id_role", ["taalhuis_id", "role"], unique=False)

    op.create_table(
        "invite",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("taalhuis_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["member.id"], name="fk_invite_made_by_member", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name="fk_invite_region_id_region"),
        sa.ForeignKeyConstraint(["taalhuis_id"], ["taalhuis.id"], name="fk_invite_taalhuis_id_taalhuis"),
        sa.ForeignKeyConstraint(
            ["used_by"], ["member.id"], name="fk_invite_used_by_member", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invite"),
        sa.UniqueConstraint("token_hash", name="uq_invite_token_hash"),
    )
    with op.batch_alter_table("invite") as batch_op:
        batch_op.create_index("ix_invite_made_by", ["made_by"], unique=False)

    op.create_table(
        "volunteer_profile",
        sa.Column(
            "member_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("day_parts", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.SmallInteger(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_volunteer_profile_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name="pk_volunteer_profile"),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("referral_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taalhuis_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("uid", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("wall_at", sa.String(length=20), server_default="", nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=True),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("learner_says", sa.String(length=4), server_default="", nullable=False),
        sa.Column("member_says", sa.String(length=4), server_default="", nullable=False),
        sa.Column("outcome", sa.String(length=8), server_default="", nullable=False),
        sa.Column("feeling", sa.SmallInteger(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_appointment_member_id_member", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_appointment_referral_id_referral", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["taalhuis_id"], ["taalhuis.id"], name="fk_appointment_taalhuis_id_taalhuis"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
        sa.UniqueConstraint("uid", name="uq_appointment_uid"),
    )
    with op.batch_alter_table("appointment") as batch_op:
        batch_op.create_index("ix_appointment_member_id", ["member_id"], unique=False)
        batch_op.create_index(
            "ix_appointment_open",
            ["starts_at"],
            unique=False,
            sqlite_where=sa.text("status IN ('proposed', 'planned')"),
            postgresql_where=sa.text("status IN ('proposed', 'planned')"),
        )
        batch_op.create_index("ix_appointment_referral_id", ["referral_id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("referral_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_offer_member_id_member", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_offer_referral_id_referral", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_offer"),
        sa.UniqueConstraint("referral_id", "member_id", "round", name="uq_offer_referral_id_member_id_round"),
    )
    with op.batch_alter_table("offer") as batch_op:
        batch_op.create_index("ix_offer_member_id_status", ["member_id", "status"], unique=False)

    op.create_table(
        "reading",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("referral_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_reading_member_id_member", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_reading_referral_id_referral", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
    )
    with op.batch_alter_table("reading") as batch_op:
        batch_op.create_index("ix_reading_referral_id", ["referral_id"], unique=False)

    op.create_table(
        "referral_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("referral_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("body", SealedBytes(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_referral_note_member_id_member", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_referral_note_referral_id_referral", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_referral_note"),
    )
    with op.batch_alter_table("referral_note") as batch_op:
        batch_op.create_index("ix_referral_note_referral_id", ["referral_id"], unique=False)

    op.create_table(
        "relay_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("referral_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("body", SealedBytes(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_relay_message_member_id_member", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_relay_message_referral_id_referral", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_relay_message"),
    )
    with op.batch_alter_table("relay_message") as batch_op:
        batch_op.create_index("ix_relay_message_referral_id", ["referral_id"], unique=False)

    op.create_table(
        "alert",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taalhuis_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("referral_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_alert_referral_id_referral", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["taalhuis_id"], ["taalhuis.id"], name="fk_alert_taalhuis_id_taalhuis"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_alert_task_id_task", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
    )
    with op.batch_alter_table("alert") as batch_op:
        batch_op.create_index(
            "ix_alert_open",
            ["taalhuis_id", "created_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.create_index("ix_alert_referral_id", ["referral_id"], unique=False)

    with op.batch_alter_table("chat") as batch_op:
        batch_op.add_column(sa.Column("desk", SealedBytes(), nullable=True))

    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("referral_id", sa.BigInteger(), nullable=True))
        batch_op.create_index(
            "ix_outbox_referral_id",
            ["referral_id"],
            unique=False,
            sqlite_where=sa.text("referral_id IS NOT NULL"),
            postgresql_where=sa.text("referral_id IS NOT NULL"),
        )

    with op.batch_alter_table("referral") as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("volunteer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("duplicate_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("ended_why", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("relay", sa.String(length=8), server_default="open", nullable=False))
        batch_op.create_index("ix_referral_volunteer_id", ["volunteer_id"], unique=False)
        batch_op.create_foreign_key(
            "fk_referral_volunteer_id_member", "member", ["volunteer_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            "fk_referral_duplicate_of_referral", "referral", ["duplicate_of"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            "fk_referral_staff_id_member", "member", ["staff_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("referral_move") as batch_op:
        batch_op.add_column(
            sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("taalhuis_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            "fk_referral_move_taalhuis_id_taalhuis", "taalhuis", ["taalhuis_id"], ["id"]
        )
        batch_op.create_foreign_key(
            "fk_referral_move_member_id_member", "member", ["member_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("taalhuis") as batch_op:
        batch_op.add_column(
            sa.Column("offer_mode", sa.String(length=4), server_default="one", nullable=False)
        )

    with op.batch_alter_table("task") as batch_op:
        batch_op.add_column(
            sa.Column("referral_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index("ix_task_referral_id", ["referral_id"], unique=False)
        batch_op.create_foreign_key(
            "fk_task_done_by_member", "member", ["done_by"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            "fk_task_referral_id_referral", "referral", ["referral_id"], ["id"], ondelete="CASCADE"
        )

    with op.batch_alter_table("timer", table_kwargs=COUNTING) as batch_op:
        batch_op.add_column(
            sa.Column("referral_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("about", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("body", SealedBytes(), nullable=True))
        batch_op.create_index(
            "ix_timer_referral_id",
            ["referral_id"],
            unique=False,
            sqlite_where=sa.text("referral_id IS NOT NULL"),
            postgresql_where=sa.text("referral_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            "fk_timer_referral_id_referral", "referral", ["referral_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    with op.batch_alter_table("timer", table_kwargs=COUNTING) as batch_op:
        batch_op.drop_constraint("fk_timer_referral_id_referral", type_="foreignkey")
        batch_op.drop_index(
            "ix_timer_referral_id",
            sqlite_where=sa.text("referral_id IS NOT NULL"),
            postgresql_where=sa.text("referral_id IS NOT NULL"),
        )
        batch_op.drop_column("body")
        batch_op.drop_column("version")
        batch_op.drop_column("about")
        batch_op.drop_column("referral_id")

    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_constraint("fk_task_referral_id_referral", type_="foreignkey")
        batch_op.drop_constraint("fk_task_done_by_member", type_="foreignkey")
        batch_op.drop_index("ix_task_referral_id")
        batch_op.drop_column("done_by")
        batch_op.drop_column("referral_id")

    with op.batch_alter_table("taalhuis") as batch_op:
        batch_op.drop_column("offer_mode")

    with op.batch_alter_table("referral_move") as batch_op:
        batch_op.drop_constraint("fk_referral_move_member_id_member", type_="foreignkey")
        batch_op.drop_constraint("fk_referral_move_taalhuis_id_taalhuis", type_="foreignkey")
        batch_op.drop_column("taalhuis_id")
        batch_op.drop_column("member_id")

    with op.batch_alter_table("referral") as batch_op:
        batch_op.drop_constraint("fk_referral_staff_id_member", type_="foreignkey")
        batch_op.drop_constraint("fk_referral_duplicate_of_referral", type_="foreignkey")
        batch_op.drop_constraint("fk_referral_volunteer_id_member", type_="foreignkey")
        batch_op.drop_index("ix_referral_volunteer_id")
        batch_op.drop_column("relay")
        batch_op.drop_column("ended_why")
        batch_op.drop_column("duplicate_of")
        batch_op.drop_column("staff_id")
        batch_op.drop_column("volunteer_id")
        batch_op.drop_column("version")

    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index(
            "ix_outbox_referral_id",
            sqlite_where=sa.text("referral_id IS NOT NULL"),
            postgresql_where=sa.text("referral_id IS NOT NULL"),
        )
        batch_op.drop_column("referral_id")

    with op.batch_alter_table("chat") as batch_op:
        batch_op.drop_column("desk")

    with op.batch_alter_table("alert") as batch_op:
        batch_op.drop_index("ix_alert_referral_id")
        batch_op.drop_index(
            "ix_alert_open",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.drop_table("alert")
    with op.batch_alter_table("relay_message") as batch_op:
        batch_op.drop_index("ix_relay_message_referral_id")

    op.drop_table("relay_message")
    with op.batch_alter_table("referral_note") as batch_op:
        batch_op.drop_index("ix_referral_note_referral_id")

    op.drop_table("referral_note")
    with op.batch_alter_table("reading") as batch_op:
        batch_op.drop_index("ix_reading_referral_id")

    op.drop_table("reading")
    with op.batch_alter_table("offer") as batch_op:
        batch_op.drop_index("ix_offer_member_id_status")

    op.drop_table("offer")
    with op.batch_alter_table("appointment") as batch_op:
        batch_op.drop_index("ix_appointment_referral_id")
        batch_op.drop_index(
            "ix_appointment_open",
            sqlite_where=sa.text("status IN ('proposed', 'planned')"),
            postgresql_where=sa.text("status IN ('proposed', 'planned')"),
        )
        batch_op.drop_index("ix_appointment_member_id")

    op.drop_table("appointment")
    op.drop_table("volunteer_profile")
    with op.batch_alter_table("invite") as batch_op:
        batch_op.drop_index("ix_invite_made_by")

    op.drop_table("invite")
    with op.batch_alter_table("member") as batch_op:
        batch_op.drop_index("ix_member_taalhuis_id_role")
        batch_op.drop_index("ix_member_chat_id")

    op.drop_table("member")
    op.drop_table("marker")
