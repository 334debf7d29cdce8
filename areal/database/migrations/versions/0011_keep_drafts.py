"""Keep drafts of sites."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "draft",
        sa.Column("draft_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kommunenummer", sa.Text(), nullable=False),
        sa.Column("site_id", sa.BigInteger(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("base", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'kladd'"), nullable=False),
        sa.Column("publish_at", moment, nullable=True),
        sa.Column("withdraw_at", moment, nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("created_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "state IN ('kladd', 'til_godkjenning', 'endring_onsket', 'publisert', 'forkastet')",
            name=op.f("ck_draft_state"),
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"], ["areal.kommune.kommunenummer"], name=op.f("fk_draft_kommunenummer")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["areal.site.site_id"], name=op.f("fk_draft_site_id")
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft")),
        schema="areal",
    )
    op.create_index(
        "uq_draft_site_id",
        "draft",
        ["site_id"],
        unique=True,
        schema="areal",
        postgresql_where=sa.text("state IN ('kladd', 'til_godkjenning', 'endring_onsket')"),
    )


def downgrade() -> None:
    op.drop_table("draft", schema="areal")
