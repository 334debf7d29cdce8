"""Files that GDAL reads, each by its one driver, as a stream of Arrow."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from areal.files.process import all_but
from areal.files.sqlite_check import has_programs
from areal.ingest.reading.layers import Layer, choose
from areal.ingest.reading.opened import Job, Opened, Rows
from areal.ingest.reading.refused import FileRefused

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 4_096
_WAL_MARK = slice(18, 20)
_ROLLBACK, _WAL = b"\x01\x01", b"\x02\x02"
_DEFAULT_GEOMETRY = "wkb_geometry"


def load_gdal(job: Job, driver: str, **options: str) -> None:
    """Set GDAL up with one driver; it reads these settings once, when it is loaded."""
    os.environ["GDAL_SKIP"] = all_but((driver,), job.drivers)
    # A batch is cut where it grows too large for the memory there is.
    options.setdefault("OGR_ARROW_MEM_LIMIT", str(max(32_000_000, job.limits.max_vertices * 40)))
    os.environ.update(options)
    warnings.simplefilter("ignore")
    # pyogrio wants it for GeoDataFrames, and it takes a third of the time of loading.
    sys.modules["pyproj"] = None  # type: ignore[assignment]
    import_module("pyogrio")
    del sys.modules["pyproj"]


@contextmanager
def open_gdal(
    job: Job,
    path: Path,
    name: str,
    *,
    single: bool = False,
    encoding: str | None = None,
    counted: bool = True,
    first_table: bool = False,
    **options: Any,
) -> Iterator[Opened]:
    """Open a layer with the one driver there is; ``name`` is what people call the format.

    ``single`` says that the format has one layer a file, which is called as the file is.
    ``counted`` asks for the number of features, which for some formats means reading the file.
    """
    from pyogrio import list_layers, raw, read_info  # noqa: PLC0415 - after load_gdal

    with _faults(name), ExitStack() as stack:
        layers = [Layer(job.name, "Unknown")] if single else _layers(list_layers(path))
        called = job.name if single else choose(job, layers, first_table=first_table)
        chosen = None if single else called
        features = None
        if counted:
            told = read_info(path, layer=chosen, encoding=encoding, **options)
            features = told["features"] if told["features"] >= 0 else None
        meta, reader = stack.enter_context(
            raw.open_arrow(
                path,
                layer=chosen,
                encoding=encoding,
                batch_size=_ROWS,
                use_pyarrow=True,
                datetime_as_string=True,
                **options,
            )
        )
        shown = [each.name for each in layers]
        file = _opened(name, called, shown, meta, reader)
        file.features = features
        others = [each for each in shown if each != file.layer]
        if others and job.asked.layer is None:
            file.note("layer_chosen", layer=file.layer, others=others[:12])
        yield file


def _layers(found: Any) -> list[Layer]:
    return [Layer(str(name), None if kind is None else str(kind)) for name, kind in found]


def _opened(
    name: str, layer: str, layers: Sequence[str], meta: Mapping[str, Any], reader: Any
) -> Opened:
    from areal.ingest.reading.columns import can_be_plain  # noqa: PLC0415

    drawn = meta["geometry_type"] is not None
    geometry = (meta["geometry_name"] or _DEFAULT_GEOMETRY) if drawn else None
    own = [each for each in reader.schema if each.name not in (geometry, meta["fid_column"])]
    fields = [each.name for each in own if can_be_plain(each.type)]
    moments = _moments(meta)
    file = Opened(
        format=name,
        layer=layer,
        layers=layers,
        fields=fields,
        rows=_rows(reader, fields, moments, geometry, name),
        geometry="shapes" if drawn else "none",
        crs=meta["crs"] or None,
        encoding=meta["encoding"],
    )
    for each in own:
        if each.name not in fields:
            file.note("column_skipped", name=each.name)
    return file


def _moments(meta: Mapping[str, Any]) -> set[str]:
    """Return the columns that hold a date with a time, which come as text."""
    types = zip(meta["fields"], meta["ogr_types"], strict=True)
    return {str(name) for name, kind in types if kind == "OFTDateTime"}


def _rows(
    reader: pa.RecordBatchReader,
    fields: Sequence[str],
    moments: set[str],
    geometry: str | None,
    name: str,
) -> Iterator[Rows]:
    from areal.ingest.reading.columns import shortened  # noqa: PLC0415

    with _faults(name):
        for batch in reader:
            columns = {each: batch.column(each) for each in fields}
            columns |= {each: shortened(columns[each]) for each in moments & columns.keys()}
            shapes = batch.column(geometry) if geometry in batch.schema.names else None
            yield Rows(columns, shapes, batch.num_rows)


@contextmanager
def _faults(name: str) -> Iterator[None]:
    """Say of whatever GDAL, Arrow or SQLite stumbles over that the file can't be read."""
    import pyarrow as pa  # noqa: PLC0415
    from pyogrio import errors  # noqa: PLC0415

    try:
        yield
    except (FileRefused, MemoryError, BrokenPipeError):
        raise
    except (
        errors.DataSourceError,
        errors.DataLayerError,
        errors.CRSError,
        errors.FieldError,
        errors.FeatureError,
        errors.GeometryError,
        pa.ArrowException,
        sqlite3.Error,
        RuntimeError,
        ValueError,
        TypeError,
        LookupError,
        OSError,
    ) as error:
        raise FileRefused("unreadable", format=name) from error


