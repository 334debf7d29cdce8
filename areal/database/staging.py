"""A temporary table that takes geometry and properties by binary COPY, for set-based loading."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, text


def stage(
    connection: Connection, table: str, rows: Iterable[tuple[Mapping[str, Any], bytes | None]]
) -> int:
    """Fill temporary table ``table`` with (row_no, props, geom) and return the number of rows.

    ``rows`` are properties and EWKB. The table is gone at the end of the transaction. Binary COPY
    is several times faster than any INSERT: PostGIS reads the EWKB as it is sent.
    """
    connection.execute(text(f"DROP TABLE IF EXISTS pg_temp.{table}"))
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE {table} (row_no integer, props jsonb, geom geometry) "
            "ON COMMIT DROP"
        )
    )
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - the connection is open
    count = 0
    statement = f"COPY {table} (row_no, props, geom) FROM STDIN (FORMAT BINARY)"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(["int4", "jsonb", "bytea"])
        for count, (props, geom) in enumerate(rows, start=1):
            copy.write_row((count, _Json(props), geom))
    connection.execute(text(f"ANALYZE {table}"))
    return count


def _Json(props: Mapping[str, Any]) -> Any:  # noqa: N802 - stands for psycopg's wrapper class
    from psycopg.types.json import Jsonb  # noqa: PLC0415

    return Jsonb(props, dumps=lambda value: json.dumps(value, ensure_ascii=False, default=str))
