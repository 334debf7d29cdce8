"""Outlines as text: one corner a line, WKT or GeoJSON, and back again.

A blank line begins another polygon; a line that says «hull» (or «hole») before its corners makes
the ring a hole in the polygon above. Corners are east and north in metres, EPSG:25833.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from areal.assess.areas.refused import AreaRefused
from areal.assess.areas.written import written
from areal.crs import STORAGE
from areal.ingest.imports.issues import Issue, Language
from areal.ingest.imports.place import Transform
from areal.ingest.imports.shapes import Tolerances, made

_STORAGE = f"EPSG:{STORAGE}"
_DEGREES = 180.0
_HOLE = ("hull", "hole")
_LIMITS = Tolerances(most_vertices=20_000)
_LONGEST = 2_000_000


@dataclass(frozen=True)
class Outline:
    """What a text is read as: GeoJSON in EPSG:25833, or None with why not; and what to tell."""

    geometry: dict[str, Any] | None
    wrong: Issue | AreaRefused | None = None
    notes: tuple[Issue, ...] = ()

    def told(self, lang: str) -> str:
        """Return what is wrong, in plain words; "" for nothing."""
        if self.wrong is None:
            return ""
        said: Language = "en" if lang == "en" else "nb"
        if isinstance(self.wrong, AreaRefused):
            return self.wrong.told(said)
        return f"{self.wrong.told(said)} {self.wrong.fix(said)}"


def outline(text: str) -> Outline:
    """Read an outline; an empty text is one that is missing."""
    bare = text.strip()
    if not bare:
        return Outline(None, Issue("geometry_no_area"))
    if len(bare) > _LONGEST:
        return Outline(None, Issue("geometry_broken", values={"why": f"> {_LONGEST}"}))
    try:
        shape, crs = _shape(bare)
    except AreaRefused as refused:
        return Outline(None, refused)
    except (shapely.errors.ShapelyError, ValueError, KeyError, TypeError) as error:
        why = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
        return Outline(None, Issue("geometry_broken", values={"why": why}))
    return _stored(shape, crs)


def _stored(shape: Any, crs: str) -> Outline:
    kept = made(np.array([shape], dtype=object), 1, Transform(crs), _LIMITS)
    errors = [issue for issue in kept.issues if issue.severity == "error"]
    found = kept.shapes[0]
    if errors or found is None:
        return Outline(None, errors[0] if errors else Issue("geometry_no_area"))
    geometry = json.loads(shapely.to_geojson(shapely.set_precision(found, 0.001, mode="pointwise")))
    return Outline(geometry, None, tuple(kept.issues))


def _shape(text: str) -> tuple[Any, str]:
    if text.startswith("{"):
        return _geojson(json.loads(text))
    if re.match(r"(SRID=\d+;)?\s*(MULTI)?POLYGON|GEOMETRYCOLLECTION", text, re.IGNORECASE):
        head, _, rest = text.rpartition(";")
        shape = shapely.force_2d(shapely.from_wkt(rest))
        said = re.match(r"SRID=(\d+)", head, re.IGNORECASE)
        return shape, f"EPSG:{said[1]}" if said else _guessed(shape)
    return _rings(text), _STORAGE


def _geojson(told: dict[str, Any]) -> tuple[Any, str]:
    shape = shapely.from_geojson(json.dumps(told))
    if shapely.get_type_id(shape) == shapely.GeometryType.GEOMETRYCOLLECTION:
        shape = shapely.unary_union(shapely.get_parts(shape))
    shape = shapely.force_2d(shape)
    named = re.search(r"EPSG:{1,2}(\d+)", str((told.get("crs") or {}).get("properties")))
    return shape, f"EPSG:{named[1]}" if named else _guessed(shape)


def _guessed(shape: Any) -> str:
    """Return degrees for numbers that can be none but degrees."""
    corners = shapely.get_coordinates(shape)
    small = len(corners) > 0 and float(np.abs(corners).max()) <= _DEGREES
    return "EPSG:4326" if small else _STORAGE


def _rings(text: str) -> Any:
    polygons: list[tuple[Any, list[Any]]] = []
    for first, lines in _blocks(text.splitlines()):
        hole = lines[0].strip().casefold().rstrip(":") in _HOLE
        corners = lines[1:] if hole else lines
        # Blank lines before, so that a line that is wrong is told by its number.
        padded = "\n" * (first + hole) + "\n".join(corners)
        features = json.loads(written(padded, _STORAGE))["features"]
        ring = features[0]["geometry"]["coordinates"][0]
        if hole and polygons:
            polygons[-1][1].append(ring)
        else:
            polygons.append((ring, []))
    return shapely.MultiPolygon([shapely.Polygon(shell, holes) for shell, holes in polygons])


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    open_block = False
    for number, line in enumerate(lines):
        if not line.strip():
            open_block = False
        elif open_block:
            found[-1][1].append(line)
        else:
            found.append((number, [line]))
            open_block = True
    return found


def text_of(geometry: dict[str, Any] | None) -> str:
    """Return an outline as the form shows it: millimetres, each corner once."""
    if not geometry:
        return ""
    parts = geometry["coordinates"]
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    blocks = []
    for polygon in polygons:
        for number, ring in enumerate(polygon):
            corners = [f"{_metres(point[0])} {_metres(point[1])}" for point in ring[:-1]]
            blocks.append("\n".join((["hull"] if number else []) + corners))
    return "\n\n".join(blocks)


def _metres(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
