"""Keep enquiries, what was done about them, shortlists sent, and counts of sites shown."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enquiry",
        sa.Column("enquiry_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("kommunenummer", sa.Text(), nullable=True),
        sa.Column("region_id", sa.Text(), nullable=False),
        sa.Column("site_slugs", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("site_names", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("asked", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fits", sa.Boolean(), nullable=True),
        sa.Column("stage", sa.Text(), server_default=sa.text("'new'"), nullable=False),
        sa.Column("lost_why", sa.Text(), nullable=True),
        sa.Column(
            "touched_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "stage IN ('new', 'talking', 'visit', 'offer', 'settled', 'lost')",
            name=op.f("ck_enquiry_stage"),
        ),
        sa.CheckConstraint(
            "lost_why IN ('no_site', 'power', 'price', 'time', 'elsewhere', 'stopped', 'silent', "
            "'spam', 'other')",
            name=op.f("ck_enquiry_lost_why"),
        ),
        sa.CheckConstraint("lang IN ('nb', 'en')", name=op.f("ck_enquiry_lang")),
        sa.CheckConstraint(
            "(stage = 'lost') = (lost_why IS NOT NULL)", name=op.f("ck_enquiry_lost")
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"],
            ["areal.kommune.kommunenummer"],
            name=op.f("fk_enquiry_kommunenummer"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["areal.region.region_id"], name=op.f("fk_enquiry_region_id")
        ),
        sa.PrimaryKeyConstraint("enquiry_id", name=op.f("pk_enquiry")),
        sa.UniqueConstraint("reference", name=op.f("uq_enquiry_reference")),
        schema="areal",
    )
    op.create_index(
        "ix_enquiry_kommunenummer", "enquiry", ["kommunenummer"], unique=False, schema="areal"
    )
    op.create_index(
        "ix_enquiry_received_at", "enquiry", ["received_at"], unique=False, schema="areal"
    )
    op.create_table(
        "enquiry_person",
        sa.Column("enquiry_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "consented_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "length(name) <= 120 AND length(organisation) <= 160 AND length(email) <= 254 "
            "AND length(phone) <= 40 AND length(message) <= 4000 AND length(words) <= 200",
            name=op.f("ck_enquiry_person_length"),
        ),
        sa.CheckConstraint(
            "email ~ '^[^@[:space:]]+@[^@[:space:]]+$'", name=op.f("ck_enquiry_person_email")
        ),
        sa.ForeignKeyConstraint(
            ["enquiry_id"],
            ["areal.enquiry.enquiry_id"],
            name=op.f("fk_enquiry_person_enquiry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("enquiry_id", name=op.f("pk_enquiry_person")),
        schema="areal",
    )
    op.create_index(
        "ix_enquiry_person_email",
        "enquiry_person",
        [sa.text("lower(email)")],
        unique=False,
        schema="areal",
    )
    op.create_index(
        "ix_enquiry_person_digest", "enquiry_person", ["digest"], unique=False, schema="areal"
    )
    op.create_table(
        "enquiry_event",
        sa.Column("event_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("enquiry_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('stage', 'note', 'answer', 'shortlist', 'forward', 'reminder')",
            name=op.f("ck_enquiry_event_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["enquiry_id"],
            ["areal.enquiry.enquiry_id"],
            name=op.f("fk_enquiry_event_enquiry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_enquiry_event")),
        schema="areal",
    )
    op.create_index(
        "ix_enquiry_event_enquiry_id", "enquiry_event", ["enquiry_id"], unique=False, schema="areal"
    )
    op.create_table(
        "shortlist_sent",
        sa.Column("shortlist_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("enquiry_id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("slugs", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "sent_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("views", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enquiry_id"],
            ["areal.enquiry.enquiry_id"],
            name=op.f("fk_shortlist_sent_enquiry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shortlist_id", name=op.f("pk_shortlist_sent")),
        sa.UniqueConstraint("token", name=op.f("uq_shortlist_sent_token")),
        schema="areal",
    )
    op.create_index(
        "ix_shortlist_sent_enquiry_id",
        "shortlist_sent",
        ["enquiry_id"],
        unique=False,
        schema="areal",
    )
    op.create_table(
        "site_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kommunenummer", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "what IN ('shown', 'opened', 'listed', 'filtered')", name=op.f("ck_site_count_what")
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"],
            ["areal.kommune.kommunenummer"],
            name=op.f("fk_site_count_kommunenummer"),
        ),
        sa.PrimaryKeyConstraint("day", "slug", "what", "reason", name=op.f("pk_site_count")),
        schema="areal",
    )


def downgrade() -> None:
    for table in ("site_count", "shortlist_sent", "enquiry_event", "enquiry_person", "enquiry"):
        op.drop_table(table, schema="areal")
