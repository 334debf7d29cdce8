"""Read GeoJSON strictly, so that what is wrong with it can be said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from typing import Any, NoReturn

import shapely
from shapely.geometry.base import BaseGeometry

from areal.assess.areas.features import Feature, Features
from areal.assess.areas.refused import refusal

FORMAT = "GeoJSON"
#: What is no area: that it is there is all that is kept of it.
_NO_AREA: dict[str, BaseGeometry] = {
    "Point": shapely.Point(),
    "MultiPoint": shapely.MultiPoint(),
    "LineString": shapely.LineString(),
    "MultiLineString": shapely.MultiLineString(),
}
_FEWEST = 3


class _Reading:
    """Reads one tree; remembers whether a ring had to be closed."""

    def __init__(self) -> None:
        self.closed = False

    def features(self, tree: Any) -> Iterator[Feature]:
        kind = tree.get("type") if isinstance(tree, dict) else None
        if kind == "FeatureCollection":
            members = tree.get("features")
            if not isinstance(members, list):
                _wrong("«features» mangler eller er ikke en liste", "“features” is no list")
            for number, member in enumerate(members, 1):
                yield self.feature(member, number)
        elif kind == "Feature":
            yield self.feature(tree, 1)
        elif kind in (*_NO_AREA, "Polygon", "MultiPolygon", "GeometryCollection"):
            yield Feature(1, self.geometry(tree, 1), {})
        else:
            _wrong_type(kind)

    def feature(self, member: Any, number: int) -> Feature:
        if not isinstance(member, dict) or member.get("type") != "Feature":
            _wrong(f"objekt {number} er ikke en Feature", f"item {number} is no Feature")
        properties = member.get("properties")
        shape = member.get("geometry")
        return Feature(
            number,
            None if shape is None else self.geometry(shape, number),
            properties if isinstance(properties, dict) else {},
        )

    def geometry(self, tree: Any, number: int) -> BaseGeometry:
        kind = tree.get("type") if isinstance(tree, dict) else None
        if kind == "GeometryCollection":
            members = tree.get("geometries")
            if not isinstance(members, list):
                _wrong("«geometries» mangler", "“geometries” is missing")
            return shapely.GeometryCollection([self.geometry(each, number) for each in members])
        if kind in _NO_AREA:
            return _NO_AREA[kind]
        if kind not in ("Polygon", "MultiPolygon"):
            _wrong_type(kind)
        parts = tree.get("coordinates")
        parts = [parts] if kind == "Polygon" else parts
        if not isinstance(parts, list):
            raise refusal("coordinates_broken", number=number)
        return shapely.MultiPolygon([self.polygon(part, number) for part in parts if part != []])

    def polygon(self, rings: Any, number: int) -> shapely.Polygon:
        if not isinstance(rings, list) or not rings:
            raise refusal("coordinates_broken", number=number)
        outer, *holes = (self.ring(ring, number) for ring in rings)
        return shapely.Polygon(outer, holes)

    def ring(self, ring: Any, number: int) -> list[tuple[float, float]]:
        if not isinstance(ring, list):
            raise refusal("coordinates_broken", number=number)
        points = [_point(position, number) for position in ring]
        if len(set(points)) < _FEWEST:
            raise refusal("ring_too_short", number=number)
        self.closed |= points[0] != points[-1]
        return points


def _point(position: Any, number: int) -> tuple[float, float]:
    plain = isinstance(position, list) and len(position) >= 2  # noqa: PLR2004 - x, y and more
    if not plain or not all(_is_number(value) for value in position[:2]):
        raise refusal("coordinates_broken", number=number)
    try:
        x, y = float(position[0]), float(position[1])
    except OverflowError as error:
        raise refusal("coordinates_broken", number=number) from error
    if not (isfinite(x) and isfinite(y)):
        raise refusal("coordinates_broken", number=number)
    return x, y


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong_type(kind: Any) -> NoReturn:
    if not isinstance(kind, str):
        _wrong("«type» mangler", "“type” is missing")
    _wrong(f"«type» er «{kind[:40]}»", f"“type” is “{kind[:40]}”")


def _wrong(nb: str, en: str) -> NoReturn:
    raise refusal("not_geojson", what={"nb": nb, "en": en})


def read_geojson(content: bytes) -> Features:
    """Return the features of a GeoJSON file; without a ``crs`` it is WGS 84, as the format says.

    A ring that is not closed is closed; everything else that breaks the format is refused with
    the number of the feature.
    """
    reading = _Reading()
    try:
        tree = _parsed(content)
        features = tuple(reading.features(tree))
    except RecursionError as error:
        raise refusal("json_too_deep") from error
    return Features(FORMAT, _crs(tree), "OGC:CRS84", features, reading.closed)


def _parsed(content: bytes) -> Any:
    def refuse(name: str) -> NoReturn:
        _wrong(f"«{name}» er ikke et tall i JSON", f"“{name}” is no number in JSON")

    try:
        # RFC 8259: UTF-8; the other encodings are what Windows programs save.
        text = content.decode(json.detect_encoding(content)).removeprefix("\ufeff")
        return json.loads(text, parse_constant=refuse)
    except UnicodeDecodeError as error:
        raise refusal("not_text") from error
    except json.JSONDecodeError as error:
        raise refusal("json_broken", line=error.lineno, column=error.colno) from error
    except ValueError as error:  # a whole number of more digits than Python reads
        raise refusal("json_broken", line=1, column=1) from error


def _crs(tree: dict[str, Any]) -> str | None:
    told = tree.get("crs")
    if told is None:
        return None
    if not isinstance(told, dict):
        raise refusal("crs_unknown", crs=str(told)[:60])
    properties = told.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    if told.get("type") == "link":
        raise refusal("crs_linked")
    name = properties.get("name", properties.get("code"))
    if name is None:
        raise refusal("crs_unknown", crs=str(told)[:60])
    return f"EPSG:{name}" if str(name).isdigit() else str(name)
