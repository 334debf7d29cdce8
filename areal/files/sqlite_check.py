"""Look through the tables of a GeoPackage before GDAL does."""

from __future__ import annotations

import sqlite3


def has_programs(connection: sqlite3.Connection) -> bool:
    """Return whether a table is a program: only a spatial index may be virtual.

    Views and triggers are left: nothing is written, and a view reads only the same file.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    found = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND coalesce(rootpage, 0) = 0 "
        "AND lower(sql) NOT LIKE '%using rtree%' AND lower(sql) NOT LIKE '%using \"rtree%'"
    ).fetchone()
    return found is not None
