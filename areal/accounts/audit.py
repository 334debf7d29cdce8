"""The log of what was done: read here, written by the database itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from areal.database import sql


@dataclass(frozen=True)
class Line:
    """One thing done: who, when, to what, and the fields that differ before and after."""

    audit_id: int
    at: datetime
    author: str
    action: str
    subject: str
    subject_id: int | None
    subject_name: str | None
    kommunenummer: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def lines(
    connection: Connection, *, account_id: int | None = None, most: int = 100
) -> tuple[Line, ...]:
    """Return the newest lines who asks may see; with ``account_id`` those by or about one."""
    rows = connection.execute(
        text(sql("accounts/audit.sql")), {"account_id": account_id, "most": most}
    ).mappings()
    return tuple(Line(**row) for row in rows)
