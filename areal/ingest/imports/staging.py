"""Put the rows of a file into a table of the transaction, by binary COPY."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import md5
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from areal.database import driver, sql
from areal.ingest.imports.fields import slugified
from areal.ingest.imports.rows import Row

_COLUMNS = (
    ("row_no", "int4"),
    ("slug", "text"),
    ("source_key", "text"),
    ("site", "text"),
    ("kommune", "text"),
    ("label", "text"),
    ("label_slug", "text"),
    ("digest", "text"),
    ("matrikkel", "text[]"),
    ("stated_m2", "float8"),
    ("props", "jsonb"),
    ("site_props", "jsonb"),
    ("raw", "jsonb"),
    ("point", "bytea"),
    ("geom", "bytea"),
    ("area_m2", "float8"),
    ("kept_geom", "bytea"),
    ("errors", "bool"),
)


def stage_rows(connection: Connection, rows: Iterable[Row]) -> int:
    """Fill ``import_row`` (EWKB, EPSG:25833) and return the number of rows.

    PostGIS reads the EWKB as it is sent: psycopg is told that a geometry is bytes.
    """
    for table in ("import_row", "import_issue"):
        connection.execute(text(f"DROP TABLE IF EXISTS pg_temp.{table}"))
    connection.execute(text(sql("import/row_table.sql")))
    connection.execute(text(sql("import/issue_table.sql")))
    names = ", ".join(name for name, _ in _COLUMNS)
    count = 0
    statement = f"COPY import_row ({names}) FROM STDIN (FORMAT BINARY)"
    with driver(connection).cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types([kind for _, kind in _COLUMNS])
        for row in rows:
            copy.write_row(_values(row))
            count += 1
    connection.execute(text("CREATE INDEX ON import_row USING gist (geom)"))
    connection.execute(text("CREATE INDEX ON import_row (row_no)"))
    connection.execute(text("ANALYZE import_row"))
    return count


def _values(row: Row) -> tuple[Any, ...]:
    aids, props = row.aids, row.props
    label = props.get("label") or next(iter(props.get("matrikkel") or ()), aids.get("source_key"))
    return (
        row.row_no,
        aids.get("slug"),
        aids.get("source_key"),
        aids.get("site"),
        aids.get("kommunenummer"),
        label,
        slugified(label) if label else None,
        _digest(row),
        props.get("matrikkel") or [],
        aids.get("stated_area_m2"),
        _json(props),
        _json(row.site_props),
        _json(row.raw),
        row.point,
        row.geom,
        row.area_m2,
        row.kept_geom,
        row.errors,
    )


def _digest(row: Row) -> str:
    told = md5(row.geom or b"", usedforsecurity=False)
    told.update(repr(row.props).encode())
    return told.hexdigest()


_EMPTY = Jsonb({})


def _json(value: dict[str, Any]) -> Jsonb:
    return Jsonb(value, dumps=_dumps) if value else _EMPTY


#: Made once: ``json.dumps`` makes one for each row.
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


def _dumps(value: Any) -> str:
    # PostgreSQL's JSON takes no NUL, and a NaN is no JSON.
    return _encode(value).replace("\\u0000", "").replace(": NaN", ": null")
