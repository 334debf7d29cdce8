"""GeoParquet: columns as they lie on disk; the system and the encoding are in its metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from areal.ingest.reading.columns import can_be_plain
from areal.ingest.reading.opened import Job, Opened, Rows
from areal.ingest.reading.refused import FileRefused
from areal.ingest.reading.tables import geometry_of

_INPUT = Path("input.parquet")
_ROWS = 4_096
_NAME = "GeoParquet"
_FAULTS = (pa.ArrowException, ValueError, TypeError, LookupError, OSError)
_DEFAULT_CRS = "OGC:CRS84"


@contextmanager
def open_parquet(job: Job) -> Iterator[Opened]:
    """Open a Parquet file; without GeoParquet's metadata it is a table."""
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    try:
        file = pq.ParquetFile(_INPUT, pre_buffer=False)
        yield _opened(job, file)
    except _FAULTS as error:
        raise FileRefused("unreadable", format=_NAME) from error


def _opened(job: Job, file: pq.ParquetFile) -> Opened:
    schema = file.schema_arrow
    geo = _geo(schema.metadata or {})
    primary = str(geo.get("primary_column", "geometry")) if geo else None
    if primary is not None and primary not in schema.names:
        raise FileRefused("unreadable", format=_NAME)
    column: Mapping[str, Any] = (geo.get("columns") or {}).get(primary) or {} if geo else {}
    own = [each for each in schema if each.name != primary and each.name not in _boxes(column)]
    fields = [each.name for each in own if can_be_plain(each.type)]
    opened = Opened(
        format=_NAME,
        layer=job.name,
        layers=(job.name,),
        fields=fields,
        rows=_rows(file, fields, primary, str(column.get("encoding", "WKB"))),
        geometry="shapes" if primary else geometry_of(fields, ()),
        crs=_crs(column) if primary else None,
        encoding="UTF-8",
        features=file.metadata.num_rows,
    )
    for each in own:
        if each.name not in fields:
            opened.note("column_skipped", name=each.name)
    return opened


def _geo(metadata: Mapping[bytes, bytes]) -> dict[str, Any]:
    told = json.loads(metadata.get(b"geo", b"{}"))
    return told if isinstance(told, dict) else {}


def _boxes(column: Mapping[str, Any]) -> set[str]:
    """Return the columns that only repeat the extent of the geometry."""
    covering = column.get("covering")
    box = covering.get("bbox") if isinstance(covering, dict) else None
    paths = box.values() if isinstance(box, dict) else ()
    return {str(path[0]) for path in paths if isinstance(path, list) and path}


def _crs(column: Mapping[str, Any]) -> str | None:
    """Return the system for PROJ; left out it is longitude and latitude, null is unknown."""
    crs = column.get("crs", _DEFAULT_CRS)
    if not isinstance(crs, dict):
        return None if crs is None else str(crs)
    told = crs.get("id")
    if isinstance(told, dict) and told.get("authority") and told.get("code"):
        return f"{told['authority']}:{told['code']}"
    return json.dumps(crs)


def _rows(
    file: pq.ParquetFile, fields: list[str], primary: str | None, encoding: str
) -> Iterator[Rows]:
    wanted = [*fields, *([primary] if primary else [])]
    try:
        for batch in file.iter_batches(_ROWS, columns=wanted, use_threads=False):
            columns = {name: batch.column(name) for name in fields}
            geometry = _wkb(batch.column(primary), encoding) if primary else None
            yield Rows(columns, geometry, batch.num_rows)
    except _FAULTS as error:
        raise FileRefused("unreadable", format=_NAME) from error


def _wkb(column: pa.Array, encoding: str) -> pa.Array:
    if encoding.upper() == "WKB":
        plain = column.storage if isinstance(column, pa.ExtensionArray) else column
        return plain.cast(pa.large_binary())
    from areal.ingest.reading.nested import to_wkb  # noqa: PLC0415 - hardly any file is so

    return to_wkb(column, encoding)
