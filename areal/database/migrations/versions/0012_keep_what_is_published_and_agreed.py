"""Keep what each kommune lets be public, owners' consents, and what was done to publish."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_SHOWN = ("show_price", "show_power", "show_contact")
_TRIGGERS = {
    "parcel": ("hold_back",),
    "site": ("hold_back",),
}


def _now() -> sa.TextClause:
    return sa.text("now()")


def upgrade() -> None:
    for name in _SHOWN:
        op.add_column(
            "site",
            sa.Column(name, sa.Boolean(), server_default=sa.text("true"), nullable=False),
            schema="areal",
        )
    op.add_column(
        "site",
        sa.Column("archived", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        schema="areal",
    )
    op.add_column(
        "site", sa.Column("withdraw_at", sa.DateTime(timezone=True), nullable=True), schema="areal"
    )
    op.create_table(
        "owner_consent",
        sa.Column("consent_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("document_ref", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=_now(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "given_by ~ '[^[:space:]]' AND document_ref ~ '[^[:space:]]'",
            name=op.f("ck_owner_consent_told"),
        ),
        sa.CheckConstraint("given_on <= valid_until", name=op.f("ck_owner_consent_dates")),
        sa.CheckConstraint(
            "num_nonnulls(withdrawn_on, withdrawn_by) IN (0, 2)",
            name=op.f("ck_owner_consent_withdrawn"),
        ),
        sa.ForeignKeyConstraint(
            ["parcel_id"],
            ["areal.parcel.parcel_id"],
            name=op.f("fk_owner_consent_parcel_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_owner_consent")),
        schema="areal",
    )
    op.create_index(
        "ix_owner_consent_parcel_id", "owner_consent", ["parcel_id"], unique=False, schema="areal"
    )
    op.create_table(
        "draft_event",
        sa.Column("event_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=True),
        sa.Column("site_id", sa.BigInteger(), nullable=True),
        sa.Column("kommunenummer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=_now(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("undo", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "what IN ('sendt', 'hentet', 'endring_onsket', 'planlagt', 'avlyst', 'publisert', "
            "'angret', 'forkastet', 'trukket', 'gjenapnet', 'arkivert', 'hentet_fram', 'synlighet', "
            "'feilet')",
            name=op.f("ck_draft_event_what"),
        ),
        sa.ForeignKeyConstraint(
            ["kommunenummer"],
            ["areal.kommune.kommunenummer"],
            name=op.f("fk_draft_event_kommunenummer"),
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_draft_event")),
        schema="areal",
    )
    op.create_index(
        "ix_draft_event_draft_id", "draft_event", ["draft_id"], unique=False, schema="areal"
    )
    op.create_index(
        "ix_draft_event_site_id", "draft_event", ["site_id"], unique=False, schema="areal"
    )
    op.create_table(
        "digest",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tasks", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=_now(), nullable=False),
        sa.CheckConstraint(
            "state IN ('sending', 'sent', 'nothing', 'refused')", name=op.f("ck_digest_state")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["areal.account.account_id"], name=op.f("fk_digest_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "week", name=op.f("pk_digest")),
        schema="areal",
    )
    op.add_column(
        "account",
        sa.Column("digest", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        schema="areal",
    )


def downgrade() -> None:
    op.drop_column("account", "digest", schema="areal")
    for table, triggers in _TRIGGERS.items():
        for trigger in triggers:
            op.execute(f"DROP TRIGGER IF EXISTS {trigger} ON areal.{table}")
    op.drop_table("digest", schema="areal")
    op.drop_table("draft_event", schema="areal")
    op.drop_table("owner_consent", schema="areal")
    for name in ("withdraw_at", "archived", *_SHOWN):
        op.drop_column("site", name, schema="areal")
