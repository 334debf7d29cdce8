"""Keep what a run found as spans: a row holds from one run of a series until another.

A run that follows another one writes only what is new. The rows of the runs made so far become a
series each. Keys to parcels go: a finding outlives the parcel it was about.
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_VERDICTS = (
    "verdict IN ('met', 'consider', 'deviates', 'not_mapped', 'missing', 'not_relevant', 'error')"
)
_OVERALL = "overall IN ('met', 'consider', 'deviates', 'gap')"
_STRIP = "overall, n_met, n_consider, n_deviates, n_not_mapped, n_missing, n_not_relevant, n_error, strip"
_FOUND = (
    "rule_code, parcel_id, kommunenummer, region_id, verdict, measured, unit, margin, evidence, "
    "evidence_geom"
)


def _span() -> list[sa.Column]:
    return [
        sa.Column("series_id", sa.BigInteger(), nullable=False),
        sa.Column("since_run", sa.BigInteger(), nullable=False),
        sa.Column(
            "until_run",
            sa.BigInteger(),
            server_default=sa.text("9223372036854775807"),
            nullable=False,
        ),
    ]


def _geometry(name: str, kind: str = "GEOMETRY", *, nullable: bool = True) -> sa.Column:
    return sa.Column(
        name,
        Geometry(
            kind,
            srid=25833,
            dimension=2,
            spatial_index=False,
            from_text="ST_GeomFromEWKT",
            name="geometry",
        ),
        nullable=nullable,
    )


def _wgs84() -> sa.Column:
    return sa.Column(
        "evidence_wgs84",
        Geometry(
            srid=4326,
            dimension=2,
            spatial_index=False,
            from_text="ST_GeomFromEWKT",
            name="geometry",
        ),
        sa.Computed("ST_Transform(evidence_geom, 4326)", persisted=True),
        nullable=True,
    )


def _json(name: str, default: str | None = None) -> sa.Column:
    return sa.Column(
        name,
        postgresql.JSONB(astext_type=sa.Text()),
        server_default=None if default is None else sa.text(default),
        nullable=False,
    )


def _strip_columns() -> list[sa.Column]:
    counts = ("met", "consider", "deviates", "not_mapped", "missing", "not_relevant", "error")
    return [
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("overall", sa.Text(), nullable=False),
        *(sa.Column(f"n_{name}", sa.Integer(), nullable=False) for name in counts),
        sa.Column("strip", postgresql.ARRAY(sa.Text()), nullable=False),
    ]


def _finding_columns() -> list[sa.Column]:
    return [
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("parcel_id", sa.BigInteger(), nullable=True),
        sa.Column("kommunenummer", sa.Text(), nullable=True),
        sa.Column("region_id", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("measured", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("margin", sa.Double(), nullable=True),
        _json("evidence"),
        _geometry("evidence_geom"),
        _wgs84(),
    ]


def upgrade() -> None:
    op.add_column("run", sa.Column("series_id", sa.BigInteger(), nullable=True), schema="areal")
    op.add_column("run", sa.Column("base_run_id", sa.BigInteger(), nullable=True), schema="areal")
    op.add_column("run", _json("rule_digests", "'{}'"), schema="areal")
    # Done runs are closed to changes, and this is none of what they found.
    op.execute("ALTER TABLE areal.run DISABLE TRIGGER USER")
    op.execute("UPDATE areal.run SET series_id = run_id")
    op.execute("ALTER TABLE areal.run ENABLE TRIGGER USER")
    op.alter_column("run", "series_id", nullable=False, schema="areal")

    op.create_geospatial_table(
        "finding_span",
        *_span(),
        *_finding_columns(),
        sa.CheckConstraint(_VERDICTS, name=op.f("ck_finding_span_verdict")),
        sa.CheckConstraint(
            "num_nonnulls(parcel_id, kommunenummer, region_id) = 1",
            name=op.f("ck_finding_span_subject"),
        ),
        schema="areal",
    )
    op.create_table(
        "parcel_verdict_span",
        *_span(),
        *_strip_columns(),
        sa.Column("digest", sa.Uuid(), nullable=False),
        sa.CheckConstraint(_OVERALL, name=op.f("ck_parcel_verdict_span_overall")),
        sa.PrimaryKeyConstraint(
            "series_id", "parcel_id", "since_run", name=op.f("pk_parcel_verdict_span")
        ),
        schema="areal",
    )
    op.create_table(
        "proximity_span",
        *_span(),
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("layer_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("feature_name", sa.Text(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint(
            "series_id",
            "parcel_id",
            "layer_id",
            "code",
            "since_run",
            name=op.f("pk_proximity_span"),
        ),
        schema="areal",
    )
    op.create_geospatial_table(
        "subject_span",
        *_span(),
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("kommunenummer", sa.Text(), nullable=False),
        sa.Column("region_id", sa.Text(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=False),
        _json("attrs"),
        _geometry("geom", "MULTIPOLYGON", nullable=False),
        sa.Column("digest", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint(
            "series_id", "parcel_id", "since_run", name=op.f("pk_subject_span")
        ),
        schema="areal",
    )
    op.create_index(
        "ix_subject_span_kommunenummer",
        "subject_span",
        ["series_id", "kommunenummer"],
        schema="areal",
    )
    op.create_table(
        "kommune_span",
        *_span(),
        sa.Column("kommunenummer", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Uuid(), nullable=False),
        sa.Column("findings", sa.Uuid(), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint(
            "series_id", "kommunenummer", "since_run", name=op.f("pk_kommune_span")
        ),
        schema="areal",
    )
    for old, new, columns in (
        ("finding", "finding_span", _FOUND),
        ("proximity", "proximity_span", "parcel_id, layer_id, code, feature_name, distance_m"),
    ):
        op.execute(
            f"INSERT INTO areal.{new} (series_id, since_run, until_run, {columns}) "
            f"SELECT run_id, run_id, 9223372036854775807, {columns} FROM areal.{old}"
        )
    # The digest only tells whether a later run of the series has to write anew: there is none.
    op.execute(
        f"INSERT INTO areal.parcel_verdict_span (series_id, since_run, parcel_id, {_STRIP}, digest) "
        f"SELECT run_id, run_id, parcel_id, {_STRIP}, md5('')::uuid FROM areal.parcel_verdict"
    )
    for table in ("finding", "parcel_verdict", "proximity"):
        op.drop_table(table, schema="areal")
    op.create_index(
        "uq_finding_span_parcel",
        "finding_span",
        ["series_id", "parcel_id", "rule_code", "since_run"],
        unique=True,
        schema="areal",
        postgresql_where=sa.text("parcel_id IS NOT NULL"),
    )
    op.create_index(
        "uq_finding_span_set",
        "finding_span",
        ["series_id", "rule_code", "kommunenummer", "region_id", "since_run"],
        unique=True,
        schema="areal",
        postgresql_where=sa.text("parcel_id IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    # Lines are kept in shorter pieces from now on (sql/load/layer_part.sql).
    op.execute(
        "WITH long AS (DELETE FROM areal.layer_part WHERE ST_Dimension(geom) = 1 RETURNING *) "
        "INSERT INTO areal.layer_part (layer_version_id, feature_id, geom) "
        "SELECT layer_version_id, feature_id, ST_Subdivide(geom, 8) FROM long "
        "ORDER BY layer_version_id, feature_id, part_id"
    )


def downgrade() -> None:
    op.create_geospatial_table(
        "finding",
        sa.Column("finding_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        *_finding_columns(),
        sa.CheckConstraint(_VERDICTS, name=op.f("ck_finding_verdict")),
        sa.CheckConstraint(
            "num_nonnulls(parcel_id, kommunenummer, region_id) = 1", name=op.f("ck_finding_subject")
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"],
            ["areal.kommune.kommunenummer"],
            name=op.f("fk_finding_kommunenummer"),
        ),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["areal.parcel.parcel_id"], name=op.f("fk_finding_parcel_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["areal.region.region_id"], name=op.f("fk_finding_region_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["areal.run.run_id"], name=op.f("fk_finding_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_finding")),
        schema="areal",
    )
    op.create_index("ix_finding_parcel_id", "finding", ["parcel_id", "run_id"], schema="areal")
    op.create_index(
        "uq_finding_subject",
        "finding",
        ["run_id", "rule_code", "parcel_id", "kommunenummer", "region_id"],
        unique=True,
        schema="areal",
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "parcel_verdict",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        *_strip_columns(),
        sa.CheckConstraint(_OVERALL, name=op.f("ck_parcel_verdict_overall")),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["areal.parcel.parcel_id"], name=op.f("fk_parcel_verdict_parcel_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["areal.run.run_id"],
            name=op.f("fk_parcel_verdict_run_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", "parcel_id", name=op.f("pk_parcel_verdict")),
        schema="areal",
    )
    op.create_table(
        "proximity",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("layer_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("feature_name", sa.Text(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["areal.layer.layer_id"], name=op.f("fk_proximity_layer_id")
        ),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["areal.parcel.parcel_id"], name=op.f("fk_proximity_parcel_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["areal.run.run_id"], name=op.f("fk_proximity_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "run_id", "parcel_id", "layer_id", "code", name=op.f("pk_proximity")
        ),
        schema="areal",
    )
    # Every run gets its rows of its own again; those about parcels that are gone can't be kept.
    for new, old, columns in (
        ("finding_span", "finding", _FOUND),
        ("parcel_verdict_span", "parcel_verdict", f"parcel_id, {_STRIP}"),
        (
            "proximity_span",
            "proximity",
            "parcel_id, layer_id, code, feature_name, distance_m",
        ),
    ):
        listed = ", ".join(f"s.{name.strip()}" for name in columns.split(","))
        op.execute(
            f"INSERT INTO areal.{old} (run_id, {columns}) SELECT r.run_id, {listed} "
            f"FROM areal.run AS r INNER JOIN areal.{new} AS s ON r.series_id = s.series_id "
            "AND s.since_run <= r.run_id AND s.until_run > r.run_id "
            "WHERE s.parcel_id IS NULL "
            "OR s.parcel_id IN (SELECT parcel_id FROM areal.parcel)"
        )
    for table in (
        "finding_span",
        "parcel_verdict_span",
        "proximity_span",
        "subject_span",
        "kommune_span",
    ):
        op.drop_table(table, schema="areal")
    for column in ("series_id", "base_run_id", "rule_digests"):
        op.drop_column("run", column, schema="areal")
