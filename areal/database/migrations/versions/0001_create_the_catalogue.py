"""Create the catalogue."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA areal")
    op.create_table(
        "boundary_version",
        sa.Column(
            "boundary_version_id", sa.BigInteger(), sa.Identity(always=False), nullable=False
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_version", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column(
            "imported_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("boundary_version_id", name=op.f("pk_boundary_version")),
        sa.UniqueConstraint("checksum", name=op.f("uq_boundary_version_checksum")),
        schema="areal",
    )
    op.create_index(
        "uq_boundary_version_in_force",
        "boundary_version",
        [sa.literal_column("(true)")],
        unique=True,
        schema="areal",
        postgresql_where=sa.text("in_force"),
    )
    op.create_table(
        "code",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label_nb", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("list", "code", name=op.f("pk_code")),
        schema="areal",
    )
    op.create_table(
        "import_batch",
        sa.Column("import_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("notice_nb", sa.Text(), nullable=True),
        sa.Column("notice_en", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.Column(
            "imported_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_batch")),
        schema="areal",
    )
    op.create_table(
        "layer",
        sa.Column("layer_id", sa.Text(), nullable=False),
        sa.Column("title_nb", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("geometry_kind", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("interval_days", sa.Integer(), nullable=True),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("proximity", sa.Boolean(), nullable=False),
        sa.Column("on_map", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "geometry_kind IN ('point', 'line', 'polygon')", name=op.f("ck_layer_geometry_kind")
        ),
        sa.CheckConstraint("public IN ('full', 'derived', 'none')", name=op.f("ck_layer_public")),
        sa.PrimaryKeyConstraint("layer_id", name=op.f("pk_layer")),
        schema="areal",
    )
    op.create_table(
        "parcel_history",
        sa.Column("history_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        sa.Column("period", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("history_id", name=op.f("pk_parcel_history")),
        schema="areal",
    )
    op.create_index(
        "ix_parcel_history_period",
        "parcel_history",
        ["parcel_id", "period"],
        unique=False,
        schema="areal",
        postgresql_using="gist",
    )
    op.create_table(
        "region",
        sa.Column("region_id", sa.Text(), nullable=False),
        sa.Column("name_nb", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("region_id", name=op.f("pk_region")),
        schema="areal",
    )
    op.create_table(
        "site_history",
        sa.Column("history_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("period", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("history_id", name=op.f("pk_site_history")),
        schema="areal",
    )
    op.create_index(
        "ix_site_history_period",
        "site_history",
        ["site_id", "period"],
        unique=False,
        schema="areal",
        postgresql_using="gist",
    )
    op.create_table(
        "strategy_snapshot",
        sa.Column("snapshot_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("strategy_id", sa.Text(), nullable=False),
        sa.Column("title_nb", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("yaml", sa.Text(), nullable=False),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "status IN ('vedtatt', 'høring', 'utkast')", name=op.f("ck_strategy_snapshot_status")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", name=op.f("pk_strategy_snapshot")),
        sa.UniqueConstraint("sha256", name=op.f("uq_strategy_snapshot_sha256")),
        schema="areal",
    )
    op.create_table(
        "kommune",
        sa.Column("kommunenummer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region_id", sa.Text(), nullable=False),
        sa.CheckConstraint("kommunenummer ~ '^[0-9]{4}$'", name=op.f("ck_kommune_kommunenummer")),
        sa.ForeignKeyConstraint(
            ["region_id"], ["areal.region.region_id"], name=op.f("fk_kommune_region_id")
        ),
        sa.PrimaryKeyConstraint("kommunenummer", name=op.f("pk_kommune")),
        schema="areal",
    )
    op.create_table(
        "layer_version",
        sa.Column("layer_version_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("layer_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("feature_count", sa.Integer(), nullable=False),
        sa.Column(
            "imported_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["areal.layer.layer_id"], name=op.f("fk_layer_version_layer_id")
        ),
        sa.PrimaryKeyConstraint("layer_version_id", name=op.f("pk_layer_version")),
        schema="areal",
    )
    op.create_index(
        "uq_layer_version_checksum",
        "layer_version",
        ["layer_id", "checksum"],
        unique=True,
        schema="areal",
    )
    op.create_index(
        "uq_layer_version_in_force",
        "layer_version",
        ["layer_id"],
        unique=True,
        schema="areal",
        postgresql_where=sa.text("in_force"),
    )
    op.create_table(
        "run",
        sa.Column("run_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("snapshot_id", sa.BigInteger(), nullable=False),
        sa.Column("boundary_version_id", sa.BigInteger(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("engine_version", sa.Text(), nullable=False),
        sa.Column("layer_versions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("inputs_sha256", sa.Text(), nullable=False),
        sa.Column("findings_sha256", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "counts",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name=op.f("ck_run_state")),
        sa.ForeignKeyConstraint(
            ["boundary_version_id"],
            ["areal.boundary_version.boundary_version_id"],
            name=op.f("fk_run_boundary_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["areal.strategy_snapshot.snapshot_id"],
            name=op.f("fk_run_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run")),
        schema="areal",
    )
    op.create_index(
        "uq_run_inputs",
        "run",
        ["inputs_sha256"],
        unique=True,
        schema="areal",
        postgresql_where=sa.text("state = 'done'"),
    )
    op.create_table(
        "strategy_rule",
        sa.Column("snapshot_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title_nb", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("text_nb", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("section_nb", sa.Text(), nullable=False),
        sa.Column("section_en", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("why_nb", sa.Text(), nullable=True),
        sa.Column("why_en", sa.Text(), nullable=True),
        sa.Column("limits", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("layers", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint("level IN ('skal', 'bør')", name=op.f("ck_strategy_rule_level")),
        sa.CheckConstraint(
            "subject IN ('parcel', 'kommune', 'region')", name=op.f("ck_strategy_rule_subject")
        ),
        sa.CheckConstraint(
            "wording IN ('quoted', 'constructed')", name=op.f("ck_strategy_rule_wording")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["areal.strategy_snapshot.snapshot_id"],
            name=op.f("fk_strategy_rule_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "code", name=op.f("pk_strategy_rule")),
        schema="areal",
    )
    op.create_geospatial_table(
        "boundary",
        sa.Column("boundary_version_id", sa.BigInteger(), nullable=False),
        sa.Column("kommunenummer", sa.Text(), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=25833,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "geom_wgs84",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            sa.Computed("ST_Transform(geom, 4326)", persisted=True),
            nullable=True,
        ),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.CheckConstraint("area_m2 > 0", name=op.f("ck_boundary_area")),
        sa.ForeignKeyConstraint(
            ["boundary_version_id"],
            ["areal.boundary_version.boundary_version_id"],
            name=op.f("fk_boundary_boundary_version_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"],
            ["areal.kommune.kommunenummer"],
            name=op.f("fk_boundary_kommunenummer"),
        ),
        sa.PrimaryKeyConstraint("boundary_version_id", "kommunenummer", name=op.f("pk_boundary")),
        schema="areal",
    )
    op.create_geospatial_index(
        "ix_boundary_geom",
        "boundary",
        ["geom"],
        unique=False,
        schema="areal",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_geospatial_table(
        "layer_coverage",
        sa.Column("coverage_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("layer_version_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column(
            "geom",
            Geometry(
                srid=25833,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("status IN ('mapped', 'failed')", name=op.f("ck_layer_coverage_status")),
        sa.CheckConstraint("NOT ST_IsEmpty(geom)", name=op.f("ck_layer_coverage_geom")),
        sa.ForeignKeyConstraint(
            ["layer_version_id"],
            ["areal.layer_version.layer_version_id"],
            name=op.f("fk_layer_coverage_layer_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("coverage_id", name=op.f("pk_layer_coverage")),
        schema="areal",
    )
    op.create_index(
        "ix_layer_coverage_version_geom",
        "layer_coverage",
        ["layer_version_id", "geom"],
        unique=False,
        schema="areal",
        postgresql_using="gist",
    )
    op.create_geospatial_table(
        "layer_feature",
        sa.Column("feature_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("layer_version_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("props", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                srid=25833,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "geom_wgs84",
            Geometry(
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            sa.Computed("ST_Transform(geom, 4326)", persisted=True),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["layer_version_id"],
            ["areal.layer_version.layer_version_id"],
            name=op.f("fk_layer_feature_layer_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("feature_id", name=op.f("pk_layer_feature")),
        schema="areal",
    )
    op.create_index(
        "ix_layer_feature_layer_version_id",
        "layer_feature",
        ["layer_version_id"],
        unique=False,
        schema="areal",
    )
    op.create_table(
        "publication",
        sa.Column("publication_id", sa.SmallInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column(
            "published_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.CheckConstraint("publication_id = 1", name=op.f("ck_publication_single")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["areal.run.run_id"], name=op.f("fk_publication_run_id")
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_publication")),
        schema="areal",
    )
    op.create_table(
        "site",
        sa.Column("site_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kommunenummer", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("area_class", sa.Text(), nullable=False),
        sa.Column("description_nb", sa.Text(), nullable=True),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("highlights_nb", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("highlights_en", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("focus_areas", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("contact_role", sa.Text(), nullable=True),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.Text(), nullable=True),
        sa.Column("verified_how", sa.Text(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), server_default=sa.text("CURRENT_USER"), nullable=False),
        sa.CheckConstraint("area_class IN ('A', 'B', 'C')", name=op.f("ck_site_area_class")),
        sa.CheckConstraint(
            "category IN ('regional', 'kommunal', 'lokal')", name=op.f("ck_site_category")
        ),
        sa.CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]*$'", name=op.f("ck_site_slug")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["areal.import_batch.import_id"], name=op.f("fk_site_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"], ["areal.kommune.kommunenummer"], name=op.f("fk_site_kommunenummer")
        ),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site")),
        sa.UniqueConstraint("slug", name=op.f("uq_site_slug")),
        schema="areal",
    )
    op.create_index(
        "ix_site_kommunenummer", "site", ["kommunenummer"], unique=False, schema="areal"
    )
    op.create_geospatial_table(
        "layer_part",
        sa.Column("part_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("layer_version_id", sa.BigInteger(), nullable=False),
        sa.Column("feature_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                srid=25833,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["feature_id"],
            ["areal.layer_feature.feature_id"],
            name=op.f("fk_layer_part_feature_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["layer_version_id"],
            ["areal.layer_version.layer_version_id"],
            name=op.f("fk_layer_part_layer_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("part_id", name=op.f("pk_layer_part")),
        schema="areal",
    )
    op.create_index(
        "ix_layer_part_feature_id", "layer_part", ["feature_id"], unique=False, schema="areal"
    )
    op.create_index(
        "ix_layer_part_version_geom",
        "layer_part",
        ["layer_version_id", "geom"],
        unique=False,
        schema="areal",
        postgresql_using="gist",
    )
    op.create_geospatial_table(
        "parcel",
        sa.Column("parcel_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("site_id", sa.BigInteger(), nullable=False),
        sa.Column("kommunenummer", sa.Text(), nullable=False),
        sa.Column("kommune_share", sa.Double(), nullable=False),
        sa.Column("boundary_version_id", sa.BigInteger(), nullable=False),
        sa.Column("matrikkel", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=25833,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "geom_wgs84",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            sa.Computed("ST_Transform(geom, 4326)", persisted=True),
            nullable=True,
        ),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.Column("buildable_area_m2", sa.Double(), nullable=True),
        sa.Column("arealformaal", sa.Text(), nullable=True),
        sa.Column("plan_kind", sa.Text(), nullable=True),
        sa.Column("arealplan_id", sa.Text(), nullable=True),
        sa.Column("planstatus", sa.SmallInteger(), nullable=True),
        sa.Column("modenhet", sa.SmallInteger(), nullable=True),
        sa.Column("market", sa.Text(), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("owner_kind", sa.Text(), nullable=True),
        sa.Column("price_nok_m2", sa.Numeric(), nullable=True),
        sa.Column("price_public", sa.Boolean(), nullable=False),
        sa.Column("bya_percent", sa.Numeric(), nullable=True),
        sa.Column("max_height_m", sa.Numeric(), nullable=True),
        sa.Column("power_mw_now", sa.Numeric(), nullable=True),
        sa.Column("power_mw_planned", sa.Numeric(), nullable=True),
        sa.Column("power_planned_from", sa.Date(), nullable=True),
        sa.Column("power_source", sa.Text(), nullable=True),
        sa.Column("power_date", sa.Date(), nullable=True),
        sa.Column("power_status", sa.Text(), nullable=True),
        sa.Column("water", sa.Text(), server_default="ukjent", nullable=False),
        sa.Column("water_distance_m", sa.Double(), nullable=True),
        sa.Column("sewage", sa.Text(), server_default="ukjent", nullable=False),
        sa.Column("sewage_distance_m", sa.Double(), nullable=True),
        sa.Column("fibre", sa.Text(), server_default="ukjent", nullable=False),
        sa.Column("fibre_distance_m", sa.Double(), nullable=True),
        sa.Column("access", sa.Text(), server_default="ukjent", nullable=False),
        sa.Column("access_distance_m", sa.Double(), nullable=True),
        sa.Column("permitted_activities", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("retail_m2", sa.Double(), nullable=True),
        sa.Column("geotechnical_report", sa.Text(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), server_default=sa.text("CURRENT_USER"), nullable=False),
        sa.CheckConstraint("access IN ('ja', 'nei', 'ukjent')", name=op.f("ck_parcel_access")),
        sa.CheckConstraint("fibre IN ('ja', 'nei', 'ukjent')", name=op.f("ck_parcel_fibre")),
        sa.CheckConstraint(
            "market IN ('ledig', 'opsjon', 'reservert', 'solgt', 'ikke_til_salgs')",
            name=op.f("ck_parcel_market"),
        ),
        sa.CheckConstraint(
            "plan_kind IN ('kommuneplan', 'reguleringsplan')", name=op.f("ck_parcel_plan_kind")
        ),
        sa.CheckConstraint("sewage IN ('ja', 'nei', 'ukjent')", name=op.f("ck_parcel_sewage")),
        sa.CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]*$'", name=op.f("ck_parcel_slug")),
        sa.CheckConstraint("water IN ('ja', 'nei', 'ukjent')", name=op.f("ck_parcel_water")),
        sa.CheckConstraint("area_m2 > 0", name=op.f("ck_parcel_area")),
        sa.CheckConstraint("bya_percent BETWEEN 0 AND 100", name=op.f("ck_parcel_bya_percent")),
        sa.CheckConstraint(
            "kommune_share BETWEEN 0 AND 1.000001", name=op.f("ck_parcel_kommune_share")
        ),
        sa.CheckConstraint("modenhet BETWEEN 1 AND 5", name=op.f("ck_parcel_modenhet")),
        sa.CheckConstraint("planstatus BETWEEN 1 AND 8", name=op.f("ck_parcel_planstatus")),
        sa.CheckConstraint(
            "power_mw_now >= 0 AND power_mw_planned >= 0", name=op.f("ck_parcel_power")
        ),
        sa.CheckConstraint("price_nok_m2 >= 0", name=op.f("ck_parcel_price")),
        sa.ForeignKeyConstraint(
            ["boundary_version_id"],
            ["areal.boundary_version.boundary_version_id"],
            name=op.f("fk_parcel_boundary_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["areal.import_batch.import_id"], name=op.f("fk_parcel_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"], ["areal.kommune.kommunenummer"], name=op.f("fk_parcel_kommunenummer")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["areal.site.site_id"], name=op.f("fk_parcel_site_id")
        ),
        sa.PrimaryKeyConstraint("parcel_id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("slug", name=op.f("uq_parcel_slug")),
        schema="areal",
    )
    op.create_geospatial_index(
        "ix_parcel_geom",
        "parcel",
        ["geom"],
        unique=False,
        schema="areal",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_geospatial_index(
        "ix_parcel_geom_wgs84",
        "parcel",
        ["geom_wgs84"],
        unique=False,
        schema="areal",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        "ix_parcel_kommunenummer", "parcel", ["kommunenummer"], unique=False, schema="areal"
    )
    op.create_index("ix_parcel_site_id", "parcel", ["site_id"], unique=False, schema="areal")
    op.create_table(
        "site_media",
        sa.Column("site_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("alt_nb", sa.Text(), nullable=False),
        sa.Column("alt_en", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('photo', 'dronefilm', 'document')", name=op.f("ck_site_media_kind")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["areal.site.site_id"],
            name=op.f("fk_site_media_site_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "position", name=op.f("pk_site_media")),
        schema="areal",
    )
    op.create_table(
        "deviation_grant",
        sa.Column("grant_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("strategy_id", sa.Text(), nullable=False),
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), server_default=sa.text("CURRENT_USER"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["areal.parcel.parcel_id"], name=op.f("fk_deviation_grant_parcel_id")
        ),
        sa.PrimaryKeyConstraint("grant_id", name=op.f("pk_deviation_grant")),
        schema="areal",
    )
    op.create_index(
        "ix_deviation_grant_parcel_id",
        "deviation_grant",
        ["parcel_id"],
        unique=False,
        schema="areal",
    )
    op.create_geospatial_table(
        "finding",
        sa.Column("finding_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("parcel_id", sa.BigInteger(), nullable=True),
        sa.Column("kommunenummer", sa.Text(), nullable=True),
        sa.Column("region_id", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("measured", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("margin", sa.Double(), nullable=True),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "evidence_geom",
            Geometry(
                srid=25833,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column(
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
        ),
        sa.CheckConstraint(
            "verdict IN ('met', 'consider', 'deviates', 'not_mapped', 'missing', 'not_relevant', 'error')",
            name=op.f("ck_finding_verdict"),
        ),
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
    op.create_index(
        "ix_finding_parcel_id", "finding", ["parcel_id", "run_id"], unique=False, schema="areal"
    )
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
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("overall", sa.Text(), nullable=False),
        sa.Column("n_met", sa.Integer(), nullable=False),
        sa.Column("n_consider", sa.Integer(), nullable=False),
        sa.Column("n_deviates", sa.Integer(), nullable=False),
        sa.Column("n_not_mapped", sa.Integer(), nullable=False),
        sa.Column("n_missing", sa.Integer(), nullable=False),
        sa.Column("n_not_relevant", sa.Integer(), nullable=False),
        sa.Column("n_error", sa.Integer(), nullable=False),
        sa.Column("strip", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint(
            "overall IN ('met', 'consider', 'deviates', 'gap')",
            name=op.f("ck_parcel_verdict_overall"),
        ),
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
    op.create_table(
        "restriction",
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("expected_end", sa.Date(), nullable=True),
        sa.Column("note_nb", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "cause IN ('owner', 'authority', 'nature', 'law')", name=op.f("ck_restriction_cause")
        ),
        sa.ForeignKeyConstraint(
            ["parcel_id"],
            ["areal.parcel.parcel_id"],
            name=op.f("fk_restriction_parcel_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("parcel_id", "position", name=op.f("pk_restriction")),
        schema="areal",
    )
    op.create_table(
        "verification",
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("axis", sa.Text(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.Column("verified_how", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "axis IN ('plan', 'modenhet', 'market', 'ownership', 'price', 'power', 'utilities')",
            name=op.f("ck_verification_axis"),
        ),
        sa.ForeignKeyConstraint(
            ["parcel_id"],
            ["areal.parcel.parcel_id"],
            name=op.f("fk_verification_parcel_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("parcel_id", "axis", name=op.f("pk_verification")),
        schema="areal",
    )


def downgrade() -> None:
    # CASCADE: the functions and triggers of the schema go with it.
    op.execute("DROP SCHEMA areal CASCADE")
