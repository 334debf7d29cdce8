"""The shape of an area as the map draws it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer

from areal.crs import STORAGE, WGS84

_DECIMALS = 6


def as_geojson(geom: bytes) -> dict[str, Any]:
    """Return EWKB in EPSG:25833 as GeoJSON in degrees, wound as RFC 7946 asks.

    The public role can't transform: that reads PostGIS's table of coordinate systems.
    """
    to_degrees = Transformer.from_crs(STORAGE, WGS84, always_xy=True)
    moved = shapely.transform(
        shapely.from_wkb(geom),
        lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1])).round(_DECIMALS),
    )
    found: dict[str, Any] = json.loads(shapely.to_geojson(shapely.orient_polygons(moved)))
    return found
