"""Keep drafts of sites, and every state they were saved in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
        sa.Column("state", sa.Text(), server_default="kladd", nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdraw_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "state IN ('kladd', 'til_godkjenning', 'endring_onsket', 'publisert', 'forkastet')",
            name=op.f("ck_draft_state"),
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"], ["areal.kommune.kommunenummer"], name=op.f("fk_draft_kommunenummer")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["areal.site.site_id"],
            name=op.f("fk_draft_site_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft")),
        schema="areal",
    )
    op.create_index(
        "ix_draft_kommunenummer", "draft", ["kommunenummer"], unique=False, schema="areal"
    )
    op.create_index(
        "uq_draft_open_site",
        "draft",
        ["site_id"],
        unique=True,
        schema="areal",
        postgresql_where=sa.text("state IN ('kladd', 'til_godkjenning', 'endring_onsket')"),
    )
    op.create_table(
        "draft_version",
        sa.Column("draft_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.Column(
            "saved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["areal.draft.draft_id"],
            name=op.f("fk_draft_version_draft_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("draft_id", "version", name=op.f("pk_draft_version")),
        schema="areal",
    )


def downgrade() -> None:
    op.drop_table("draft_version", schema="areal")
    op.drop_table("draft", schema="areal")
