"""Shapes of a batch, all at once: into the storage system, valid, without slivers, and measured.

Every function takes and returns arrays with one entry a row. Nothing here looks at one shape in
Python but those that are in need of repair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from areal.crs import STORAGE
from areal.ingest.imports.issues import Issue
from areal.ingest.imports.place import Transform

Shapes = NDArray[Any]

#: What GEOS finds wrong with an outline, in bokmål.
_REASONS = {
    "Self-intersection": "omrisset krysser seg selv",
    "Ring Self-intersection": "omrisset berører seg selv",
    "Hole lies outside shell": "et hull ligger utenfor omrisset",
    "Holes are nested": "et hull ligger i et annet hull",
    "Nested shells": "en flate ligger i en annen",
    "Duplicate Rings": "samme ring står to ganger",
    "Too few points in geometry component": "en ring har for få punkter",
    "Interior is disconnected": "flaten er delt i to",
    "Ring is not closed": "en ring er ikke lukket",
    "Invalid Coordinate": "en koordinat er ikke et tall",
}
_POLYGON, _MULTIPOLYGON, _COLLECTION = 3, 6, 7


@dataclass(frozen=True)
class Tolerances:
    """What counts as drawing error; square metres, and points of one shape."""

    smallest_m2: float = 10.0
    largest_m2: float = 20_000_000.0
    sliver_m2: float = 1.0
    hole_m2: float = 1.0
    #: Share of the area a repair may cost before the row is kept out.
    lost_share: float = 0.01
    most_vertices: int = 200_000


@dataclass
class Made:
    """The shapes of a batch as MultiPolygon in EPSG:25833 (None where there is none), and issues.

    ``points`` are those of rows that give a place and no area, ``moved`` all as they came.
    """

    shapes: Shapes
    points: Shapes
    moved: Shapes
    issues: list[Issue]


def made(raw: Shapes, first: int, transform: Transform, limits: Tolerances) -> Made:
    """Return the shapes of a batch (shapely or None, in the file's system) as they are stored."""
    result = Made(_none(raw), _none(raw), _none(raw), [])
    there = ~(shapely.is_missing(raw) | shapely.is_empty(raw))
    there &= _not_too_many(raw, there, first, limits, result)
    moved = result.moved
    moved[there] = transform.shapes(raw[there])
    kind = shapely.get_type_id(moved)
    area = np.isin(kind, (_POLYGON, _MULTIPOLYGON, _COLLECTION))
    point = there & (kind == 0)
    result.points[point] = moved[point]
    _repaired(moved, there & area, first, limits, result)
    for row in np.flatnonzero(there & ~area & ~point):
        result.issues.append(Issue("geometry_no_area", first + int(row)))
    _cleaned(result, first, limits)
    _sized(result, first, limits)
    return result


def _none(raw: Shapes) -> Shapes:
    return np.full(len(raw), None, dtype=object)


def _not_too_many(
    raw: Shapes, there: NDArray[np.bool_], first: int, limits: Tolerances, result: Made
) -> NDArray[np.bool_]:
    counts = shapely.get_num_coordinates(raw)
    for row in np.flatnonzero(there & (counts > limits.most_vertices)):
        values = {"count": int(counts[row]), "limit": limits.most_vertices}
        result.issues.append(Issue("too_many_vertices", first + int(row), values=values))
    fits: NDArray[np.bool_] = counts <= limits.most_vertices
    return fits


def _repaired(
    moved: Shapes, which: NDArray[np.bool_], first: int, limits: Tolerances, result: Made
) -> None:
    """Take valid shapes as they are, and repair the others, saying where and what it cost."""
    valid = shapely.is_valid(moved)
    good = which & valid
    result.shapes[good] = _multi(moved[good])
    for row in np.flatnonzero(which & ~valid):
        shape = moved[row]
        mended = _multi(np.array([shapely.make_valid(shape)], dtype=object))[0]
        before, after = (
            float(shapely.area(shape)),
            shapely.area(mended) if mended is not None else 0.0,
        )
        issue = _invalid(shape, mended, before, after, limits)
        result.issues.append(
            Issue(issue.code, first + int(row), values=issue.values, geom=issue.geom)
        )
        result.shapes[row] = mended if issue.code == "geometry_invalid" else None


def _invalid(shape: Any, mended: Any, before: float, after: float, limits: Tolerances) -> Issue:
    why, x, y = _where(shapely.is_valid_reason(shape))
    change = after - before
    lost = mended is None or -change > limits.lost_share * max(before, 1.0)
    return Issue(
        "geometry_lost" if lost else "geometry_invalid",
        values={
            "why": {"nb": _REASONS.get(why, why), "en": why.lower()},
            "x": x,
            "y": y,
            "change": f"{-change:.1f}" if lost else f"{change:+.1f}",
            "before": f"{before:.1f}",
        },
        geom=hexed(shape),
    )


def _where(reason: str) -> tuple[str, str, str]:
    """Split «Self-intersection[332211.1 6677889.2]» into the reason and the place."""
    why, _, place = reason.partition("[")
    x, _, y = place.rstrip("]").partition(" ")
    return why.strip(), x.split(".")[0] or "–", y.split(".")[0] or "–"


def _multi(shapes: Shapes) -> Shapes:
    """Return polygons of each shape as one MultiPolygon; None where there are none."""
    kinds = shapely.get_type_id(shapes)
    out = np.full(len(shapes), None, dtype=object)
    single = kinds == _POLYGON
    if single.any():
        out[single] = shapely.multipolygons(shapes[single], indices=np.arange(int(single.sum())))
    many = kinds == _MULTIPOLYGON
    out[many] = shapes[many]
    for row in np.flatnonzero(kinds == _COLLECTION):
        parts = [
            part
            for part in shapely.get_parts(shapely.get_parts(shapes[row]))
            if shapely.get_type_id(part) == _POLYGON
        ]
        if parts:
            merged = shapely.union_all(parts)
            out[row] = (
                merged
                if shapely.get_type_id(merged) == _MULTIPOLYGON
                else shapely.multipolygons([merged])
            )
    return out


def _cleaned(result: Made, first: int, limits: Tolerances) -> None:
    """Drop parts, and fill holes, that are too small to be meant; tell of holes that are."""
    there = ~shapely.is_missing(result.shapes)
    polygons, row_of = shapely.get_parts(result.shapes, return_index=True)
    holes = shapely.get_num_interior_rings(polygons)
    several = np.bincount(row_of, minlength=len(result.shapes)) > 1
    holed = np.bincount(row_of, weights=holes, minlength=len(result.shapes)) > 0
    for row in np.flatnonzero(there & (several | holed)):
        _clean_one(result, int(row), first, limits)


def _clean_one(result: Made, row: int, first: int, limits: Tolerances) -> None:
    parts = list(shapely.get_parts(result.shapes[row]))
    kept = [part for part in parts if shapely.area(part) >= limits.sliver_m2] or parts
    gone = len(parts) - len(kept)
    if gone:
        lost = sum(shapely.area(part) for part in parts) - sum(shapely.area(part) for part in kept)
        values = {"count": gone, "area": f"{lost:.2f}"}
        result.issues.append(Issue("slivers_dropped", first + row, values=values))
    filled: list[float] = []
    holes: list[float] = []
    whole = [_without_small_holes(part, limits, filled, holes) for part in kept]
    if filled:
        values = {"count": len(filled), "area": f"{sum(filled):.2f}"}
        result.issues.append(Issue("holes_filled", first + row, values=values))
    if holes:
        values = {"count": len(holes), "area": f"{sum(holes):.1f}"}
        shape = hexed(result.shapes[row])
        result.issues.append(Issue("holes", first + row, values=values, geom=shape))
    if gone or filled:
        result.shapes[row] = shapely.multipolygons(whole)


def _without_small_holes(
    part: Any, limits: Tolerances, filled: list[float], holes: list[float]
) -> Any:
    rings = [part.interiors[index] for index in range(shapely.get_num_interior_rings(part))]
    areas = [float(shapely.area(shapely.polygons(ring))) for ring in rings]
    filled += [area for area in areas if area < limits.hole_m2]
    kept = [(ring, area) for ring, area in zip(rings, areas, strict=True) if area >= limits.hole_m2]
    holes += [area for _, area in kept]
    return (
        shapely.Polygon(part.exterior, [ring for ring, _ in kept])
        if len(kept) < len(rings)
        else part
    )


def _sized(result: Made, first: int, limits: Tolerances) -> None:
    areas = shapely.area(result.shapes)
    with np.errstate(invalid="ignore"):
        small, large = areas < limits.smallest_m2, areas > limits.largest_m2
    for row in np.flatnonzero(small):
        values = {"area": f"{areas[row]:.1f}", "limit": f"{limits.smallest_m2:g}"}
        result.issues.append(
            Issue("too_small", first + int(row), values=values, geom=hexed(result.shapes[row]))
        )
    for row in np.flatnonzero(large):
        values = {"area": f"{areas[row] / 1000:.0f}"}
        result.issues.append(Issue("too_large", first + int(row), values=values))


def hexed(shape: Any) -> str | None:
    """Return a shape as hexadecimal EWKB in the storage system."""
    if shape is None:
        return None
    told: str = shapely.to_wkb(shapely.set_srid(shape, STORAGE), hex=True, include_srid=True)
    return told
