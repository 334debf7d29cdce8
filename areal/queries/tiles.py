"""Vector tiles of the parcels, for maps with more of them than a page should fetch as GeoJSON."""

from __future__ import annotations

from dataclasses import replace
from math import atan, degrees, pi, sinh

from areal.errors import NotFound
from areal.queries.connection import Connection, one
from areal.queries.filters import Bbox, ParcelFilter, filtered

#: Media type of a Mapbox vector tile.
MVT = "application/vnd.mapbox-vector-tile"
#: Closest zoom there are tiles of; nearer, a map stretches these.
DEEPEST = 16
#: Parcels are drawn a little outside their tile, so that outlines don't end at its edge; of a tile.
_MARGIN = 1 / 64


def tile(connection: Connection, parcel_filter: ParcelFilter, z: int, x: int, y: int) -> bytes:
    """Return the tile ``z/x/y`` (web mercator, y from the north); empty where nothing is.

    Raises ``NotFound`` for a tile that is outside the world or nearer than the nearest.
    """
    if not (0 <= z <= DEEPEST and 0 <= x < 2**z and 0 <= y < 2**z):
        raise NotFound("There is no such tile.", hint=f"Zoom is 0 to {DEEPEST}.")
    inside = replace(parcel_filter, bbox=extent(z, x, y))
    row = one(connection, filtered("tile"), z=z, x=x, y=y, **inside.binds())
    return bytes(row["tile"]) if row else b""


def extent(z: int, x: int, y: int) -> Bbox:
    """Return the box of a tile with its margin, in degrees."""
    west, east = (_longitude(z, x - _MARGIN), _longitude(z, x + 1 + _MARGIN))
    north, south = (_latitude(z, y - _MARGIN), _latitude(z, y + 1 + _MARGIN))
    return Bbox(max(west, -180.0), south, min(east, 180.0), north)


def _longitude(z: int, x: float) -> float:
    return float(x / 2**z * 360 - 180)


def _latitude(z: int, y: float) -> float:
    return degrees(atan(sinh(pi * (1 - 2 * y / 2**z))))
