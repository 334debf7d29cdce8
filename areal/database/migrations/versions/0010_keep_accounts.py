"""Keep accounts, their roles and sessions, and what they do."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("account_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "email = lower(email) AND email ~ '^[^@[:space:]]+@[^@[:space:]]+$'",
            name=op.f("ck_account_email"),
        ),
        sa.CheckConstraint("name ~ '[^[:space:]]'", name=op.f("ck_account_name")),
        sa.CheckConstraint(
            "num_nonnulls(issuer, subject) IN (0, 2)", name=op.f("ck_account_subject")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        schema="areal",
    )
    op.create_index(
        "uq_account_issuer_subject", "account", ["issuer", "subject"], unique=True, schema="areal"
    )
    op.create_table(
        "audit_log",
        sa.Column("audit_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("kommunenummer", sa.Text(), nullable=True),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audit_log")),
        schema="areal",
    )
    op.create_index("ix_audit_log_at", "audit_log", ["at"], unique=False, schema="areal")
    op.create_index(
        "ix_audit_log_subject", "audit_log", ["subject", "subject_id"], unique=False, schema="areal"
    )
    op.create_table(
        "rate_limit",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limit")),
        schema="areal",
    )
    op.create_index(
        "ix_rate_limit_expires_at", "rate_limit", ["expires_at"], unique=False, schema="areal"
    )
    op.create_table(
        "account_link",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["areal.account.account_id"], name=op.f("fk_account_link_account_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_link")),
        schema="areal",
    )
    op.create_index(
        "ix_account_link_account_id", "account_link", ["account_id"], unique=False, schema="areal"
    )
    op.create_table(
        "account_secret",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_confirmed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["areal.account.account_id"], name=op.f("fk_account_secret_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account_secret")),
        schema="areal",
    )
    op.create_table(
        "recovery_code",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["areal.account.account_id"], name=op.f("fk_recovery_code_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "code_hash", name=op.f("pk_recovery_code")),
        schema="areal",
    )
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stage IN ('code', 'enrol', 'in')", name=op.f("ck_staff_session_stage")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["areal.account.account_id"], name=op.f("fk_staff_session_account_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
        schema="areal",
    )
    op.create_index(
        "ix_staff_session_account_id", "staff_session", ["account_id"], unique=False, schema="areal"
    )
    op.create_index(
        "ix_staff_session_expires_at", "staff_session", ["expires_at"], unique=False, schema="areal"
    )
    op.create_table(
        "membership",
        sa.Column("membership_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("kommunenummer", sa.Text(), nullable=True),
        sa.Column("region_id", sa.Text(), nullable=True),
        sa.Column(
            "given_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('reader', 'editor', 'publisher', 'planner', 'contact', 'admin')",
            name=op.f("ck_membership_role"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(kommunenummer, region_id) = 1", name=op.f("ck_membership_place")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["areal.account.account_id"], name=op.f("fk_membership_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"],
            ["areal.kommune.kommunenummer"],
            name=op.f("fk_membership_kommunenummer"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["areal.region.region_id"], name=op.f("fk_membership_region_id")
        ),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_membership")),
        schema="areal",
    )
    op.create_index(
        "uq_membership_account_id_role_kommunenummer_region_id",
        "membership",
        ["account_id", "role", "kommunenummer", "region_id"],
        unique=True,
        schema="areal",
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    for table in (
        "membership",
        "staff_session",
        "recovery_code",
        "account_secret",
        "account_link",
        "rate_limit",
        "audit_log",
    ):
        op.drop_table(table, schema="areal")
    # What the catalogue's tables call is gone with the tables it writes to.
    for table in (
        "site",
        "parcel",
        "site_media",
        "verification",
        "restriction",
        "deviation_grant",
    ):
        op.execute(f"DROP TRIGGER IF EXISTS audit ON areal.{table}")
        op.execute(f"DROP TRIGGER IF EXISTS guard_publishing ON areal.{table}")
    op.drop_table("account", schema="areal")
