"""The catalogue as GeoParquet 1.1: WKB in EPSG:25833, written row group by row group."""

from __future__ import annotations

import json
from typing import BinaryIO

import pyarrow.parquet as pq
import pyproj

from areal.crs import STORAGE
from areal.exchange.catalogue.arrow import GEOMETRY, batches, schema
from areal.exchange.catalogue.content import Content
from areal.queries.catalogue import Table


def write(content: Content, table: Table, out: BinaryIO) -> int:
    """Write a table and return the number of rows.

    The file's metadata hold ``geo`` (the format's own) and ``areal``: licence, date, the
    eksempeldata mark and the data dictionary.
    """
    told = {
        **content.about.members(),
        "columns": [column.described(content.lang) for column in content.columns[table]],
    }
    form = schema(content, table).with_metadata({"geo": _geo(), "areal": _text(told)})
    count = 0
    with pq.ParquetWriter(out, form, compression="zstd") as writer:
        for batch in batches(content, table):
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _geo() -> str:
    column = {
        "encoding": "WKB",
        "geometry_types": ["MultiPolygon"],
        "crs": pyproj.CRS.from_epsg(STORAGE).to_json_dict(),
        "edges": "planar",
    }
    return _text({"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}})


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
