"""Measuring shapes with shapely's vectorised calls: indexed, prepared, nothing in a Python loop."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from pyproj import Geod, Transformer

from bench.peer_frames import Layer

Array = Any
_GEOD = Geod(ellps="GRS80")
_TO_DEGREES = Transformer.from_crs(25833, 4326, always_xy=True)


def union_by(owner: Array, pieces: Array, count: int) -> Array:
    """Return the union of the pieces of each owner (0 to ``count`` - 1), None without any."""
    joined = np.full(count, None, dtype=object)
    order = np.argsort(owner, kind="stable")
    owner, pieces = owner[order], pieces[order]
    owners, start, size = np.unique(owner, return_index=True, return_counts=True)
    alone = size == 1
    joined[owners[alone]] = pieces[start[alone]]
    for wide in np.unique(size[~alone]):
        rows = np.flatnonzero(size == wide)
        # One row an owner, so that each is joined in one call.
        table = pieces[start[rows, None] + np.arange(wide)]
        joined[owners[rows]] = shapely.union_all(table, axis=1)
    return joined


def areas(shapes: Array) -> Array:
    """Return the area of each shape, 0 where there is none."""
    return np.nan_to_num(shapely.area(shapes))


def covered(shapes: Array, layer: Layer, reach: float = 0.0) -> tuple[Array, Array]:
    """Return how much of each shape, grown by ``reach``, is mapped, and whether any failed."""
    share, failed = np.ones(len(shapes)), np.zeros(len(shapes), dtype=bool)
    bounds = shapely.bounds(shapes) + np.array([-reach, -reach, reach, reach])
    # A box that is inside has a shape that is inside, and is the cheaper question.
    open_ = np.flatnonzero(~shapely.covers(layer.mapped, shapely.box(*bounds.T)))
    grown = shapes[open_]
    if reach > 0:
        grown = shapely.buffer(grown, reach, quad_segs=4)
    rest = ~shapely.covers(layer.mapped, grown)
    open_, grown = open_[rest], grown[rest]
    share[open_] = shapely.area(shapely.intersection(grown, layer.mapped)) / shapely.area(grown)
    failed[open_] = shapely.intersects(layer.failed, grown) & ~shapely.touches(layer.failed, grown)
    return share, failed


def metres(lines: Array) -> Array:
    """Return the length on the ellipsoid of lines of two points."""
    ends = shapely.get_coordinates(lines).reshape(-1, 4)
    lon1, lat1 = _TO_DEGREES.transform(ends[:, 0], ends[:, 1])
    lon2, lat2 = _TO_DEGREES.transform(ends[:, 2], ends[:, 3])
    return _GEOD.inv(lon1, lat1, lon2, lat2)[2]


def nearest(shapes: Array, features: Array) -> tuple[Array, Array, Array]:
    """Return metres to the nearest feature (infinite: none), its number (-1) and the line to it."""
    found = np.full(len(shapes), np.inf)
    number = np.full(len(shapes), -1)
    lines = np.full(len(shapes), None, dtype=object)
    if len(features) and len(shapes):
        owner, feature = shapely.STRtree(features).query_nearest(shapes, all_matches=False)
        number[owner] = feature
        lines[owner] = shapely.shortest_line(shapes[owner], features[feature])
        found[owner] = metres(lines[owner])
    return found, number, lines


def without_hairlines(shapes: Array) -> Array:
    """Return what is left of shapes when strips narrower than a metre are taken off; else all."""
    opened = shapely.buffer(
        shapely.buffer(shapes, -0.5, join_style="mitre"), 0.5, join_style="mitre"
    )
    return np.where(shapely.is_empty(opened), shapes, opened)
