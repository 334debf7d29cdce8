"""Coordinate systems by their numbers: flat, east before north, and EPSG where they have one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from areal.ingest.reading.contract import Asked
from areal.ingest.reading.opened import Opened
from areal.ingest.reading.refused import FileRefused

if TYPE_CHECKING:
    from pyproj import CRS

#: ETRS89 / UTM under its other numbers → the one everybody uses, 258 and the zone. 3012 and the
#: zone has north before east, but files hold east first in truth; from 10982 and 10990 on are
#: those of Norway's own frame, EUREF89, which newer tables name apart.
_SAME = {
    f"EPSG:{start + zone}": f"EPSG:{25800 + zone}"
    for zone in range(30, 38)
    for start in (3012, 10982, 10990)
} | {"EPSG:10875": "EPSG:4258"}
#: Systems that need no looking up.
_PLAIN = {f"EPSG:{number}" for number in (25831, 25832, 25833, 25834, 25835, 4258, 4326, 3857)}
_EPSG = re.compile(
    r"(?:urn:ogc:def:crs:EPSG:[\d.]*:|https?://www\.opengis\.net/def/crs/EPSG/0/|"
    r"https?://www\.opengis\.net/gml/srs/epsg\.xml#|EPSG:)(\d{4,6})$",
    re.IGNORECASE,
)
_CRS84 = ("OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84")
_MIN_CONFIDENCE = 70
_SHOWN = 80


def settle(file: Opened, asked: Asked) -> None:
    """Write the system of a file as ``EPSG:n`` where it is one, and say what was done to it.

    What was asked for wins over what the file says.
    """
    if file.geometry != "shapes" and not asked.crs:
        return
    said = _said(file)
    if asked.crs:
        wanted = known(asked.crs)
        if wanted is None:
            raise FileRefused("crs_not_known", crs=asked.crs[:_SHOWN])
        if said is not None and said != wanted:
            file.note("crs_overruled", was=said[:_SHOWN], crs=wanted)
        said = wanted
    elif said is None and not any(note.code == "crs_unknown" for note in file.notes):
        file.note("crs_missing")
    file.crs = said


def _said(file: Opened) -> str | None:
    if not file.crs:
        return None
    told = _short(file.crs)
    settled = known(file.crs)
    if settled is None:
        file.note("crs_unknown", was=told[:_SHOWN])
    elif told in _SAME:
        file.note("crs_relabelled", was=told, crs=settled)
    elif told.startswith("EPSG:") and told != settled:
        file.note("crs_flattened", was=told, crs=settled)
    return settled


def _short(text: str) -> str:
    match = _EPSG.match(text.strip())
    return f"EPSG:{match[1]}" if match else text.strip()


def known(text: str) -> str | None:
    """Return ``EPSG:n`` for a system, or its WKT where it has no number; None for no system."""
    short = _short(text)
    short = _SAME.get(short, short)
    if short in _PLAIN:
        return short
    return "EPSG:4326" if short in _CRS84 else _looked_up(short)


def _looked_up(text: str) -> str | None:
    from pyproj import CRS  # noqa: PLC0415 - most files have a plain one
    from pyproj.exceptions import CRSError, ProjError  # noqa: PLC0415

    try:
        crs = _flat(CRS.from_user_input(int(text) if text.isdigit() else text))
        number = crs.to_epsg(min_confidence=_MIN_CONFIDENCE)
    except (CRSError, ProjError, ValueError, OverflowError, TypeError):
        return None
    if not (crs.is_geographic or crs.is_projected):
        return None
    if number is None:
        return str(crs.to_wkt("WKT2_2019"))
    plain = f"EPSG:{number}"
    return _SAME.get(plain, plain)


def _flat(crs: CRS) -> CRS:
    """Return the part of a system that is about the plane."""
    if crs.is_compound:
        return _flat(crs.sub_crs_list[0])
    if crs.is_bound and crs.source_crs is not None:
        return _flat(crs.source_crs)
    return crs.to_2d()
