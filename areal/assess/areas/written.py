"""Coordinates as people write them, one point a line, made into the file they could have sent."""

from __future__ import annotations

import json
import re
from math import isfinite

from areal.assess.areas.refused import refusal

#: Systems people write coordinates in, with how their first number is called.
SYSTEMS = ("EPSG:4326", "EPSG:4258", "EPSG:25832", "EPSG:25833", "EPSG:25835", "EPSG:3857")
DEGREES = ("EPSG:4326", "EPSG:4258")
_MARKS = re.compile(r"[°ºNnSsEeØøWwVv]")
_FEWEST = 3
#: Where Norway lies in degrees; the ranges share no number, so the order of a pair shows.
_LAT = (57.0, 72.0)
_LON = (3.0, 32.0)
Point = tuple[float, float]


def written(text: str, crs: str) -> bytes:
    """Return a list of coordinates as GeoJSON in ``crs``; a blank line begins another polygon.

    A pair is latitude and longitude for degrees, east and north for metres. The other order is
    understood too: in Norway the numbers tell which is which. Raises ``AreaRefused`` for a line
    that is no pair and for fewer than three points.
    """
    rings = [_ordered(ring, crs) for ring in _rings(text)]
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Polygon", "coordinates": [_closed(ring)]},
        }
        for ring in rings
    ]
    system = {"type": "name", "properties": {"name": crs}}
    return json.dumps({"type": "FeatureCollection", "crs": system, "features": features}).encode()


def _rings(text: str) -> list[list[Point]]:
    rings: list[list[Point]] = [[]]
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            rings.append([])
        else:
            rings[-1].append(_pair(line, number))
    found = [ring for ring in rings if ring]
    fewest = min((len(set(ring)) for ring in found), default=0)
    if fewest < _FEWEST:
        raise refusal("too_few_points", points=fewest)
    return found


def _pair(line: str, number: int) -> Point:
    plain = _MARKS.sub(" ", line).strip().strip(",;")
    parts = [part.strip(",;") for part in re.split(r"[;\s]+", plain) if part.strip(",;")]
    if len(parts) == 1:
        parts = plain.split(",")
    try:
        first, second = (float(part.replace(",", ".")) for part in parts)
    except ValueError as error:
        raise refusal("line_not_pair", line=number, text=line.strip()[:60]) from error
    if not (isfinite(first) and isfinite(second)):
        raise refusal("line_not_pair", line=number, text=line.strip()[:60])
    return first, second


def _ordered(ring: list[Point], crs: str) -> list[Point]:
    """Return the points with east first, as GeoJSON has them."""
    if crs in DEGREES:
        east_first = all(_in(a, _LON) and _in(b, _LAT) for a, b in ring)
        return ring if east_first else [(b, a) for a, b in ring]
    # In every metric system of Norway the north is the larger number.
    north_first = all(a > b for a, b in ring)
    return [(b, a) for a, b in ring] if north_first else ring


def _in(value: float, span: Point) -> bool:
    return span[0] <= value <= span[1]


def _closed(ring: list[Point]) -> list[Point]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]
