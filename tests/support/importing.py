"""Import a file as the command does, in a test's own transaction."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from areal.ingest.imports.order import Order, Report, limits_of
from areal.ingest.imports.run import import_file
from areal.ingest.reading import Asked
from areal.settings import get_settings

DAY = date(2026, 11, 23)


def order(**told: Any) -> Order:
    """Return an order as the command would make it."""
    asked = Asked(**{name: told.pop(name) for name in ("crs", "layer", "encoding") if name in told})
    given = {"author": "test", "today": DAY, "limits": limits_of(get_settings()), "asked": asked}
    return Order(**{**given, **told})


def take(connection: Connection, path: Path, **told: Any) -> Report:
    """Import a file and return the report."""
    return import_file(connection, path, order(**told))


def by_row(report: Report) -> dict[int, set[str]]:
    """Return the codes that are said of each row, but those that say nothing is wrong."""
    found: dict[int, set[str]] = {}
    for issue in report.issues:
        if issue.row and issue.severity != "info":
            found.setdefault(issue.row, set()).add(issue.code)
    return found


def snapshot(connection: Connection) -> list[Any]:
    """Return every site and parcel, with what hangs on them."""
    return [
        tuple(row)
        for table in ("site", "parcel", "verification", "restriction", "site_media")
        for row in connection.execute(
            text(
                f"SELECT '{table}', to_jsonb(t) - CAST(:left_out AS text[]) "
                f"FROM areal.{table} AS t ORDER BY to_jsonb(t)::text"
            ),
            {"left_out": ["changed_at", "changed_by", "changed_import"]},
        )
    ]
