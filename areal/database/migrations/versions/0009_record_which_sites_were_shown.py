"""Record which sites the public has seen, so that one that is withdrawn can be told as withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_shown",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kommunenummer", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("area_m2", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kommunenummer"],
            ["areal.kommune.kommunenummer"],
            name=op.f("fk_site_shown_kommunenummer"),
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_site_shown")),
        schema="areal",
    )
    # What is public at this moment; publishing keeps it up from here on (sql/run/site_shown.sql).
    op.execute(
        """
        INSERT INTO areal.site_shown (slug, name, kommunenummer, category, area_m2)
        SELECT s.slug, min(s.name), min(s.kommunenummer), min(s.category), sum(p.area_m2)
        FROM areal.publication AS pub
        INNER JOIN areal.run AS r ON pub.run_id = r.run_id
        INNER JOIN areal.parcel_verdict_span AS v
          ON r.series_id = v.series_id AND r.run_id >= v.since_run AND r.run_id < v.until_run
        INNER JOIN areal.parcel AS p ON v.parcel_id = p.parcel_id
        INNER JOIN areal.site AS s ON p.site_id = s.site_id
        WHERE p.published AND s.published
        GROUP BY s.slug
        """
    )


def downgrade() -> None:
    op.drop_table("site_shown", schema="areal")
