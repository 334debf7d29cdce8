"""Log what was asked for and not found: requirement values and a day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unmet_need",
        sa.Column("need_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("asked", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_unmet_need")),
        sa.UniqueConstraint("day", "digest", name=op.f("uq_unmet_need_day_digest")),
        schema="areal",
    )


def downgrade() -> None:
    op.drop_table("unmet_need", schema="areal")
