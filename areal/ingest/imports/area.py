"""Square metres on the ellipsoid, of all shapes of a batch at once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Proj

from areal.crs import STORAGE

Numbers = NDArray[np.float64]

#: The mean radius of curvature at 65° north, metres; what it is used for is some 1e-7 of an area.
_RADIUS = 6_388_000.0
#: Easting of the central meridian of a UTM zone.
_MIDDLE = 500_000.0


def geodesic_areas(shapes: NDArray[Any]) -> Numbers:
    """Return the area of MultiPolygons in EPSG:25833 between their points' geodesics; None is NaN.

    The same as ``areal.geodesic_area`` in PostGIS within 2e-7 of the area and 2 cm² (tested over
    all of Norway), in about a tenth of its time. The projection is conformal: a small piece of the
    ellipsoid is the piece in the plane by the scale there. The scale is taken at the centroid, with
    what it curves over the shape, and each straight line in the plane is bent into its geodesic.
    """
    out = np.full(len(shapes), np.nan)
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    if there.any():
        out[there] = _areas(shapes[there])
    return out


def _areas(shapes: NDArray[Any]) -> Numbers:
    _, points, (rings, polygons, whole) = shapely.to_ragged_array(shapes)
    ring_of = np.repeat(np.arange(len(rings) - 1), np.diff(rings))
    shape_of_ring = np.repeat(np.arange(len(shapes)), np.diff(polygons[whole]))
    # Small numbers: beside the first point of each shape.
    origin = points[rings[polygons[whole[:-1]]]]
    local = points - origin[shape_of_ring[ring_of]]
    eastings = (origin[:, 0] - _MIDDLE)[shape_of_ring]
    sums = _ring_sums(local, rings[:-1], ring_of, eastings)
    hole = np.ones(len(rings) - 1, dtype=bool)
    hole[polygons[:-1]] = False
    sums *= np.where(hole, -1.0, 1.0) * np.sign(sums[0])
    area, by_x, by_y, by_xx, bent = (np.bincount(shape_of_ring, one, len(shapes)) for one in sums)
    middle = np.column_stack([by_x, by_y]) / area[:, None]
    spread = by_xx - area * middle[:, 0] ** 2
    measured: Numbers = (area + bent) / _scale(origin + middle) - spread / _RADIUS**2
    return measured


def _ring_sums(local: Numbers, starts: NDArray[Any], ring_of: NDArray[Any], east: Numbers) -> Any:
    """Return each ring's area, its moments, and what its geodesics add: one row for each."""
    (x0, y0), (x1, y1) = local[:-1].T, local[1:].T
    # From the last point of a ring to the first of the next there is no line.
    inside = ring_of[:-1] == ring_of[1:]
    cross = np.where(inside, x0 * y1 - x1 * y0, 0.0)
    length = np.where(inside, (x1 - x0) ** 2 + (y1 - y0) ** 2, 0.0)
    from_middle = (x0 + x1) / 2 + east[ring_of[:-1]]
    terms = (
        cross / 2,
        cross * (x0 + x1) / 6,
        cross * (y0 + y1) / 6,
        cross * (x0 * x0 + x0 * x1 + x1 * x1) / 12,
        length * (y1 - y0) * from_middle / (12 * _RADIUS**2),
    )
    return np.array([np.add.reduceat(one, starts) for one in terms])


def _scale(points: Numbers) -> Numbers:
    """Return how many square metres of the plane one square metre of the ellipsoid is."""
    projection = _projection()
    x, y = points.T
    factors = projection.get_factors(*projection(x, y, inverse=True))
    return np.asarray(factors.areal_scale, dtype=np.float64)


@lru_cache(maxsize=1)
def _projection() -> Proj:
    return Proj(f"EPSG:{STORAGE}")
