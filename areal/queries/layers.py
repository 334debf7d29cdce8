"""The map layers the rules are measured against: what they are, how old, and their shapes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping

from areal.errors import NotFound
from areal.queries.connection import Connection, many, one, query
from areal.queries.geojson import collection
from areal.queries.texts import Text


@dataclass(frozen=True, slots=True)
class Layer:
    """A registered layer with its version in force; what a version tells is None without one."""

    layer_id: str
    title: Text
    theme: str
    #: point, line or polygon.
    geometry_kind: str
    #: The register that keeps the real data.
    provider: str
    #: Days after which the layer counts as old.
    interval_days: int | None
    #: full: drawn in public; derived: only figures leave; none: neither.
    public: str
    proximity: bool
    on_map: bool
    loaded: bool
    source: str | None
    source_date: date | None
    licence: str | None
    attribution: str | None
    imported_at: datetime | None
    feature_count: int
    sample: bool
    #: Since when it could not be refreshed from its source; None when it could.
    refresh_failing_since: datetime | None


def list_layers(connection: Connection) -> tuple[Layer, ...]:
    """Return every registered layer, by theme and title."""
    return tuple(from_row(row) for row in many(connection, query("layers")))


def geojson(connection: Connection, layer_id: str) -> bytes:
    """Return the shapes of a layer as a FeatureCollection (WGS 84).

    Raises ``NotFound`` for an unknown layer and for one whose shapes may not leave.
    """
    row = one(connection, query("layer_features"), layer_id=layer_id)
    if row is None:
        raise NotFound(
            f"There is no map layer “{layer_id}” with public shapes.",
            hint="Choose one that has public = full in the list of layers.",
        )
    source_date = row["source_date"]
    layer = {
        "layer_id": row["layer_id"],
        "title": {"nb": row["title_nb"], "en": row["title_en"]},
        "source": row["source"],
        "source_date": source_date and source_date.isoformat(),
        "licence": row["licence"],
        "attribution": row["attribution"],
    }
    return collection(row, layer=layer)


def from_row(row: RowMapping) -> Layer:
    """Make a layer of a row that has the columns of ``published.layer``."""
    return Layer(
        layer_id=row["layer_id"],
        title=Text(row["title_nb"], row["title_en"]),
        theme=row["theme"],
        geometry_kind=row["geometry_kind"],
        provider=row["provider"],
        interval_days=row["interval_days"],
        public=row["public"],
        proximity=row["proximity"],
        on_map=row["on_map"],
        loaded=row["layer_version_id"] is not None,
        source=row["source"],
        source_date=row["source_date"],
        licence=row["licence"],
        attribution=row["attribution"],
        imported_at=row["imported_at"],
        feature_count=row["feature_count"] or 0,
        sample=bool(row["sample"]),
        refresh_failing_since=row["refresh_failing_since"],
    )
