"""Map layers the rules measure against: registry, versions, features, parts, coverage."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, geometry, geometry_wgs84, identity, one_of


class Layer(Base):
    """A layer as registered in ``data/geo/layers``."""

    __tablename__ = "layer"
    __table_args__ = (
        one_of("geometry_kind", ("point", "line", "polygon")),
        one_of("public", ("full", "derived", "none")),
    )

    layer_id: Mapped[str] = mapped_column(primary_key=True)
    title_nb: Mapped[str]
    title_en: Mapped[str]
    theme: Mapped[str]
    geometry_kind: Mapped[str]
    #: The register the real data is kept in, for example NIBIO FKB-AR5.
    provider: Mapped[str]
    #: Days after which the layer counts as old.
    interval_days: Mapped[int | None]
    #: ``full``: drawn on the public map; ``derived``: only figures may leave; ``none``: neither.
    public: Mapped[str]
    #: Each parcel's distance to the nearest feature is measured and shown as a fact.
    proximity: Mapped[bool]
    on_map: Mapped[bool]
    #: Since when it could not be refreshed from its source; empty when the last attempt went well.
    refresh_failing_since: Mapped[datetime | None]


class LayerFetch(Base):
    """One attempt to refresh a layer from its source, that came to an end."""

    __tablename__ = "layer_fetch"
    __table_args__ = (
        one_of("outcome", ("loaded", "unchanged", "too_few", "failed")),
        Index("ix_layer_fetch_layer_id", "layer_id", "finished"),
    )

    fetch_id: Mapped[int] = identity()
    layer_id: Mapped[str] = mapped_column(ForeignKey("layer.layer_id"))
    started: Mapped[datetime]
    finished: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    outcome: Mapped[str]
    #: Features that came, in all and from each question; empty when none did.
    features: Mapped[int | None]
    counts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    message: Mapped[str | None]


class LayerVersion(Base):
    """One edition of a layer; at most one is in force, the others are kept."""

    __tablename__ = "layer_version"
    __table_args__ = (
        Index(
            "uq_layer_version_in_force", "layer_id", unique=True, postgresql_where=text("in_force")
        ),
        Index("uq_layer_version_checksum", "layer_id", "checksum", unique=True),
    )

    layer_version_id: Mapped[int] = identity()
    layer_id: Mapped[str] = mapped_column(ForeignKey("layer.layer_id"))
    source: Mapped[str]
    source_date: Mapped[date | None]
    licence: Mapped[str]
    attribution: Mapped[str]
    #: sha256 over the feature file, the coverage file and the registration.
    checksum: Mapped[str]
    sample: Mapped[bool]
    in_force: Mapped[bool]
    feature_count: Mapped[int]
    imported_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class LayerFeature(Base):
    """A feature as the source has it."""

    __tablename__ = "layer_feature"
    __table_args__ = (Index("ix_layer_feature_layer_version_id", "layer_version_id"),)

    feature_id: Mapped[int] = identity()
    layer_version_id: Mapped[int] = mapped_column(
        ForeignKey("layer_version.layer_version_id", ondelete="CASCADE")
    )
    code: Mapped[str | None]
    name: Mapped[str | None]
    props: Mapped[dict[str, Any]]
    geom: Mapped[Any] = geometry("GEOMETRY")
    geom_wgs84: Mapped[Any] = geometry_wgs84("GEOMETRY")


class LayerPart(Base):
    """A piece of a feature, small enough to be compared fast; what the rules measure against."""

    __tablename__ = "layer_part"
    __table_args__ = (
        # One index answers "of this version, near this place", also in order of distance.
        Index("ix_layer_part_version_geom", "layer_version_id", "geom", postgresql_using="gist"),
        Index("ix_layer_part_feature_id", "feature_id"),
    )

    part_id: Mapped[int] = identity()
    layer_version_id: Mapped[int] = mapped_column(
        ForeignKey("layer_version.layer_version_id", ondelete="CASCADE")
    )
    feature_id: Mapped[int] = mapped_column(
        ForeignKey("layer_feature.feature_id", ondelete="CASCADE")
    )
    geom: Mapped[Any] = geometry("GEOMETRY")


class LayerCoverage(Base):
    """Where a version says something (``mapped``), or tried to and failed (``failed``).

    Outside every piece the layer is silent: nothing found there means nothing.
    """

    __tablename__ = "layer_coverage"
    __table_args__ = (
        one_of("status", ("mapped", "failed")),
        Index(
            "ix_layer_coverage_version_geom", "layer_version_id", "geom", postgresql_using="gist"
        ),
        CheckConstraint("NOT ST_IsEmpty(geom)", name="geom"),
    )

    coverage_id: Mapped[int] = identity()
    layer_version_id: Mapped[int] = mapped_column(
        ForeignKey("layer_version.layer_version_id", ondelete="CASCADE")
    )
    status: Mapped[str]
    note: Mapped[str | None]
    geom: Mapped[Any] = geometry("GEOMETRY")
