"""What a run found, for people (a row a kommune) and for programs (every finding)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, text

from areal.database import sql

VERDICT_COLUMNS = (
    "met",
    "consider",
    "deviates",
    "not_mapped",
    "missing",
    "not_relevant",
    "error",
)


@dataclass(frozen=True)
class KommuneRow:
    """The findings of a kommune (the last row: the region), on its parcels and its portfolio."""

    name: str
    parcels: int
    deviating: int
    findings: dict[str, int]


def table(connection: Connection, run_id: int) -> tuple[KommuneRow, ...]:
    """Return a row for each kommune, by number, and one for the region."""
    rows = connection.execute(text(sql("report/kommune.sql")), {"run_id": run_id})
    return tuple(
        KommuneRow(row.name, row.parcels, row.deviating, dict(row.findings)) for row in rows
    )


def as_json(connection: Connection, run_id: int) -> str:
    """Return the run with every finding as JSON text, in a fixed order."""
    tree = connection.execute(text(sql("report/findings.sql")), {"run_id": run_id}).scalar_one()
    return json.dumps(tree, ensure_ascii=False, indent=1)
