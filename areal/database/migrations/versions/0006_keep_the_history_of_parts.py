"""Keep the history of what hangs on parcels and sites, who ended a state, and from which import."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: What hangs on a parcel or site → the key it hangs by.
_PARTS = {"verification": "parcel_id", "restriction": "parcel_id", "site_media": "site_id"}
_KEPT = ("parcel", "site", "deviation_grant")
_MADE_BY = """
UPDATE areal.{part} AS part SET
  changed_at = coalesce(batch.imported_at, whole.changed_at),
  changed_by = coalesce(batch.imported_by, whole.changed_by),
  changed_import = batch.import_id
FROM areal.{whole} AS whole
LEFT JOIN areal.import_batch AS batch ON whole.import_id = batch.import_id
WHERE part.{key} = whole.{key}
"""


def upgrade() -> None:
    # As wide as the keys they name: else no index serves the one and the other at once.
    for table in ("parcel", "site"):
        op.alter_column(f"{table}_history", f"{table}_id", type_=sa.BigInteger(), schema="areal")
    for table in _KEPT:
        name = f"{table}_history"
        op.add_column(name, sa.Column("ended_by", sa.Text()), schema="areal")
        op.add_column(name, sa.Column("ended_import", sa.BigInteger()), schema="areal")
    for table in ("parcel", "site", *_PARTS):
        column = sa.Column("changed_import", sa.BigInteger())
        op.add_column(table, column, schema="areal")
    for part, key in _PARTS.items():
        _keep(part, key)
    for table in ("parcel", "site"):
        _tell_import(table)


def _keep(part: str, key: str) -> None:
    changed_at = sa.Column(
        "changed_at",
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
        nullable=False,
    )
    changed_by = sa.Column(
        "changed_by", sa.Text(), server_default=sa.text("CURRENT_USER"), nullable=False
    )
    op.add_column(part, changed_at, schema="areal")
    op.add_column(part, changed_by, schema="areal")
    # A row of before was made by the import it came with, then; not by who migrates, now.
    whole = key.removesuffix("_id")
    _untriggered(part, _MADE_BY.format(part=part, whole=whole, key=key))
    op.create_table(
        f"{part}_history",
        sa.Column("history_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(key, sa.BigInteger(), nullable=False),
        sa.Column("period", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_import", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("history_id", name=op.f(f"pk_{part}_history")),
        schema="areal",
    )
    op.create_index(
        f"ix_{part}_history_period",
        f"{part}_history",
        [key, "period"],
        unique=False,
        schema="areal",
        postgresql_using="gist",
    )


def _tell_import(table: str) -> None:
    """Say which import made a row that nobody has changed by hand since."""
    _untriggered(
        table,
        f"UPDATE areal.{table} AS t SET changed_import = batch.import_id "
        "FROM areal.import_batch AS batch "
        "WHERE t.import_id = batch.import_id AND t.changed_by = batch.imported_by",
    )


def _untriggered(table: str, statement: str) -> None:
    op.execute(f"ALTER TABLE areal.{table} DISABLE TRIGGER USER")
    op.execute(statement)
    op.execute(f"ALTER TABLE areal.{table} ENABLE TRIGGER USER")


def downgrade() -> None:
    for part in reversed(_PARTS):
        # A trigger of the newer version would look for what is gone.
        op.execute(f"DROP TRIGGER IF EXISTS {part}_history ON areal.{part}")
        op.drop_table(f"{part}_history", schema="areal")
        for column in ("changed_import", "changed_by", "changed_at"):
            op.drop_column(part, column, schema="areal")
    for table in ("site", "parcel"):
        op.drop_column(table, "changed_import", schema="areal")
    for table in _KEPT:
        op.drop_column(f"{table}_history", "ended_import", schema="areal")
        op.drop_column(f"{table}_history", "ended_by", schema="areal")
    for table in ("site", "parcel"):
        op.alter_column(f"{table}_history", f"{table}_id", type_=sa.Integer(), schema="areal")
