"""The process that reads one stranger's file: asked on standard input, answers on standard output.

It has no database, no settings and no secrets, may write no file, and has a limit on its memory
and time, so that whatever a file does to it ends with it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from areal.assess.areas.limits import Limits
from areal.assess.areas.refused import AreaRefused, refusal
from areal.files.barrier import no_sockets
from areal.files.process import all_but, die_with_parent, limit

#: Address space: the libraries take a third of it before anything is read.
_MEMORY = 1_536 * 1024 * 1024
#: What a file is → the GDAL driver that reads it.
DRIVERS = {"gpkg": "GPKG", "gml": "GML", "shp": "ESRI Shapefile"}
_MILLISECONDS = 1_000


def main() -> None:
    """Read a request, and write the areas or the refusal."""
    # Libraries print; what they print must not end up in the answer.
    answer = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request.pop("limits"))
    _confine(limits)
    told = _answer(sys.stdin.buffer.read(), limits, **request)
    with os.fdopen(answer, "w", encoding="utf-8") as out:
        json.dump(told, out)


def _confine(limits: Limits) -> None:
    die_with_parent()
    limit(_MEMORY, limits.timeout_ms // _MILLISECONDS + 2, written=0)
    no_sockets()


def _answer(content: bytes, limits: Limits, **asked: Any) -> dict[str, Any]:
    try:
        return read(content, limits, **asked)
    except AreaRefused as error:
        return {"refused": error.reason, "values": error.values}
    except MemoryError:
        return {"refused": "too_heavy", "values": {}}


def read(
    content: bytes,
    limits: Limits,
    *,
    kind: str,
    drivers: Sequence[str],
    crs: str | None,
    layer: str | None,
    each: bool,
) -> dict[str, Any]:
    """Return the areas of a file as JSON can hold them; shapes are EWKB in hexadecimal."""
    import shapely  # noqa: PLC0415 - after the limits are set

    from areal.assess.areas.shapes import shaped  # noqa: PLC0415
    from areal.crs import STORAGE  # noqa: PLC0415

    told = _features(kind, content, layer, limits, drivers)
    name, areas = shaped(told, crs, limits, each=each)
    return {
        "format": told.format,
        "crs": name,
        "areas": [
            {
                "geom": shapely.to_wkb(
                    shapely.set_srid(area.geometry, STORAGE), hex=True, include_srid=True
                ),
                "area_m2": area.area_m2,
                "properties": [_told(feature.properties) for feature in area.features],
                "notes": area.notes,
            }
            for area in areas
        ],
    }


def _features(
    kind: str, content: bytes, layer: str | None, limits: Limits, drivers: Sequence[str]
) -> Any:
    from areal.assess.areas.sniff import sniff  # noqa: PLC0415
    from areal.assess.areas.zipped import packed, unpacked  # noqa: PLC0415

    if kind == "zip":
        parts = unpacked(content, limits)
        if ".shp" in parts:
            kind, content = "shp", packed(parts)
        else:
            content = next(iter(parts.values()))
            kind = sniff(content)
            if kind in ("zip", "shp"):
                raise refusal("zip_without_map")
    if kind == "geojson":
        from areal.assess.areas.geojson import read_geojson  # noqa: PLC0415

        return read_geojson(content)
    # Read by GDAL when it is loaded: only the driver that is wanted is there to open anything.
    os.environ["GDAL_SKIP"] = all_but((DRIVERS[kind],), drivers)
    from areal.assess.areas.gdal import read_gdal  # noqa: PLC0415

    return read_gdal(kind, content, layer, limits)


def _told(properties: Any) -> dict[str, Any]:
    """Return what a feature says in single values; a list stays one, the rest is left out."""
    plain = (str, int, float, bool)
    return {
        str(name)[:100]: value
        for name, value in properties.items()
        if isinstance(value, plain)
        or (isinstance(value, list) and all(isinstance(item, plain) for item in value))
    }


if __name__ == "__main__":
    main()
