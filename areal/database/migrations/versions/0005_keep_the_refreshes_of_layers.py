"""Keep what became of each refresh of a layer, and since when one has failed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "layer",
        sa.Column("refresh_failing_since", sa.DateTime(timezone=True), nullable=True),
        schema="areal",
    )
    op.create_table(
        "layer_fetch",
        sa.Column("fetch_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("layer_id", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "finished",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("features", sa.Integer(), nullable=True),
        sa.Column(
            "counts",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("message", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('loaded', 'unchanged', 'too_few', 'failed')",
            name=op.f("ck_layer_fetch_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["areal.layer.layer_id"], name=op.f("fk_layer_fetch_layer_id")
        ),
        sa.PrimaryKeyConstraint("fetch_id", name=op.f("pk_layer_fetch")),
        schema="areal",
    )
    op.create_index(
        "ix_layer_fetch_layer_id", "layer_fetch", ["layer_id", "finished"], schema="areal"
    )


def downgrade() -> None:
    op.drop_table("layer_fetch", schema="areal")
    op.drop_column("layer", "refresh_failing_since", schema="areal")
