"""Read features of any file GDAL knows, with the coordinate system checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from pyogrio import list_layers, raw
from pyogrio.errors import DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError

from areal.errors import InputError


@dataclass(frozen=True)
class Features:
    """Features as read: ``rows`` are (properties, EWKB) in the system ``srid``.

    They may be a stream, which is read once.
    """

    srid: int
    rows: Iterable[tuple[dict[str, Any], bytes | None]]


def read_features(path: Path, layer: str | None = None) -> Features:
    """Return every feature of a file (of its one layer, or of ``layer``).

    Raises ``InputError`` for a file that is absent, unreadable or of no known format, for a layer
    that is not in it, and for a missing or unknown coordinate system.
    """
    if not path.exists():
        raise InputError("the file does not exist", file=str(path))
    try:
        names = [str(name) for name in list_layers(path)[:, 0]]
        if layer is not None and layer not in names:
            raise InputError(
                f"has no layer '{layer}'", file=str(path), hint=f"It has: {', '.join(names)}."
            )
        meta, _, geometry, values = raw.read(path, layer=layer or names[0], force_2d=True)
    except (DataSourceError, OSError, UnicodeDecodeError, ValueError, IndexError) as error:
        raise InputError(
            f"the file can't be read as map data: {str(error).splitlines()[0]}",
            file=str(path),
            hint="Give it as GeoPackage, GeoJSON, Shapefile or another format GDAL reads.",
        ) from error
    srid = _srid(meta, path)
    fields = [str(name) for name in meta["fields"]]
    return Features(srid, list(_rows(fields, values, geometry, srid)))


def _srid(meta: Mapping[str, Any], path: Path) -> int:
    if not meta["crs"]:
        raise InputError(
            "the file does not say its coordinate system",
            file=str(path),
            field="crs",
            hint="Save it with one, for example EPSG:25833.",
        )
    try:
        srid = CRS.from_user_input(meta["crs"]).to_epsg()
    except CRSError:
        srid = None
    if srid is None:
        raise InputError(
            "the coordinate system of the file has no EPSG number",
            file=str(path),
            field="crs",
            hint="Reproject it to EPSG:25833.",
        )
    return srid


def _rows(
    fields: list[str], values: Any, geometry: Any, srid: int
) -> Iterator[tuple[dict[str, Any], bytes | None]]:
    columns = [column.tolist() for column in values]
    shapes = shapely.from_wkb(geometry)
    ewkb = shapely.to_wkb(shapely.set_srid(shapes, srid), include_srid=True)
    for number, shape in enumerate(ewkb):
        row = {name: plain(column[number]) for name, column in zip(fields, columns, strict=True)}
        yield row, shape


def plain(value: Any) -> Any:
    """Return a value JSON can hold: NaN, which GDAL gives for an empty number, is null."""
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124
