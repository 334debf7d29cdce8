"""A run of the check: what it was made from, what it found, and which run is published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, geometry, geometry_wgs84, identity, one_of
from areal.models.strategy import VERDICTS

#: The run until which a row holds that no later run has replaced.
OPEN = 9_223_372_036_854_775_807

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
    #: The first run of the row of runs that build on one another; by itself for a whole run.
    series_id: Mapped[int] = mapped_column(BigInteger)
    #: The run whose rows stand where nothing they rest on had changed.
    base_run_id: Mapped[int | None] = mapped_column(BigInteger)
    #: Rule code to a checksum of all that decides its findings besides the parcels.
    rule_digests: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    inputs_sha256: Mapped[str]
    findings_sha256: Mapped[str | None]
    state: Mapped[str]
    counts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    started_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    finished_at: Mapped[datetime | None]


class _Span:
    """What the rows of a run have in common: they hold from one run of a series until another.

    A run sees the rows of its series with ``since_run <= run_id < until_run``; the views without
    ``_span`` in their names say so once.
    """

    series_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    since_run: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    until_run: Mapped[int] = mapped_column(BigInteger, server_default=text(str(OPEN)))


class FindingSpan(_Span, Base):
    """What one rule says of one subject: a parcel, a kommune or the region."""

    __tablename__ = "finding_span"
    __table_args__ = (
        CheckConstraint("num_nonnulls(parcel_id, kommunenummer, region_id) = 1", name="subject"),
        one_of("verdict", VERDICTS),
        # Two, because an index that has to tell NULL from NULL takes twice as long to fill.
        Index(
            "uq_finding_span_parcel",
            "series_id",
            "parcel_id",
            "rule_code",
            "since_run",
            unique=True,
            postgresql_where=text("parcel_id IS NOT NULL"),
        ),
        Index(
            "uq_finding_span_set",
            "series_id",
            "rule_code",
            "kommunenummer",
            "region_id",
            "since_run",
            unique=True,
            postgresql_where=text("parcel_id IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    series_id: Mapped[int] = mapped_column(BigInteger)
    since_run: Mapped[int] = mapped_column(BigInteger)
    rule_code: Mapped[str]
    #: No foreign key: what was found stays when the parcel is gone.
    parcel_id: Mapped[int | None] = mapped_column(BigInteger)
    kommunenummer: Mapped[str | None]
    region_id: Mapped[str | None]
    verdict: Mapped[str]
    measured: Mapped[float | None]
    unit: Mapped[str | None]
    #: Room left to the limit in the same unit; negative beyond it.
    margin: Mapped[float | None]
    evidence: Mapped[dict[str, Any]]
    evidence_geom: Mapped[Any] = geometry("GEOMETRY", nullable=True)
    evidence_wgs84: Mapped[Any] = geometry_wgs84("GEOMETRY", "evidence_geom")

    #: The unique index is the key; NULL columns keep it from being a primary one.
    __mapper_args__ = {  # noqa: RUF012 - the shape SQLAlchemy asks for
        "primary_key": [
            "series_id",
            "since_run",
            "rule_code",
            "parcel_id",
            "kommunenummer",
            "region_id",
        ]
    }


class ParcelVerdictSpan(_Span, Base):
    """All rules of one parcel in one row: the counts, the strip, the overall verdict."""

    __tablename__ = "parcel_verdict_span"
    __table_args__ = (one_of("overall", OVERALL),)

    parcel_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
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
    #: Over all findings of the parcel: what the checksum of a run is made of.
    digest: Mapped[UUID]


class ProximitySpan(_Span, Base):
    """Straight-line distance from a parcel to the nearest feature of a layer, as a plain fact."""

    __tablename__ = "proximity_span"

    parcel_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    layer_id: Mapped[str] = mapped_column(primary_key=True)
    #: Empty for the layer as a whole, else the class of feature (E16, rv2 …).
    code: Mapped[str] = mapped_column(primary_key=True)
    feature_name: Mapped[str | None]
    distance_m: Mapped[float]


class SubjectSpan(_Span, Base):
    """A parcel as it was checked: shape and attributes, so that it can be checked again."""

    __tablename__ = "subject_span"
    __table_args__ = (Index("ix_subject_span_kommunenummer", "series_id", "kommunenummer"),)

    parcel_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    slug: Mapped[str]
    kommunenummer: Mapped[str]
    region_id: Mapped[str]
    published: Mapped[bool]
    area_m2: Mapped[float]
    attrs: Mapped[dict[str, Any]]
    geom: Mapped[Any] = geometry("MULTIPOLYGON")
    #: Over all of the above: a parcel with the same digest need not be checked again.
    digest: Mapped[UUID]


class KommuneSpan(_Span, Base):
    """What the checksums and the figures of a run are summed up from, kommune by kommune."""

    __tablename__ = "kommune_span"

    #: Empty for the region itself.
    kommunenummer: Mapped[str] = mapped_column(primary_key=True)
    inputs: Mapped[UUID]
    findings: Mapped[UUID]
    #: rule code to verdict to [published subjects, m²], and "all" to verdict to subjects.
    figures: Mapped[dict[str, Any]]


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
