"""The first tables: chats, outbox, timers, people, referrals, Taalhuizen."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op
from bot.db.types import SealedBytes, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("is_group", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", SealedBytes(), nullable=True),
        sa.Column("messages", sa.Integer(), server_default="0", nullable=False),
        sa.Column("question", sa.Integer(), server_default="0", nullable=False),
        sa.Column("draft", sa.Integer(), server_default="0", nullable=False),
        sa.Column("drafts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_heard_at", UtcDateTime(), nullable=False),
        sa.Column("unreachable_at", UtcDateTime(), nullable=True),
        sa.Column("stalled_until", UtcDateTime(), nullable=True),
        sa.Column("send_tat", sa.Double(), server_default="0", nullable=False),
        sa.Column("forget_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_chat_channel_address")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.create_index(
            "ix_chat_forget_at",
            ["forget_at"],
            unique=False,
            sqlite_where=sa.text("forget_at IS NOT NULL"),
            postgresql_where=sa.text("forget_at IS NOT NULL"),
        )

    op.create_table(
        "received_update",
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("failed_with", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("source", "update_id", name=op.f("pk_received_update")),
    )
    with op.batch_alter_table("received_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_update_received_at"), ["received_at"], unique=False)

    op.create_table(
        "region",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("name", name=op.f("uq_region_name")),
    )
    op.create_table(
        "send_limit",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("tat", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_send_limit")),
    )
    op.create_table(
        "gemeente",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_gemeente_region_id_region")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_gemeente")),
    )
    op.create_table(
        "learner",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_name", SealedBytes(), nullable=False),
        sa.Column("first_name_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("phone", SealedBytes(), nullable=True),
        sa.Column("phone_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_contact_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_learner_chat_id_chat"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
    )
    with op.batch_alter_table("learner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learner_chat_id"), ["chat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_learner_first_name_hash"), ["first_name_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_learner_last_contact_at"), ["last_contact_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_learner_phone_hash"), ["phone_hash"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("replaces", sa.Integer(), server_default="0", nullable=False),
        sa.Column("prompt", SealedBytes(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("unsure", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("claimed_by", sa.String(length=120), nullable=True),
        sa.Column("claim_until", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("ref", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_outbox_chat_id_chat"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "number", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_sent_at", ["sent_at"], unique=False)
        batch_op.create_index(
            "ix_outbox_unsent",
            ["priority", "due_at"],
            unique=False,
            sqlite_where=sa.text("status IN ('created', 'claimed')"),
            postgresql_where=sa.text("status IN ('created', 'claimed')"),
        )
        batch_op.create_index(
            "ix_outbox_unsent_chat",
            ["chat_id", "number"],
            unique=False,
            sqlite_where=sa.text("status IN ('created', 'claimed')"),
            postgresql_where=sa.text("status IN ('created', 'claimed')"),
        )

    op.create_table(
        "timer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft", sa.Integer(), server_default="0", nullable=False),
        sa.Column("days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("wall_at", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("claimed_by", sa.String(length=120), nullable=True),
        sa.Column("claim_until", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_timer_chat_id_chat"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint("key", name=op.f("uq_timer_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index("ix_timer_chat_id", ["chat_id"], unique=False)
        batch_op.create_index("ix_timer_done_at", ["done_at"], unique=False)
        batch_op.create_index(
            "ix_timer_open",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("learner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("text_version", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_consent_chat_id_chat"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_consent_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_chat_id"), ["chat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_learner_id"), ["learner_id"], unique=False)

    op.create_table(
        "intake",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("learner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("flow", sa.String(length=16), nullable=False),
        sa.Column("flow_version", sa.Integer(), nullable=False),
        sa.Column("answers", SealedBytes(), nullable=False),
        sa.Column("by_helper", sa.Boolean(), nullable=False),
        sa.Column("helper_organisation", sa.String(length=20), nullable=False),
        sa.Column("postcode", sa.String(length=4), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("gemeente_code", sa.String(length=8), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("dutch_first", sa.Boolean(), nullable=False),
        sa.Column("first_language", sa.String(length=12), nullable=False),
        sa.Column("inburgering", sa.String(length=8), nullable=False),
        sa.Column("signal_language", sa.String(length=10), nullable=False),
        sa.Column("signal_numbers", sa.String(length=10), nullable=False),
        sa.Column("signal_digital", sa.String(length=10), nullable=False),
        sa.Column("day_parts", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("contact", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_intake_chat_id_chat"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_intake_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
        sa.UniqueConstraint("code", name=op.f("uq_intake_code")),
    )
    with op.batch_alter_table("intake", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_chat_id"), ["chat_id"], unique=False)
        batch_op.create_index(
            "ix_intake_gemeente_code_submitted_at", ["gemeente_code", "submitted_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_intake_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index("ix_intake_submitted_at", ["submitted_at"], unique=False)

    op.create_table(
        "taalhuis",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("gemeente_code", sa.String(length=8), nullable=False),
        sa.Column("opening_hours", sa.String(length=400), nullable=False),
        sa.Column("walk_in_hours", sa.String(length=400), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("closed_until", sa.Date(), nullable=True),
        sa.Column("auto_accept", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gemeente_code"], ["gemeente.code"], name=op.f("fk_taalhuis_gemeente_code_gemeente")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taalhuis")),
        sa.UniqueConstraint("code", name=op.f("uq_taalhuis_code")),
    )
    with op.batch_alter_table("taalhuis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taalhuis_gemeente_code"), ["gemeente_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_taalhuis_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("intake_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taalhuis_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("distance_km", sa.Double(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intake.id"], name=op.f("fk_referral_intake_id_intake"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["taalhuis_id"], ["taalhuis.id"], name=op.f("fk_referral_taalhuis_id_taalhuis")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("intake_id", name=op.f("uq_referral_intake_id")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index("ix_referral_taalhuis_id_status", ["taalhuis_id", "status"], unique=False)

    op.create_table(
        "taalhuis_coverage",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taalhuis_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["taalhuis_id"],
            ["taalhuis.id"],
            name=op.f("fk_taalhuis_coverage_taalhuis_id_taalhuis"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taalhuis_coverage")),
        sa.UniqueConstraint(
            "taalhuis_id", "first", "last", name=op.f("uq_taalhuis_coverage_taalhuis_id_first_last")
        ),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taalhuis_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chat.id"], name=op.f("fk_task_chat_id_chat"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["taalhuis_id"], ["taalhuis.id"], name=op.f("fk_task_taalhuis_id_taalhuis")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_chat_id"), ["chat_id"], unique=False)
        batch_op.create_index(
            "ix_task_open",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "referral_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("referral_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_status", sa.String(length=24), nullable=False),
        sa.Column("to_status", sa.String(length=24), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_referral_move_referral_id_referral"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_move")),
    )
    with op.batch_alter_table("referral_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_move_referral_id"), ["referral_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("referral_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_move_referral_id"))

    op.drop_table("referral_move")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_task_open",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_task_chat_id"))

    op.drop_table("task")
    op.drop_table("taalhuis_coverage")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index("ix_referral_taalhuis_id_status")

    op.drop_table("referral")
    with op.batch_alter_table("taalhuis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taalhuis_updated_at"))
        batch_op.drop_index(batch_op.f("ix_taalhuis_gemeente_code"))

    op.drop_table("taalhuis")
    with op.batch_alter_table("intake", schema=None) as batch_op:
        batch_op.drop_index("ix_intake_submitted_at")
        batch_op.drop_index(batch_op.f("ix_intake_learner_id"))
        batch_op.drop_index("ix_intake_gemeente_code_submitted_at")
        batch_op.drop_index(batch_op.f("ix_intake_chat_id"))

    op.drop_table("intake")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_learner_id"))
        batch_op.drop_index(batch_op.f("ix_consent_chat_id"))

    op.drop_table("consent")
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_timer_open",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index("ix_timer_done_at")
        batch_op.drop_index("ix_timer_chat_id")

    op.drop_table("timer")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_unsent_chat",
            sqlite_where=sa.text("status IN ('created', 'claimed')"),
            postgresql_where=sa.text("status IN ('created', 'claimed')"),
        )
        batch_op.drop_index(
            "ix_outbox_unsent",
            sqlite_where=sa.text("status IN ('created', 'claimed')"),
            postgresql_where=sa.text("status IN ('created', 'claimed')"),
        )
        batch_op.drop_index("ix_outbox_sent_at")

    op.drop_table("outbox")
    with op.batch_alter_table("learner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learner_phone_hash"))
        batch_op.drop_index(batch_op.f("ix_learner_last_contact_at"))
        batch_op.drop_index(batch_op.f("ix_learner_first_name_hash"))
        batch_op.drop_index(batch_op.f("ix_learner_chat_id"))

    op.drop_table("learner")
    op.drop_table("gemeente")
    op.drop_table("send_limit")
    op.drop_table("region")
    with op.batch_alter_table("received_update", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_received_update_received_at"))

    op.drop_table("received_update")
    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_chat_forget_at",
            sqlite_where=sa.text("forget_at IS NOT NULL"),
            postgresql_where=sa.text("forget_at IS NOT NULL"),
        )

    op.drop_table("chat")
