"""The GeoJSON the database writes, as types: the document and the contract tests read them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from areal.queries.kommuner import KommuneSummary
from areal.queries.texts import Text

Position = tuple[float, float]
Ring = Annotated[list[Position], Field(min_length=4)]
Overall = Literal["met", "consider", "deviates", "gap"]
Verdict = Literal["met", "consider", "deviates", "not_mapped", "missing", "not_relevant", "error"]


class Shape(BaseModel):
    """Nothing but what is named here is sent."""

    model_config = ConfigDict(extra="forbid")


class Point(Shape):
    """Longitude and latitude in degrees."""

    type: Literal["Point"]
    coordinates: Position


class MultiPoint(Shape):
    """Several points."""

    type: Literal["MultiPoint"]
    coordinates: list[Position]


class LineString(Shape):
    """A line."""

    type: Literal["LineString"]
    coordinates: list[Position]


class MultiLineString(Shape):
    """Several lines."""

    type: Literal["MultiLineString"]
    coordinates: list[list[Position]]


class Polygon(Shape):
    """An area: the outer ring, then its holes."""

    type: Literal["Polygon"]
    coordinates: list[Ring]


class MultiPolygon(Shape):
    """Several areas."""

    type: Literal["MultiPolygon"]
    coordinates: list[list[Ring]]


AnyGeometry = Annotated[
    Point | MultiPoint | LineString | MultiLineString | Polygon | MultiPolygon,
    Field(discriminator="type"),
]

Geometry = TypeVar("Geometry")
Properties = TypeVar("Properties")


class ParcelProperties(Shape):
    """A parcel on the map; ``strip`` has one verdict for each parcel rule, in order."""

    slug: str
    label: str
    site_slug: str
    site_name: str
    kommunenummer: str
    overall: Overall
    area_m2: float
    market: str | None
    modenhet: int | None
    strip: list[Verdict]


class Shares(Shape):
    """Number of findings per verdict."""

    deviates: int
    consider: int
    error: int
    missing: int
    not_mapped: int
    met: int


class SiteProperties(Shape):
    """A site on the map: figures over its parcels that match."""

    slug: str
    name: str
    kommunenummer: str
    kommune_name: str
    category: str
    area_class: str
    parcels: int
    free_m2: float
    overall: Overall
    shares: Shares


class LayerProperties(Shape):
    """A feature of a map layer."""

    code: str | None
    name: str | None


class LayerSource(Shape):
    """Where a map layer comes from."""

    layer_id: str
    title: Text
    source: str | None
    source_date: date | None
    licence: str | None
    attribution: str | None


class Feature(Shape, Generic[Geometry, Properties]):
    """A thing with a shape."""

    type: Literal["Feature"]
    id: str | int
    geometry: Geometry
    properties: Properties


Each = TypeVar("Each")


class Collection(Shape, Generic[Each]):
    """A FeatureCollection under a head that says what it is.

    ``eksempeldata`` is the notice, null for real data; ``as_of`` the day ages were counted to.
    """

    type: Literal["FeatureCollection"]
    eksempeldata: Text | None
    revision: int
    as_of: date
    numberMatched: int  # noqa: N815 - named by OGC API Features
    numberReturned: int  # noqa: N815
    features: list[Each]


class ParcelFeature(Feature[MultiPolygon, ParcelProperties]):
    """A parcel."""


class ParcelCollection(Collection[ParcelFeature]):
    """Parcels."""


class SiteFeature(Feature[Point, SiteProperties]):
    """A site, at a point on one of its parcels."""


class SiteCollection(Collection[SiteFeature]):
    """Sites."""


class KommuneFeature(Feature[MultiPolygon, KommuneSummary]):
    """A kommune with what it has of business land."""


class KommuneCollection(Collection[KommuneFeature]):
    """Kommuner."""


class LayerFeature(Feature[AnyGeometry, LayerProperties]):
    """A feature of a map layer."""


class LayerCollection(Collection[LayerFeature]):
    """The features of one map layer, and where they come from."""

    layer: LayerSource
