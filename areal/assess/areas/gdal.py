"""Read GeoPackage, GML and shapefiles from memory, with nothing else for GDAL to reach for.

Only the driver that is wanted is there (``GDAL_SKIP``, see ``areal.assess.areas.read``), nothing
is written to disk, and what a file could use to point somewhere else is refused before GDAL sees
it.
"""

from __future__ import annotations

import sqlite3
import warnings
from io import BytesIO
from typing import Any

import numpy as np
import shapely
from pyogrio import list_layers, raw
from pyogrio.errors import (
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
)

from areal.assess.areas.features import Feature, Features
from areal.assess.areas.limits import Limits
from areal.assess.areas.refused import refusal
from areal.files.sqlite_check import has_programs
from areal.files.xml_check import XmlFault, check_xml

NAMES = {"gpkg": "GeoPackage", "gml": "GML", "shp": "Shapefile"}
_FAULTS = (
    DataSourceError,
    DataLayerError,
    CRSError,
    FieldError,
    UnicodeError,
    ValueError,
    TypeError,
    IndexError,
    OSError,
    shapely.errors.ShapelyError,
)
_FEWEST = 4


def read_gdal(kind: str, content: bytes, layer: str | None, limits: Limits) -> Features:
    """Return the features of a layer: the one that is asked for, or the only one with polygons."""
    if kind == "gml":
        _check_xml(content)
    if kind == "gpkg":
        content = _settled(content)
        _check_tables(content)
    warnings.simplefilter("ignore")
    try:
        chosen = _layer(content, layer)
        # A polygon has four points or more, so one feature more than this has too many points.
        most = limits.max_vertices // _FEWEST + 1
        meta, _, geometry, values = raw.read(
            BytesIO(content), layer=chosen, force_2d=True, max_features=most
        )
        columns = [_plain(column) for column in values]
        shapes = _shapes(geometry, len(columns[0]) if columns else 0)
    except GeometryError as error:
        raise refusal("three_dimensional") from error
    except FeatureError as error:
        raise refusal("shape_broken") from error
    except _FAULTS as error:
        raise refusal("unreadable", format=NAMES[kind]) from error
    rows = zip(*columns, strict=True) if columns else ((),) * len(shapes)
    features = tuple(
        Feature(number, shape, dict(zip(map(str, meta["fields"]), row, strict=True)))
        for number, (shape, row) in enumerate(zip(shapes, rows, strict=True), 1)
    )
    return Features(NAMES[kind], meta["crs"] or None, None, features)


def _shapes(geometry: Any, rows: int) -> Any:
    """Return the shapes, None for every row of a layer that has none."""
    return [None] * rows if geometry is None else shapely.from_wkb(geometry, on_invalid="fix")


def _layer(content: bytes, wanted: str | None) -> str:
    layers = {str(name): kind for name, kind in list_layers(BytesIO(content))}
    if wanted is not None:
        if wanted not in layers:
            raise refusal("no_such_layer", layer=wanted[:60], names=list(layers))
        return wanted
    if not layers:
        raise refusal("no_features")
    able = [name for name, kind in layers.items() if _may_hold_polygons(kind)]
    if len(able) > 1:
        raise refusal("several_layers", names=able)
    drawn = [name for name, kind in layers.items() if kind is not None]
    return (able or drawn or list(layers))[0]


def _may_hold_polygons(kind: str | None) -> bool:
    return kind is not None and any(
        word in kind for word in ("Polygon", "Surface", "Unknown", "Collection")
    )


def _plain(column: Any) -> list[Any]:
    """Return a column as JSON can hold it: dates as text, NaN and NaT as nothing."""
    if np.issubdtype(column.dtype, np.datetime64):
        return [None if np.isnat(value) else str(value)[:10] for value in column]
    return [
        None if isinstance(value, float) and value != value else value  # noqa: PLR0124
        for value in column.tolist()
    ]


def _check_xml(content: bytes) -> None:
    """Refuse a DOCTYPE, which can point at other files and grow without end, and broken XML."""
    try:
        check_xml(BytesIO(content))
    except XmlFault as error:
        if error.what == "doctype":
            raise refusal("xml_doctype") from error
        raise refusal("xml_broken", line=error.line) from error


def _settled(content: bytes) -> bytes:
    """Return a GeoPackage that asks for no log beside it: only the one file was sent."""
    write, read = 18, 20
    return content[:write] + b"\x01\x01" + content[read:]


def _check_tables(content: bytes) -> None:
    """Refuse tables that are programs: only a spatial index may be virtual."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(content)
        programs = has_programs(connection)
    except (sqlite3.Error, ValueError, OverflowError) as error:
        raise refusal("unreadable", format=NAMES["gpkg"]) from error
    finally:
        connection.close()
    if programs:
        raise refusal("unreadable", format=NAMES["gpkg"])
