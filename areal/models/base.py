"""What every table has in common: the schema, the names of constraints, the geometry columns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, CheckConstraint, Computed, DateTime, Identity, MetaData, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from areal.crs import STORAGE, WGS84

SCHEMA = "areal"

#: Names that Alembic can find again, whatever PostgreSQL would have called them.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The one declarative base."""

    metadata = MetaData(schema=SCHEMA, naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - the shape SQLAlchemy asks for
        str: Text,
        datetime: DateTime(timezone=True),
        list[str]: ARRAY(Text),
        dict[str, Any]: JSONB,
    }


def identity() -> Mapped[int]:
    """Return a big integer key that the database counts up."""
    return mapped_column(BigInteger, Identity(), primary_key=True)


def geometry(kind: str, *, nullable: bool = False) -> Mapped[Any]:
    """Return a geometry column in the storage system; its index is declared by the table."""
    return mapped_column(Geometry(kind, srid=STORAGE, spatial_index=False), nullable=nullable)


def geometry_wgs84(kind: str, source: str = "geom") -> Mapped[Any]:
    """Return the same geometry in degrees, kept by the database.

    The public role may not read ``spatial_ref_sys``, so it can't transform: it finds this ready.
    """
    return mapped_column(
        Geometry(kind, srid=WGS84, spatial_index=False),
        Computed(f"ST_Transform({source}, {WGS84})", persisted=True),
        nullable=True,
    )


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Return the constraint that ``column`` holds one of ``values`` (or NULL: unknown)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
