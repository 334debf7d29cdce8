"""Keep the history of grants, and let them be withdrawn."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEXTS = ("body", "case_ref", "reason")


def upgrade() -> None:
    op.add_column("deviation_grant", sa.Column("withdrawn_on", sa.Date()), schema="areal")
    op.add_column("deviation_grant", sa.Column("withdrawn_by", sa.Text()), schema="areal")
    op.add_column("deviation_grant", sa.Column("withdrawn_why", sa.Text()), schema="areal")
    op.add_column(
        "deviation_grant",
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        schema="areal",
    )
    op.add_column(
        "deviation_grant",
        sa.Column("changed_by", sa.Text(), server_default=sa.text("CURRENT_USER"), nullable=False),
        schema="areal",
    )
    # A row of before was made by who made it, then; not by who migrates, now.
    op.execute("UPDATE areal.deviation_grant SET changed_at = created_at, changed_by = created_by")
    op.create_check_constraint(
        op.f("ck_deviation_grant_dates"),
        "deviation_grant",
        "decided_on <= valid_until AND decided_on <= withdrawn_on",
        schema="areal",
    )
    op.create_check_constraint(
        op.f("ck_deviation_grant_withdrawn"),
        "deviation_grant",
        "num_nonnulls(withdrawn_on, withdrawn_by, withdrawn_why) IN (0, 3)",
        schema="areal",
    )
    op.create_check_constraint(
        op.f("ck_deviation_grant_told"),
        "deviation_grant",
        " AND ".join(f"{column} ~ '[^[:space:]]'" for column in _TEXTS),
        schema="areal",
    )
    op.create_table(
        "deviation_grant_history",
        sa.Column("history_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("grant_id", sa.BigInteger(), nullable=False),
        sa.Column("period", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("history_id", name=op.f("pk_deviation_grant_history")),
        schema="areal",
    )
    op.create_index(
        "ix_deviation_grant_history_period",
        "deviation_grant_history",
        ["grant_id", "period"],
        unique=False,
        schema="areal",
        postgresql_using="gist",
    )


def downgrade() -> None:
    op.drop_table("deviation_grant_history", schema="areal")
    # A trigger of the newer version would look for what is gone.
    op.execute("DROP TRIGGER IF EXISTS deviation_grant_history ON areal.deviation_grant")
    for name in ("told", "withdrawn", "dates"):
        op.drop_constraint(
            op.f(f"ck_deviation_grant_{name}"), "deviation_grant", schema="areal", type_="check"
        )
    for column in ("changed_by", "changed_at", "withdrawn_why", "withdrawn_by", "withdrawn_on"):
        op.drop_column("deviation_grant", column, schema="areal")
