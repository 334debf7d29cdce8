"""Whether a table tells where its rows lie, and how, from its columns and first rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from areal.ingest.reading.contract import Geometry

_WKT = re.compile(
    r"\s*(SRID=\d+;)?\s*(MULTI)?(POLYGON|POINT|SURFACE|CURVEPOLYGON|GEOMETRYCOLLECTION)\s*Z?\s*\(",
    re.IGNORECASE,
)
_EAST = re.compile(r"^(x|øst|ost|aust|east|easting|lon|long|longitude|lengdegrad|x[ _-]?koord\w*)$")
_NORTH = re.compile(r"^(y|nord|north|northing|lat|latitude|breddegrad|y[ _-]?koord\w*)$")


def geometry_of(names: Sequence[str], rows: Iterable[Sequence[object]]) -> Geometry:
    """Return how a table tells where its rows lie."""
    if any(isinstance(value, str) and _WKT.match(value) for row in rows for value in row):
        return "wkt"
    plain = [name.strip().lower() for name in names]
    if any(map(_EAST.match, plain)) and any(map(_NORTH.match, plain)):
        return "coordinates"
    return "none"
