"""Which reader takes which kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

from areal.ingest.reading.opened import Job, Opened
from areal.ingest.reading.systems import settle

Opener = Callable[[Job], AbstractContextManager[Opened]]
#: Kind → the module and function that opens it; imported when wanted, for some are heavy.
_OPENERS = {
    "gpkg": "gdal:open_geopackage",
    "shp": "shapefile:open_shapefile",
    "geojson": "geojson:open_geojson",
    "gml": "xml_kinds:open_gml",
    "kml": "xml_kinds:open_kml",
    "gdb": "gdal:open_geodatabase",
    "fgb": "gdal:open_flatgeobuf",
    "xlsx": "gdal:open_xlsx",
    "parquet": "parquet:open_parquet",
    "csv": "csv_file:open_csv",
    "sosi": "sosi:open_sosi",
}


@contextmanager
def open_kind(job: Job) -> Iterator[Opened]:
    """Open the file in the folder this process stands in; raises ``FileRefused``."""
    if job.kind == "zip":
        from areal.ingest.reading.archives import unpack  # noqa: PLC0415

        found = unpack(Path("input.zip"), job)
        job = replace(job, kind=found.kind, name=found.name, asked=found.asked)
    opener: Opener = getattr(module(job.kind), _OPENERS[job.kind].split(":")[1])
    with opener(job) as file:
        file.name = job.name
        settle(file, job.asked)
        yield file


def module(kind: str) -> ModuleType:
    """Return the module that opens a kind of file."""
    name = "archives" if kind == "zip" else _OPENERS[kind].split(":")[0]
    return import_module(f"areal.ingest.reading.{name}")
