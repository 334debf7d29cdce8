"""GML and KML: text that says its charset and may lie about it, looked through before GDAL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from areal.files.xml_check import XmlFault, check_xml
from areal.ingest.reading.gdal import load_gdal, open_gdal
from areal.ingest.reading.opened import Job, Opened
from areal.ingest.reading.refused import FileRefused


@contextmanager
def open_gml(job: Job) -> Iterator[Opened]:
    """Open GML 2 or 3; links in it are not followed, schemas not fetched."""
    with _checked(job, Path("input.gml"), "GML", "GML") as file:
        yield file


@contextmanager
def open_kml(job: Job) -> Iterator[Opened]:
    """Open KML; links to other files are not followed."""
    with _checked(job, Path("input.kml"), "LIBKML", "KML") as file:
        yield file


@contextmanager
def _checked(job: Job, path: Path, driver: str, name: str) -> Iterator[Opened]:
    _check(path)
    load_gdal(job, driver)
    with open_gdal(job, path, name, counted=False) as file:
        yield file


def _check(path: Path) -> None:
    try:
        with path.open("rb") as opened:
            check_xml(opened)
    except XmlFault as error:
        if error.what == "doctype":
            raise FileRefused("xml_doctype") from error
        raise FileRefused("xml_broken", line=error.line) from error
