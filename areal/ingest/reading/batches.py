"""Rows as they are sent: plain columns, 2D WKB without curves, and never too much at once."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from areal.ingest.reading.columns import plain
from areal.ingest.reading.contract import Limits
from areal.ingest.reading.opened import Opened, Rows
from areal.ingest.reading.refused import FileRefused
from areal.ingest.reading.shapes import Shapes

MOST_ROWS = 4_096
MOST_BYTES = 16_000_000
_GEOMETRY = ""


def schema() -> pa.Schema:
    """Return the schema of a file without rows."""
    return pa.schema([(_GEOMETRY, pa.large_binary())])


def batches(file: Opened, limits: Limits) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a file; the geometry is the first column.

    Raises ``FileRefused`` for more rows, columns, points or text than allowed.
    """
    if len(file.fields) > limits.max_columns:
        raise FileRefused("too_many_columns", columns=len(file.fields), limit=limits.max_columns)
    if file.features is not None and file.features > limits.max_features:
        raise FileRefused("too_many_features", limit=limits.max_features)
    shapes = Shapes(file, limits)
    done = 0
    for rows in file.rows:
        if done + rows.count > limits.max_features:
            raise FileRefused("too_many_features", limit=limits.max_features)
        yield from _split(_whole(rows, shapes, limits, done))
        done += rows.count


def _whole(rows: Rows, shapes: Shapes, limits: Limits, done: int) -> pa.RecordBatch:
    if rows.geometry is None:
        geometry = pa.nulls(rows.count, pa.large_binary())
    else:
        geometry = shapes.simple(rows.geometry, done)
    names, columns = [_GEOMETRY], [geometry]
    for name, column in rows.columns.items():
        names.append(name)
        columns.append(plain(name, column, limits))
    return pa.RecordBatch.from_arrays(columns, names=names)


def _split(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Yield a batch in pieces that are small enough; a single row is as large as it is."""
    if batch.num_rows <= MOST_ROWS and batch.nbytes <= MOST_BYTES:
        if batch.num_rows:
            yield batch
    elif batch.num_rows == 1:
        yield batch
    else:
        half = min(MOST_ROWS, batch.num_rows // 2)
        yield from _split(batch.slice(0, half))
        yield from _split(batch.slice(half))
