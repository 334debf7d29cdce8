"""Shapes of the sample data: local metres, smooth lines, tiled parcels, irregular blobs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

#: A vertex, in degrees (lon, lat) or in local metres (east, north).
Vertex = tuple[float, float]
Line = Sequence[Vertex]

#: Metres for a degree of latitude at 60° N on the ellipsoid.
METRES_LAT = 111_412.0
#: Metres for a degree of longitude at the equator; times the cosine of the latitude, near enough.
METRES_LON = 111_500.0


def line(text: str) -> list[Vertex]:
    """Read hand-set vertices: ``x y`` pairs with commas between them."""
    pairs = (pair.split() for pair in text.split(","))
    return [(float(x), float(y)) for x, y in pairs]


@dataclass(frozen=True)
class Frame:
    """A local frame: metres east and north of an origin, turned anticlockwise by degrees."""

    lon: float
    lat: float
    turn: float = 0.0

    def degrees(self, vertex: Vertex) -> Vertex:
        """Place a local vertex on the globe, as (lon, lat)."""
        x, y = vertex
        angle = math.radians(self.turn)
        east = x * math.cos(angle) - y * math.sin(angle)
        north = x * math.sin(angle) + y * math.cos(angle)
        scale = METRES_LON * math.cos(math.radians(self.lat))
        return self.lon + east / scale, self.lat + north / METRES_LAT

    def place(self, geometry: BaseGeometry) -> BaseGeometry:
        """Place a local geometry on the globe (WGS84)."""
        return shapely.transform(
            geometry, lambda coords: np.array([self.degrees((x, y)) for x, y in coords])
        )


def smooth(line: Line, steps: int = 5) -> list[Vertex]:
    """Draw a Catmull-Rom curve through hand-set vertices; ``steps`` vertices a segment."""
    points = [line[0], *line, line[-1]]
    curve: list[Vertex] = []
    for p0, p1, p2, p3 in zip(points, points[1:], points[2:], points[3:], strict=False):
        curve += [_between(p0, p1, p2, p3, step / steps) for step in range(steps)]
    return [*curve, line[-1]]


def smooth_ring(ring: Line, steps: int = 4) -> BaseGeometry:
    """Draw a closed Catmull-Rom curve through hand-set vertices (first not repeated)."""
    count = len(ring)
    curve: list[Vertex] = []
    for i in range(count):
        p0, p1, p2, p3 = (ring[(i + k) % count] for k in (-1, 0, 1, 2))
        curve += [_between(p0, p1, p2, p3, step / steps) for step in range(steps)]
    return _sound(Polygon(curve))


def _between(p0: Vertex, p1: Vertex, p2: Vertex, p3: Vertex, t: float) -> Vertex:
    def at(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t * t
            + (3 * b - a - 3 * c + d) * t * t * t
        )

    return at(p0[0], p1[0], p2[0], p3[0]), at(p0[1], p1[1], p2[1], p3[1])


def blob(seed: int, rx: float, ry: float, vertices: int = 18) -> Polygon:
    """Draw an irregular field or bog about the origin, in metres; the seed gives its form.

    Three sines stand in for chance, so that the same seed is the same shape on every machine.
    """
    ring: list[Vertex] = []
    for i in range(vertices):
        a = 2 * math.pi * i / vertices
        r = (
            1
            + 0.16 * math.sin(2 * a + seed * 1.7)
            + 0.12 * math.sin(3 * a + seed * 2.9)
            + 0.07 * math.sin(5 * a + seed * 0.8)
        )
        ring.append((rx * r * math.cos(a), ry * r * math.sin(a)))
    return Polygon(ring)


def ribbon(line: Line, width: float) -> BaseGeometry:
    """Draw a river as an area: a smooth line (degrees) whose width (metres) swells a little."""
    curve = smooth(line, 4)
    lat = sum(y for _, y in line) / len(line)
    scale = METRES_LON * math.cos(math.radians(lat))
    local = [(x * scale, y * METRES_LAT) for x, y in curve]
    reaches = [
        LineString(pair).buffer(width * (0.5 + 0.12 * math.sin(i * 0.9)), quad_segs=3)
        for i, pair in enumerate(pairwise(local))
    ]
    area = unary_union(reaches).simplify(12)
    return shapely.transform(area, lambda coords: coords / [scale, METRES_LAT])


def tile(
    outline: Line, roads: Iterable[Line], cuts: Iterable[Line], road_width: float = 14.0
) -> list[Polygon]:
    """Cut a site (local metres) into the pieces its roads and cut lines leave.

    Every edge is noded once, so two neighbours share exactly the same vertices and stay free of
    overlap when the coordinates are rounded.
    """
    site = Polygon(outline)
    verge = unary_union(
        [LineString(r).buffer(road_width / 2, cap_style="flat", join_style="mitre") for r in roads]
    )
    lines: list[BaseGeometry] = [site.exterior, *(LineString(cut) for cut in cuts)]
    if not verge.is_empty:
        lines.append(verge.boundary)
    pieces = polygonize(unary_union(lines))
    return [
        piece
        for piece in pieces
        if site.contains(inside := piece.representative_point()) and not verge.contains(inside)
    ]


def piece_at(pieces: Sequence[Polygon], vertex: Vertex) -> Polygon:
    """Find the piece a hand-set point lies in; ValueError when the drawing has none there."""
    for piece in pieces:
        if piece.contains(Point(vertex)):
            return piece
    raise ValueError(f"no piece at {vertex}")


def rounded(geometry: BaseGeometry, decimals: int) -> BaseGeometry:
    """Round coordinates, and repair what rounding may have folded."""
    return _sound(shapely.transform(geometry, lambda coords: coords.round(decimals)))


def _sound(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.is_valid or "Polygon" not in geometry.geom_type:
        return geometry
    repaired = geometry.buffer(0)
    if not isinstance(repaired, Polygon | MultiPolygon):
        raise TypeError(f"a shape folded into {repaired.geom_type}")
    return repaired
