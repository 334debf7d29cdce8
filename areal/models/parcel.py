"""The parcel (tomt, delfelt): the unit that is sold, checked and drawn."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, geometry, geometry_wgs84, identity, one_of

MARKETS = ("ledig", "opsjon", "reservert", "solgt", "ikke_til_salgs")
YES_NO_UNKNOWN = ("ja", "nei", "ukjent")
PLAN_KINDS = ("kommuneplan", "reguleringsplan")
AXES = ("plan", "modenhet", "market", "ownership", "price", "power", "utilities")
CAUSES = ("owner", "authority", "nature", "law")


class Parcel(Base):
    """A næringsareal; NULL is always "not known", never "no"."""

    __tablename__ = "parcel"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]*$'", name="slug"),
        CheckConstraint("modenhet BETWEEN 1 AND 5", name="modenhet"),
        CheckConstraint("planstatus BETWEEN 1 AND 8", name="planstatus"),
        CheckConstraint("kommune_share BETWEEN 0 AND 1.000001", name="kommune_share"),
        CheckConstraint("area_m2 > 0", name="area"),
        CheckConstraint("bya_percent BETWEEN 0 AND 100", name="bya_percent"),
        CheckConstraint("price_nok_m2 >= 0", name="price"),
        CheckConstraint("power_mw_now >= 0 AND power_mw_planned >= 0", name="power"),
        one_of("market", MARKETS),
        one_of("plan_kind", PLAN_KINDS),
        *(one_of(column, YES_NO_UNKNOWN) for column in ("water", "sewage", "fibre", "access")),
        Index("ix_parcel_geom", "geom", postgresql_using="gist"),
        Index("ix_parcel_geom_wgs84", "geom_wgs84", postgresql_using="gist"),
        Index("ix_parcel_site_id", "site_id"),
        Index("ix_parcel_kommunenummer", "kommunenummer"),
        Index("ix_parcel_matrikkel", "matrikkel", postgresql_using="gin"),
        Index(
            "ix_parcel_label_folded",
            text("areal.folded(label) gin_trgm_ops"),
            postgresql_using="gin",
        ),
        Index(
            "uq_parcel_source_key",
            "source_id",
            "source_key",
            unique=True,
            postgresql_where=text("source_key IS NOT NULL"),
        ),
    )

    parcel_id: Mapped[int] = identity()
    slug: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.site_id"))
    #: Decided by largest overlap with the borders in force, never by the sender.
    kommunenummer: Mapped[str] = mapped_column(ForeignKey("kommune.kommunenummer"))
    #: Share of the parcel inside that kommune, 0 to 1; under 0.99 is reported.
    kommune_share: Mapped[float]
    boundary_version_id: Mapped[int] = mapped_column(
        ForeignKey("boundary_version.boundary_version_id")
    )
    #: Matrikkel numbers as text: ``3414-36/77``.
    matrikkel: Mapped[list[str]]
    geom: Mapped[Any] = geometry("MULTIPOLYGON")
    geom_wgs84: Mapped[Any] = geometry_wgs84("MULTIPOLYGON")
    #: Square metres on the ellipsoid.
    area_m2: Mapped[float]
    buildable_area_m2: Mapped[float | None]

    #: SOSI arealformål code; kommuneplan and reguleringsplan have lists of their own.
    arealformaal: Mapped[str | None]
    plan_kind: Mapped[str | None]
    #: Text, never parsed: planid is free and often keeps an old kommunenummer.
    arealplan_id: Mapped[str | None]
    planstatus: Mapped[int | None] = mapped_column(SmallInteger)
    #: 1 idé, 2 avsatt i kommuneplan, 3 under regulering, 4 regulert, 5 byggeklar.
    modenhet: Mapped[int | None] = mapped_column(SmallInteger)
    market: Mapped[str | None]
    available_from: Mapped[date | None]
    owner_kind: Mapped[str | None]
    price_nok_m2: Mapped[Decimal | None]
    #: False keeps the price inside the catalogue.
    price_public: Mapped[bool]
    bya_percent: Mapped[Decimal | None]
    max_height_m: Mapped[Decimal | None]

    power_mw_now: Mapped[Decimal | None]
    power_mw_planned: Mapped[Decimal | None]
    power_planned_from: Mapped[date | None]
    power_source: Mapped[str | None]
    power_date: Mapped[date | None]
    power_status: Mapped[str | None]
    water: Mapped[str] = mapped_column(server_default="ukjent")
    water_distance_m: Mapped[float | None]
    sewage: Mapped[str] = mapped_column(server_default="ukjent")
    sewage_distance_m: Mapped[float | None]
    fibre: Mapped[str] = mapped_column(server_default="ukjent")
    fibre_distance_m: Mapped[float | None]
    access: Mapped[str] = mapped_column(server_default="ukjent")
    access_distance_m: Mapped[float | None]

    #: Activity codes the plan permits; NULL and an empty list are both "not known".
    permitted_activities: Mapped[list[str] | None]
    retail_m2: Mapped[float | None]
    #: Reference to the report that documents ground stability, if there is one.
    geotechnical_report: Mapped[str | None]

    published: Mapped[bool]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.import_id"))
    #: What the sender calls the parcel, and which sender that is.
    source_id: Mapped[str | None]
    source_key: Mapped[str | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    changed_by: Mapped[str] = mapped_column(server_default=text("CURRENT_USER"))
    #: The import whose transaction made this state; None for a change by hand.
    changed_import: Mapped[int | None] = mapped_column(BigInteger)


class Verification(Base):
    """Who confirmed one axis of a parcel's status, when and how; `by` is a role."""

    __tablename__ = "verification"
    __table_args__ = (one_of("axis", AXES),)

    parcel_id: Mapped[int] = mapped_column(
        ForeignKey("parcel.parcel_id", ondelete="CASCADE"), primary_key=True
    )
    axis: Mapped[str] = mapped_column(primary_key=True)
    verified_on: Mapped[date]
    verified_by: Mapped[str]
    verified_how: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    changed_by: Mapped[str] = mapped_column(server_default=text("CURRENT_USER"))
    changed_import: Mapped[int | None] = mapped_column(BigInteger)


