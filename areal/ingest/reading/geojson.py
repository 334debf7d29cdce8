"""GeoJSON: looked through strictly where it is small, so that what is wrong can be said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from areal.ingest.reading.charset import UTF8, as_utf8, asked_for, of_file
from areal.ingest.reading.gdal import load_gdal, open_gdal
from areal.ingest.reading.json_parts import parts_of
from areal.ingest.reading.opened import Job, Opened, Rows

_INPUT, _UTF8 = Path("input.geojson"), Path("utf8.geojson")
_WGS84 = "EPSG:4326"
_NAME = "GeoJSON"


@contextmanager
def open_geojson(job: Job) -> Iterator[Opened]:
    """Open a collection, a list of collections or features, or one feature a line.

    Without a ``crs`` it is longitude and latitude, as the format says.
    """
    path, encoding, guessed = _as_utf8(job)
    parts = parts_of(path)
    load_gdal(job, "GeoJSONSeq" if parts.lines else "GeoJSON")
    with open_gdal(job, parts.path, _NAME, single=True, counted=False) as file:
        file.encoding = encoding
        if guessed:
            file.note("encoding_guessed", encoding=encoding)
        if parts.joined > 1:
            file.note("joined", count=parts.joined)
        if parts.drawn is not None:
            file.features = len(parts.drawn)
            file.rows = _watched(file, file.rows, parts.drawn)
            file.crs = parts.crs or _WGS84
            if parts.crs is None and job.asked.crs is None:
                file.note("crs_assumed", format=_NAME, crs=_WGS84)
        yield file


def _as_utf8(job: Job) -> tuple[Path, str, bool]:
    """Return the file as UTF-8, the charset it was in, and whether that was guessed."""
    asked = job.asked.encoding
    encoding = asked_for(asked) if asked else of_file(_INPUT)
    if encoding == UTF8:
        return _INPUT, UTF8, False
    as_utf8(_INPUT, encoding, _UTF8)
    return _UTF8, encoding, asked is None and encoding != "UTF-16"


def _watched(file: Opened, coming: Iterator[Rows], drawn: bytes) -> Iterator[Rows]:
    """Say which rows have a geometry that GDAL made nothing of."""
    done = 0
    for rows in coming:
        if rows.geometry is not None:
            lost = [
                done + at + 1
                for at, absent in enumerate(rows.geometry.is_null().to_pylist())
                if absent and drawn[done + at : done + at + 1] == b"\x01"
            ]
            if lost:
                file.note("geometry_unreadable", count=len(lost), row=lost[0])
        done += rows.count
        yield rows
