"""From features to areas: coordinate system, repair, Norway, size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

from areal.assess.areas.features import Feature, Features
from areal.assess.areas.limits import Limits
from areal.assess.areas.refused import refusal
from areal.crs import STORAGE, WGS84

#: Mainland Norway with its coast in degrees: west, south, east, north.
NORWAY = (4.0, 57.5, 31.8, 71.6)
_ELLIPSOID = Geod(ellps="GRS80")
_SMALLEST_M2 = 1.0
#: Change of area by which a repair is told; below it is rounding.
_TOLD_M2 = 0.5
_KINDS = {
    "Point": {"nb": "punkter", "en": "points"},
    "LineString": {"nb": "linjer", "en": "lines"},
    "MultiPoint": {"nb": "punkter", "en": "points"},
    "MultiLineString": {"nb": "linjer", "en": "lines"},
    "LinearRing": {"nb": "linjer", "en": "lines"},
    "GeometryCollection": {"nb": "samlinger", "en": "collections"},
}
Note = tuple[str, dict[str, Any]]
Project = Callable[[BaseGeometry], BaseGeometry]


@dataclass(frozen=True)
class Shaped:
    """An area ready to be checked: valid, in EPSG:25833, with what was done to it."""

    geometry: shapely.MultiPolygon
    area_m2: float
    features: tuple[Feature, ...]
    notes: tuple[Note, ...]


def shaped(
    told: Features, chosen: str | None, limits: Limits, *, each: bool
) -> tuple[str, tuple[Shaped, ...]]:
    """Return the coordinate system that was used and the areas: all as one, or one for each.

    Raises ``AreaRefused`` for what is no polygon, contradicts its coordinate system, lies outside
    Norway or is larger than ``limits``.
    """
    areal, left_out = _polygons(told.features)
    vertices = sum(shapely.get_num_coordinates(shape) for _, shape in areal)
    if vertices > limits.max_vertices:
        raise refusal("too_many_vertices", vertices=int(vertices), limit=limits.max_vertices)
    if each and len(areal) > limits.max_areas:
        raise refusal("too_many_areas", areas=len(areal), limit=limits.max_areas)
    crs, name = _crs(told, chosen)
    project = _projection(crs, name, [shape for _, shape in areal])
    common: list[Note] = [("closed", {})] if told.closed else []
    if left_out:
        common.append(("left_out", {"count": left_out}))
    groups = [[one] for one in areal] if each else [areal]
    return name, tuple(_area(group, project, common, limits) for group in groups)


Pair = tuple[Feature, BaseGeometry]


def _polygons(features: Sequence[Feature]) -> tuple[list[Pair], int]:
    """Return the features that are polygons with them, and the number of those that are not."""
    if not features:
        raise refusal("no_features")
    there = [item for item in features if item.geometry is not None]
    if not there:
        raise refusal("no_shape")
    pairs = [(item, _areal(item.geometry)) for item in there if item.geometry is not None]
    found = [(item, shape) for item, shape in pairs if shape is not None]
    if not found:
        kinds = {item.geometry.geom_type for item in there if item.geometry is not None}
        told = [_KINDS[kind] for kind in sorted(kinds) if kind in _KINDS]
        raise refusal("no_polygons", kinds=[*{kind["nb"]: kind for kind in told}.values()])
    full = [(item, shape) for item, shape in found if not shape.is_empty]
    if not full:
        raise refusal("no_extent")
    return full, len(features) - len(full)


def _areal(shape: BaseGeometry) -> BaseGeometry | None:
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shapely.force_2d(shape)
    if shape.geom_type == "GeometryCollection":
        parts = [part for part in map(_areal, shapely.get_parts(shape)) if part is not None]
        return shapely.MultiPolygon(list(_each_polygon(parts))) if parts else None
    return None


def _each_polygon(shapes: Iterable[BaseGeometry]) -> Iterable[shapely.Polygon]:
    for shape in shapes:
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon" and not part.is_empty:
                yield part


def _crs(told: Features, chosen: str | None) -> tuple[CRS, str]:
    said = _known(told.crs) if told.crs else None
    wanted = _known(chosen) if chosen else None
    if said is not None and wanted is not None and not _same(said, wanted):
        raise refusal("crs_contradicts", said=_name(said), chosen=_name(wanted))
    crs = said or wanted or (_known(told.implied) if told.implied else None)
    if crs is None:
        raise refusal("crs_missing")
    return crs, _name(crs)


def _known(text: str) -> CRS:
    try:
        crs = CRS.from_user_input(text).to_2d()
    except (CRSError, ProjError, ValueError) as error:
        raise refusal("crs_unknown", crs=text[:60]) from error
    if not (crs.is_geographic or crs.is_projected):
        raise refusal("crs_unknown", crs=_name(crs))
    return crs


def _same(one: CRS, other: CRS) -> bool:
    return one.equals(other, ignore_axis_order=True) or _name(one) == _name(other)


def _name(crs: CRS) -> str:
    if crs.equals(CRS(WGS84), ignore_axis_order=True):
        return f"EPSG:{WGS84}"
    authority = crs.to_authority(min_confidence=70)
    return ":".join(authority) if authority else crs.name[:60]


def _projection(crs: CRS, name: str, shapes: Sequence[BaseGeometry]) -> Project:
    """Return what brings coordinates to EPSG:25833; refuse those that can't be what is said."""
    points = np.concatenate([shapely.get_coordinates(shape) for shape in shapes])
    _check_numbers(crs, name, points)
    try:
        to_degrees = Transformer.from_crs(crs, 4258, always_xy=True)
        to_storage = Transformer.from_crs(crs, STORAGE, always_xy=True)
    except ProjError as error:
        raise refusal("crs_unknown", crs=name) from error
    west, south, east, north = _box(to_degrees, points)
    if not np.isfinite([west, south, east, north]).all():
        raise refusal("nowhere", crs=name)
    if not _in_norway(west, south, east, north):
        if _in_norway(*_box(to_degrees, points[:, ::-1])):
            raise refusal("axes_swapped")
        raise refusal("outside_norway", lat=(south + north) / 2, lon=(west + east) / 2, crs=name)

    def moved(shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(
            shape, lambda xy: np.column_stack(to_storage.transform(xy[:, 0], xy[:, 1]))
        )

    return moved


def _check_numbers(crs: CRS, name: str, points: Any) -> None:
    x, y = np.abs(points[:, 0]).max(), np.abs(points[:, 1]).max()
    half, quarter = 180, 90
    if crs.is_geographic and (x > half or y > half):
        raise refusal("not_degrees", crs=name)
    if crs.is_projected and x <= half and y <= quarter:
        raise refusal("not_metres", crs=name)


def _box(transformer: Transformer, points: Any) -> tuple[float, float, float, float]:
    lon, lat = transformer.transform(points[:, 0], points[:, 1])
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _in_norway(west: float, south: float, east: float, north: float) -> bool:
    return NORWAY[0] <= west <= east <= NORWAY[2] and NORWAY[1] <= south <= north <= NORWAY[3]


def _area(
    group: Sequence[Pair], project: Project, common: Sequence[Note], limits: Limits
) -> Shaped:
    moved = [project(shape) for _, shape in group]
    notes: list[Note] = list(common)
    before = sum(_square_metres(shape) for shape in moved)
    broken = not all(shape.is_valid for shape in moved)
    mended = [shapely.make_valid(shape) if broken else shape for shape in moved]
    whole = _whole(mended)
    vertices = int(shapely.get_num_coordinates(whole))
    if vertices > limits.max_vertices:
        raise refusal("too_many_vertices", vertices=vertices, limit=limits.max_vertices)
    after = _square_metres(whole)
    if after < _SMALLEST_M2:
        raise refusal("no_extent")
    if after > limits.max_km2 * 1e6:
        raise refusal("too_large", km2=after / 1e6, limit=limits.max_km2)
    if broken:
        notes.append(("repaired", {"before": round(before), "after": round(after)}))
    if len(group) > 1:
        notes.append(("joined", {"count": len(group)}))
    return Shaped(whole, after, tuple(item for item, _ in group), tuple(notes))


def _whole(shapes: Sequence[BaseGeometry]) -> shapely.MultiPolygon:
    parts = list(_each_polygon(shapes))
    if len(parts) > 1:
        parts = list(_each_polygon([shapely.union_all(parts)]))
    return shapely.MultiPolygon(parts)


def _square_metres(shape: BaseGeometry) -> float:
    """Return the area on the ellipsoid of a shape in EPSG:25833, whichever way its rings turn."""
    to_degrees = Transformer.from_crs(STORAGE, 4258, always_xy=True)
    total = 0.0
    for part in _each_polygon([shape]):
        outer, *holes = (
            abs(_ELLIPSOID.polygon_area_perimeter(*to_degrees.transform(*ring.coords.xy))[0])
            for ring in (part.exterior, *part.interiors)
        )
        total += outer - sum(holes)
    return total