class Restriction(Base):
    """Something that holds a parcel back, with its cause and when it is expected to end."""

    __tablename__ = "restriction"
    __table_args__ = (one_of("cause", CAUSES),)

    parcel_id: Mapped[int] = mapped_column(
        ForeignKey("parcel.parcel_id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    cause: Mapped[str]
    source: Mapped[str | None]
    expected_end: Mapped[date | None]
    note_nb: Mapped[str | None]
    note_en: Mapped[str | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    changed_by: Mapped[str] = mapped_column(server_default=text("CURRENT_USER"))
    changed_import: Mapped[int | None] = mapped_column(BigInteger)


class ParcelHistory(Base):
    """A former state of a parcel, with the period it stood and who made it."""

    __tablename__ = "parcel_history"
    __table_args__ = (
        Index("ix_parcel_history_period", "parcel_id", "period", postgresql_using="gist"),
    )

    history_id: Mapped[int] = identity()
    parcel_id: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    author: Mapped[str]
    state: Mapped[dict[str, Any]]
    #: Who ended the state, by changing or removing it, and in which import, if it was one.
    ended_by: Mapped[str | None]
    ended_import: Mapped[int | None] = mapped_column(BigInteger)


class VerificationHistory(Base):
    """A former state of a confirmation, with the period it stood and who made it."""

    __tablename__ = "verification_history"
    __table_args__ = (
        Index("ix_verification_history_period", "parcel_id", "period", postgresql_using="gist"),
    )

    history_id: Mapped[int] = identity()
    parcel_id: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    author: Mapped[str]
    state: Mapped[dict[str, Any]]
    #: Who ended the state, by changing or removing it, and in which import, if it was one.
    ended_by: Mapped[str | None]
    ended_import: Mapped[int | None] = mapped_column(BigInteger)


class RestrictionHistory(Base):
    """A former state of a restriction, with the period it stood and who made it."""

    __tablename__ = "restriction_history"
    __table_args__ = (
        Index("ix_restriction_history_period", "parcel_id", "period", postgresql_using="gist"),
    )

    history_id: Mapped[int] = identity()
    parcel_id: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    author: Mapped[str]
    state: Mapped[dict[str, Any]]
    #: Who ended the state, by changing or removing it, and in which import, if it was one.
    ended_by: Mapped[str | None]
    ended_import: Mapped[int | None] = mapped_column(BigInteger)
