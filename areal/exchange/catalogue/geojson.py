"""The catalogue as GeoJSON (RFC 7946, WGS 84), one feature a line, written as it is read."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, BinaryIO

from areal.exchange.catalogue.content import Content, Item
from areal.queries.catalogue import Table


def write(content: Content, table: Table, out: BinaryIO) -> int:
    """Write a table as a FeatureCollection and return the number of features.

    Coordinates have nine decimals of a degree: a tenth of a millimetre. Licence, date, the
    eksempeldata mark and the data dictionary are foreign members of the collection.
    """
    keys = [column.key for column in content.columns[table]]
    out.write(_head(content, table))
    count = 0
    for count, item in enumerate(content.items(table, "geojson"), start=1):
        out.write(b"\n" if count == 1 else b",\n")
        out.write(_feature(keys, item))
    out.write(b"\n]}\n")
    return count


def _head(content: Content, table: Table) -> bytes:
    head = {
        "type": "FeatureCollection",
        "name": table,
        **content.about.members(),
        "columns": [column.described(content.lang) for column in content.columns[table]],
    }
    return f'{_text(head).removesuffix("}")}, "features": ['.encode()


def _feature(keys: list[str], item: Item) -> bytes:
    values = dict(zip(keys, item.values, strict=True))
    # The outline is JSON already: reading and writing it again would cost more than the query.
    head = f'{{"type": "Feature", "id": {_text(values["slug"])}, '
    return f'{head}"geometry": {item.outline or "null"}, "properties": {_text(values)}}}'.encode()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_written)


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
