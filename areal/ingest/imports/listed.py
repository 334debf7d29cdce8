"""The imports that are on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from areal.errors import NotFound


@dataclass(frozen=True)
class Listed:
    """One import: when, by whom, which file, and what became of it."""

    import_id: int
    name: str
    file: str | None
    author: str
    at: datetime
    state: str
    new: int
    changed: int
    gone: int
    waiting: int


def imports(connection: Connection) -> list[Listed]:
    """Return every import, newest first."""
    rows = connection.execute(
        text(
            "SELECT b.import_id, b.name, b.file_name, b.imported_by, b.imported_at, b.state, "
            "coalesce((b.counts ->> 'new')::int, (b.counts ->> 'parcels')::int, 0) AS new, "
            "coalesce((b.counts ->> 'changed')::int, 0) AS changed, "
            "coalesce((b.counts ->> 'gone')::int, 0) AS gone, "
            "(SELECT count(*) FROM areal.import_kept AS k WHERE k.import_id = b.import_id "
            "AND k.settled_by IS NULL) AS waiting "
            "FROM areal.import_batch AS b ORDER BY b.import_id DESC"
        )
    )
    return [Listed(*row) for row in rows]


def stored_report(connection: Connection, import_id: int) -> dict[str, Any]:
    """Return the report of an import as JSON; raises ``NotFound`` when there is none."""
    report = connection.execute(
        text("SELECT report FROM areal.import_batch WHERE import_id = :id"), {"id": import_id}
    ).scalar()
    if report is None:
        raise NotFound(
            f"There is no report of import {import_id}.", hint="See `areal import list`."
        )
    found: dict[str, Any] = report
    return found
