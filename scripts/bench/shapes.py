"""Shapes made from numbers or from other shapes; every one of them is valid by construction."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

Array = Any
Random = np.random.Generator


def fractal(random: Random, points: int, roughness: float = 0.55) -> Array:
    """Return a curve of ``points`` heights by midpoint displacement, within about -1 to 1."""
    steps = int(np.ceil(np.log2(points - 1)))
    curve = np.zeros(2)
    for step in range(steps):
        middle = (curve[:-1] + curve[1:]) / 2
        middle += random.normal(0, 0.5 * roughness**step, len(middle))
        merged = np.empty(len(curve) + len(middle))
        merged[::2], merged[1::2] = curve, middle
        curve = merged
    return curve[:points]


def ribbon(random: Random, length: float, width: float, vertices: int) -> Any:
    """Return a river plain along the x axis: a rough strip of exactly ``vertices`` vertices.

    Both banks run forward in x and never meet, so the ring can't cross itself.
    """
    half = vertices // 2
    along = np.linspace(-length / 2, length / 2, half)
    middle = fractal(random, half) * length / 8
    banks = [width * np.exp(fractal(random, half, 0.7)) / 2 for _ in range(2)]
    upper = np.column_stack([along, middle + banks[0]])
    lower = np.column_stack([along[::-1], (middle - banks[1])[::-1]])
    return shapely.Polygon(np.vstack([upper, lower]))


def road(random: Random, length: float, vertices: int) -> Any:
    """Return a winding line along the x axis."""
    along = np.linspace(-length / 2, length / 2, vertices)
    return shapely.LineString(np.column_stack([along, fractal(random, vertices) * length / 10]))


def blob(random: Random, radius: float, vertices: int) -> Any:
    """Return a rough star-shaped area around the origin."""
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    heights = fractal(random, vertices + 1)[:-1]
    reach = radius * np.exp(0.5 * (heights - np.linspace(0, heights[-1], vertices)))
    return shapely.Polygon(np.column_stack([np.cos(angle) * reach, np.sin(angle) * reach]))


def placed(shapes: Array, at: Array, turn: Array, scale: Array | None = None) -> Array:
    """Return shapes turned (radians) and scaled about their centroid, and moved there."""
    shapes = np.array(shapes, dtype=object)
    coords, index = shapely.get_coordinates(shapes, return_index=True)
    centre = shapely.get_coordinates(shapely.centroid(shapes))
    offset = coords - centre[index]
    if scale is not None:
        offset *= np.asarray(scale)[index, None]
    cos, sin = np.cos(turn)[index], np.sin(turn)[index]
    turned = np.column_stack(
        [offset[:, 0] * cos - offset[:, 1] * sin, offset[:, 0] * sin + offset[:, 1] * cos]
    )
    return shapely.set_coordinates(shapes, turned + np.asarray(at)[index])


def polygons_only(shapes: Array) -> Array:
    """Return valid (multi)polygons: what repairing leaves over as lines or points is dropped."""
    repaired = np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes))
    kinds = shapely.get_type_id(repaired)
    for number in np.flatnonzero(kinds == 7):
        parts = shapely.get_parts(repaired[number])
        repaired[number] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return repaired
