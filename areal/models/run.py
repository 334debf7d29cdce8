"""A run of the check: what it was made from, what it found, and which run is published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, geometry, geometry_wgs84, identity, one_of
from areal.models.strategy import VERDICTS

OVERALL = ("met", "consider", "deviates", "gap")


class Run(Base):
    """One check of the whole catalogue; never changed after it is done."""

    __tablename__ = "run"
    __table_args__ = (
        one_of("state", ("running", "done", "failed")),
        # The same inputs give the same findings, so a finished run of them is the answer.
        Index(
            "uq_run_inputs", "inputs_sha256", unique=True, postgresql_where=text("state = 'done'")
        ),
    )

    run_id: Mapped[int] = identity()
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("strategy_snapshot.snapshot_id"))
    boundary_version_id: Mapped[int] = mapped_column(
        ForeignKey("boundary_version.boundary_version_id")
    )
    #: Ages and dates are counted to this day.
    as_of: Mapped[date]
    engine_version: Mapped[str]
    #: layer id to the version that was measured against.
    layer_versions: Mapped[dict[str, Any]]
    inputs_sha256: Mapped[str]
    findings_sha256: Mapped[str | None]
    state: Mapped[str]
    counts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    started_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    finished_at: Mapped[datetime | None]


class Finding(Base):
    """What one rule says of one subject: a parcel, a kommune or the region."""

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint("num_nonnulls(parcel_id, kommunenummer, region_id) = 1", name="subject"),
        one_of("verdict", VERDICTS),
        Index(
            "uq_finding_subject",
            "run_id",
            "rule_code",
            "parcel_id",
            "kommunenummer",
            "region_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_finding_parcel_id", "parcel_id", "run_id"),
    )

    finding_id: Mapped[int] = identity()
    run_id: Mapped[int] = mapped_column(ForeignKey("run.run_id", ondelete="CASCADE"))
    rule_code: Mapped[str]
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.parcel_id"))
    kommunenummer: Mapped[str | None] = mapped_column(ForeignKey("kommune.kommunenummer"))
    region_id: Mapped[str | None] = mapped_column(ForeignKey("region.region_id"))
    verdict: Mapped[str]
    measured: Mapped[float | None]
    unit: Mapped[str | None]
    #: Room left to the limit in the same unit; negative beyond it.
    margin: Mapped[float | None]
    evidence: Mapped[dict[str, Any]]
    evidence_geom: Mapped[Any] = geometry("GEOMETRY", nullable=True)
    evidence_wgs84: Mapped[Any] = geometry_wgs84("GEOMETRY", "evidence_geom")


class ParcelVerdict(Base):
    """All rules of one parcel in one row: the counts, the strip, the overall verdict."""

    __tablename__ = "parcel_verdict"
    __table_args__ = (one_of("overall", OVERALL),)

    run_id: Mapped[int] = mapped_column(
        ForeignKey("run.run_id", ondelete="CASCADE"), primary_key=True
    )
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.parcel_id"), primary_key=True)
    overall: Mapped[str]
    n_met: Mapped[int]
    n_consider: Mapped[int]
    n_deviates: Mapped[int]
    n_not_mapped: Mapped[int]
    n_missing: Mapped[int]
    n_not_relevant: Mapped[int]
    n_error: Mapped[int]
    #: One verdict for each parcel rule, in the order of the strategy.
    strip: Mapped[list[str]]


class Proximity(Base):
    """Straight-line distance from a parcel to the nearest feature of a layer, as a plain fact."""

    __tablename__ = "proximity"

    run_id: Mapped[int] = mapped_column(
        ForeignKey("run.run_id", ondelete="CASCADE"), primary_key=True
    )
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.parcel_id"), primary_key=True)
    layer_id: Mapped[str] = mapped_column(ForeignKey("layer.layer_id"), primary_key=True)
    #: Empty for the layer as a whole, else the class of feature (E16, rv2 …).
    code: Mapped[str] = mapped_column(primary_key=True)
    feature_name: Mapped[str | None]
    distance_m: Mapped[float]


class Publication(Base):
    """The one pointer that says which run the public sees."""

    __tablename__ = "publication"
    __table_args__ = (CheckConstraint("publication_id = 1", name="single"),)

    publication_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    #: Moves at every publish; public answers carry it as their ETag.
    revision: Mapped[int] = mapped_column(BigInteger)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.run_id"))
    #: What the public sees, as a checksum: the same content is not published twice.
    content_sha256: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    published_by: Mapped[str]
