"""Geometry that GeoParquet keeps as lists of points, made WKB."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from shapely import GeometryType

#: GeoParquet's name → the type, and how many lists lie around a point.
_TYPES = {
    "point": (GeometryType.POINT, 0),
    "linestring": (GeometryType.LINESTRING, 1),
    "multipoint": (GeometryType.MULTIPOINT, 1),
    "polygon": (GeometryType.POLYGON, 2),
    "multilinestring": (GeometryType.MULTILINESTRING, 2),
    "multipolygon": (GeometryType.MULTIPOLYGON, 3),
}


def to_wkb(column: pa.Array, encoding: str) -> pa.Array:
    """Return WKB (2D); raises ``ValueError`` for an encoding that is none of GeoParquet's."""
    if encoding.lower() not in _TYPES:
        raise ValueError(encoding)
    kind, depth = _TYPES[encoding.lower()]
    present = column.drop_null()
    offsets, points = [], present
    for _ in range(depth):
        offsets.append(np.asarray(points.offsets) - np.asarray(points.offsets)[0])
        points = points.flatten()
    shapes = shapely.from_ragged_array(kind, _pairs(points), tuple(reversed(offsets)) or None)
    whole: Any = np.full(len(column), None, dtype=object)
    whole[np.asarray(column.is_valid())] = shapely.to_wkb(shapes)
    return pa.array(whole, pa.large_binary())


def _pairs(points: pa.Array) -> Any:
    if pa.types.is_struct(points.type):
        x, y = (
            points.field(name).cast(pa.float64()).to_numpy(zero_copy_only=False) for name in "xy"
        )
        return np.column_stack([x, y])
    width = points.type.list_size
    flat = points.flatten().cast(pa.float64()).to_numpy(zero_copy_only=False)
    return flat.reshape(-1, width)[:, :2].copy()