@contextmanager
def open_geopackage(job: Job) -> Iterator[Opened]:
    """Open a GeoPackage; one that another program has open is copied with its log."""
    path = _settled(Path("input.gpkg"), job)
    _check_tables(path)
    load_gdal(job, "GPKG")
    with open_gdal(job, path, "GeoPackage") as file:
        yield file


def _settled(path: Path, job: Job) -> Path:
    """Return a GeoPackage SQLite needs no folder of its own for."""
    with path.open("rb") as opened:
        if opened.read(_WAL_MARK.stop)[_WAL_MARK] != _WAL:
            return path
    copy = Path("settled.gpkg")
    if path.stat().st_size > job.limits.max_unpacked_bytes:
        raise FileRefused("unreadable", format="GeoPackage")
    shutil.copyfile(path, copy)
    log = Path("input.gpkg-wal")
    if log.exists():
        shutil.copyfile(log, "settled.gpkg-wal")
    else:
        with copy.open("r+b") as opened:
            opened.seek(_WAL_MARK.start)
            opened.write(_ROLLBACK)
    return copy


def _check_tables(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            programs = has_programs(connection)
    except (sqlite3.Error, ValueError, OverflowError) as error:
        raise FileRefused("unreadable", format="GeoPackage") from error
    if programs:
        raise FileRefused("unreadable", format="GeoPackage")


@contextmanager
def open_geodatabase(job: Job) -> Iterator[Opened]:
    """Open a file geodatabase, which is a folder."""
    load_gdal(job, "OpenFileGDB", GDAL_DISABLE_READDIR_ON_OPEN="FALSE")
    with open_gdal(job, Path("input.gdb"), "FileGDB") as file:
        yield file


@contextmanager
def open_flatgeobuf(job: Job) -> Iterator[Opened]:
    """Open a FlatGeobuf file, with its numbers checked before they are followed."""
    # GDAL's own way of making columns of this format loses count at a row without geometry.
    load_gdal(job, "FlatGeobuf", OGR_FLATGEOBUF_STREAM_BASE_IMPL="YES")
    with open_gdal(job, Path("input.fgb"), "FlatGeobuf", VERIFY_BUFFERS="YES") as file:
        yield file


@contextmanager
def open_xlsx(job: Job) -> Iterator[Opened]:
    """Open a sheet of an Excel file; its first row names the columns."""
    load_gdal(job, "XLSX", OGR_XLSX_HEADERS="FORCE")
    with open_gdal(job, Path("input.xlsx"), "XLSX", first_table=True) as file:
        yield file
