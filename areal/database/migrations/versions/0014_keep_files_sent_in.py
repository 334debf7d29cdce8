"""Keep files staff send in, what columns of their senders mean, and which forms have been done."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _moment(name: str) -> sa.Column:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _json(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(
        name,
        postgresql.JSONB(astext_type=sa.Text()),
        server_default=None if nullable else sa.text("'{}'"),
        nullable=nullable,
    )


def upgrade() -> None:
    op.create_table(
        "import_job",
        sa.Column("job_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("kommunenummer", sa.Text(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("stored_as", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _json("asked", nullable=False),
        _json("headings"),
        _json("columns"),
        sa.Column("rows_read", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("rows_all", sa.Integer(), nullable=True),
        _json("report"),
        _json("failure"),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        _moment("created_at"),
        _moment("beat_at"),
        sa.CheckConstraint(
            "state IN ('reading', 'read', 'checking', 'checked', 'loading', 'loaded', 'failed', "
            "'undone', 'removed')",
            name=op.f("ck_import_job_state"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["areal.account.account_id"], name=op.f("fk_import_job_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"],
            ["areal.kommune.kommunenummer"],
            name=op.f("fk_import_job_kommunenummer"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["areal.import_batch.import_id"], name=op.f("fk_import_job_import_id")
        ),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_import_job")),
        schema="areal",
    )
    op.create_index("ix_import_job_account_id", "import_job", ["account_id"], schema="areal")
    op.create_table(
        "form_done",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        _moment("done_at"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["areal.account.account_id"], name=op.f("fk_form_done_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "key_hash", name=op.f("pk_form_done")),
        schema="areal",
    )
    op.create_table(
        "import_sender",
        sa.Column("sender_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kommunenummer", sa.Text(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _json("asked", nullable=False),
        _moment("saved_at"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["areal.account.account_id"], name=op.f("fk_import_sender_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"],
            ["areal.kommune.kommunenummer"],
            name=op.f("fk_import_sender_kommunenummer"),
        ),
        sa.PrimaryKeyConstraint("sender_id", name=op.f("pk_import_sender")),
        schema="areal",
    )
    op.create_index(
        "uq_import_sender_name",
        "import_sender",
        ["kommunenummer", "account_id", "name"],
        unique=True,
        schema="areal",
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    op.drop_table("form_done", schema="areal")
    op.drop_table("import_sender", schema="areal")
    op.drop_table("import_job", schema="areal")
