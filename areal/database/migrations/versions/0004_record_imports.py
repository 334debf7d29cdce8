"""Record what each import did, so that it can be told, retried and undone."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATES = "state IN ('loaded', 'undone')"


def upgrade() -> None:
    for name in ("file_name", "format", "undone_by"):
        op.add_column("import_batch", sa.Column(name, sa.Text()), schema="areal")
    for name in ("mapping", "report"):
        op.add_column("import_batch", sa.Column(name, postgresql.JSONB()), schema="areal")
    for name in ("loaded_at", "undone_at"):
        op.add_column("import_batch", sa.Column(name, sa.DateTime(timezone=True)), schema="areal")
    for name in ("created_parcels", "created_sites"):
        op.add_column(
            "import_batch",
            sa.Column(name, postgresql.ARRAY(sa.BigInteger()), server_default="{}", nullable=False),
            schema="areal",
        )
    op.add_column(
        "import_batch",
        sa.Column("state", sa.Text(), server_default="loaded", nullable=False),
        schema="areal",
    )
    op.create_check_constraint(
        op.f("ck_import_batch_state"), "import_batch", _STATES, schema="areal"
    )
    op.add_column("parcel", sa.Column("source_id", sa.Text()), schema="areal")
    op.add_column("parcel", sa.Column("source_key", sa.Text()), schema="areal")
    op.create_index(
        "uq_parcel_source_key",
        "parcel",
        ["source_id", "source_key"],
        unique=True,
        schema="areal",
        postgresql_where=sa.text("source_key IS NOT NULL"),
    )
    op.create_index(
        "ix_parcel_matrikkel", "parcel", ["matrikkel"], schema="areal", postgresql_using="gin"
    )
    _create_change()
    _create_kept()


def _create_change() -> None:
    op.create_table(
        "import_change",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("fields", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("subject IN ('site', 'parcel')", name="ck_import_change_subject"),
        sa.CheckConstraint(
            "action IN ('changed', 'gone', 'hidden')", name="ck_import_change_action"
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["areal.import_batch.import_id"], name="fk_import_change_import_id"
        ),
        sa.PrimaryKeyConstraint("import_id", "subject", "subject_id", name="pk_import_change"),
        schema="areal",
    )


def _create_kept() -> None:
    op.create_table(
        "import_kept",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("raw", postgresql.JSONB(), nullable=False),
        sa.Column(
            "geom",
            Geometry(srid=25833, dimension=2, spatial_index=False, name="geometry"),
            nullable=True,
        ),
        sa.Column("issues", postgresql.JSONB(), nullable=False),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["areal.import_batch.import_id"], name="fk_import_kept_import_id"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["areal.import_batch.import_id"], name="fk_import_kept_settled_by"
        ),
        sa.PrimaryKeyConstraint("import_id", "row_no", name="pk_import_kept"),
        schema="areal",
    )


def downgrade() -> None:
    op.drop_table("import_kept", schema="areal")
    op.drop_table("import_change", schema="areal")
    op.drop_index("ix_parcel_matrikkel", "parcel", schema="areal")
    op.drop_index("uq_parcel_source_key", "parcel", schema="areal")
    for name in ("source_id", "source_key"):
        op.drop_column("parcel", name, schema="areal")
    for name in (
        "state",
        "created_parcels",
        "created_sites",
        "loaded_at",
        "undone_at",
        "mapping",
        "report",
        "file_name",
        "format",
        "undone_by",
    ):
        op.drop_column("import_batch", name, schema="areal")
