"""Region, kommune, and the versions of the kommune borders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, geometry, geometry_wgs84, identity


class Region(Base):
    """A group of kommuner that share one arealstrategi."""

    __tablename__ = "region"

    region_id: Mapped[str] = mapped_column(primary_key=True)
    name_nb: Mapped[str]
    name_en: Mapped[str]


class Kommune(Base):
    """A municipality; the number is text because of its leading zero."""

    __tablename__ = "kommune"
    __table_args__ = (CheckConstraint("kommunenummer ~ '^[0-9]{4}$'", name="kommunenummer"),)

    kommunenummer: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    region_id: Mapped[str] = mapped_column(ForeignKey("region.region_id"))


class BoundaryVersion(Base):
    """One edition of the borders; exactly one is in force, the others are kept."""

    __tablename__ = "boundary_version"
    __table_args__ = (
        # Two editions in force at once would give a parcel two kommuner.
        Index(
            "uq_boundary_version_in_force",
            text("(true)"),
            unique=True,
            postgresql_where=text("in_force"),
        ),
    )

    boundary_version_id: Mapped[int] = identity()
    source: Mapped[str]
    source_version: Mapped[str]
    source_date: Mapped[date | None]
    licence: Mapped[str]
    attribution: Mapped[str]
    #: sha256 of the file as read.
    checksum: Mapped[str] = mapped_column(unique=True)
    in_force: Mapped[bool]
    imported_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Boundary(Base):
    """The area of one kommune in one edition."""

    __tablename__ = "boundary"
    __table_args__ = (
        Index("ix_boundary_geom", "geom", postgresql_using="gist"),
        CheckConstraint("area_m2 > 0", name="area"),
    )

    boundary_version_id: Mapped[int] = mapped_column(
        ForeignKey("boundary_version.boundary_version_id", ondelete="CASCADE"), primary_key=True
    )
    kommunenummer: Mapped[str] = mapped_column(
        ForeignKey("kommune.kommunenummer"), primary_key=True
    )
    geom: Mapped[Any] = geometry("MULTIPOLYGON")
    geom_wgs84: Mapped[Any] = geometry_wgs84("MULTIPOLYGON")
    #: Square metres on the ellipsoid.
    area_m2: Mapped[float]
