"""The catalogue as a stream of Arrow batches, which GeoPackage and GeoParquet are written from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pyarrow as pa

from areal.exchange.catalogue.columns import CatalogueColumn
from areal.exchange.catalogue.content import Content, Item
from areal.queries.catalogue import Table

#: Name of the column of outlines: WKB of MultiPolygons in EPSG:25833.
GEOMETRY = "geometry"
#: Few enough that a thousand large outlines stay small in memory.
_AT_A_TIME = 1_000
_TYPES = {
    "number": pa.float64(),
    "whole": pa.int32(),
    "flag": pa.bool_(),
    "date": pa.date32(),
}


def schema(content: Content, table: Table) -> pa.Schema:
    """Return the schema of a table; each field tells what it means in its metadata."""
    fields = [_field(column, content.lang) for column in content.columns[table]]
    return pa.schema([*fields, pa.field(GEOMETRY, pa.binary())])


def batches(content: Content, table: Table) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table, a thousand at a time."""
    form, items = schema(content, table), content.items(table, "wkb")
    while part := list(islice(items, _AT_A_TIME)):
        yield pa.record_batch(_arrays(form, part), schema=form)


def _arrays(form: pa.Schema, items: list[Item]) -> list[pa.Array]:
    columns = list(zip(*(item.values for item in items), strict=True))
    columns.append(tuple(None if i.outline is None else bytes(i.outline) for i in items))
    return [pa.array(values, type=field.type) for field, values in zip(form, columns, strict=True)]


def _field(column: CatalogueColumn, lang: str) -> pa.Field:
    told = column.described(lang)
    return pa.field(column.key, _TYPES.get(column.form, pa.string()), metadata=told)
