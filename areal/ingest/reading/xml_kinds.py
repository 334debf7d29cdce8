"""GML and KML: text that says its charset and may lie about it, looked through before GDAL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from areal.files.xml_check import XmlFault, check_xml
from areal.ingest.reading.gdal import load_gdal, open_gdal
from areal.ingest.reading.opened import Job, Opened
from areal.ingest.reading.refused import FileRefused

#: The types of a layer of triangles or of faces, and that of any geometry.
_TRIANGLES = re.compile(r"<GeometryType>-?\d*(?:1[567]|214748366[345])</GeometryType>")
_ANY = "<GeometryType>0</GeometryType>"


@contextmanager
def open_gml(job: Job) -> Iterator[Opened]:
    """Open GML 2 or 3; links in it are not followed, schemas not fetched."""
    path = Path("input.gml")
    _check(path)
    load_gdal(job, "GML", GDAL_DISABLE_READDIR_ON_OPEN="FALSE")
    _learn(path)
    with open_gdal(job, path, "GML", counted=False) as file:
        yield file


@contextmanager
def open_kml(job: Job) -> Iterator[Opened]:
    """Open KML; links to other files are not followed."""
    path = Path("input.kml")
    _check(path)
    load_gdal(job, "LIBKML")
    with open_gdal(job, path, "KML", counted=False) as file:
        yield file


def _learn(path: Path) -> None:
    """Have GDAL look the file through once and keep what it learnt beside it.

    It may learn of surfaces of triangles, which are left to be any surface: pyogrio knows none.
    """
    from pyogrio import errors, list_layers  # noqa: PLC0415 - after load_gdal

    with suppress(errors.DataSourceError, errors.DataLayerError, errors.GeometryError, ValueError):
        list_layers(path)
    learnt = path.with_suffix(".gfs")
    if learnt.exists():
        text = learnt.read_text("utf-8", errors="surrogateescape")
        learnt.write_text(_TRIANGLES.sub(_ANY, text), "utf-8", errors="surrogateescape")


def _check(path: Path) -> None:
    try:
        with path.open("rb") as opened:
            check_xml(opened)
    except XmlFault as error:
        if error.what == "doctype":
            raise FileRefused("xml_doctype") from error
        raise FileRefused("xml_broken", line=error.line) from error
