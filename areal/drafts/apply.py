"""Write a draft into the catalogue by field, and put it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, text

from areal.drafts.store import Draft
from areal.errors import ArealError


class Moved(ArealError):
    """The catalogue has since moved in the same fields."""

    code = "moved"

    def __init__(self, fields: list[str]) -> None:
        super().__init__(f"The catalogue has moved: {', '.join(fields)}.")
        self.fields = fields


@dataclass(frozen=True)
class Applied:
    """What is needed to undo."""

    site_id: int
    rows: list[dict[str, Any]]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Applied:
        return cls(**told)


def apply(connection: Connection, draft: Draft) -> Applied:
    """Write what differs from the base."""
    assert draft.site_id is not None
    rows: list[dict[str, Any]] = []
    moved: list[str] = []
    pairs = [("site", draft.site_id, draft.base["site"], draft.content["site"])]
    old = {item["key"]: item for item in draft.base["parcels"]}
    for parcel in draft.content["parcels"]:
        before = old.get(parcel["key"])
        if before is not None:
            pairs.append(("parcel", parcel["parcel_id"], before["fields"], parcel["fields"]))
    for table, key, before, after in pairs:
        new = {name: value for name, value in after.items() if value != before.get(name)}
        if not new:
            continue
        now = _row(connection, table, key)
        moved += [name for name in new if now.get(name) not in (before.get(name), new[name])]
        _write(connection, table, key, new)
        rows.append(
            {
                "table": table,
                "key": key,
                "before": {name: now.get(name) for name in new},
                "after": new,
            }
        )
    if moved:
        raise Moved(moved)
    return Applied(draft.site_id, rows)


def revert(connection: Connection, applied: Applied) -> None:
    """Put it back."""
    for row in applied.rows:
        now = _row(connection, row["table"], row["key"])
        moved = [name for name, value in row["after"].items() if now.get(name) != value]
        if moved:
            raise Moved(moved)
        _write(connection, row["table"], row["key"], row["before"])


def _row(connection: Connection, table: str, key: int) -> dict[str, Any]:
    found: dict[str, Any] = connection.execute(
        text(f"SELECT to_jsonb(t) FROM areal.{table} AS t WHERE {table}_id = :key"), {"key": key}
    ).scalar_one()
    return found


def _write(connection: Connection, table: str, key: int, values: Mapping[str, Any]) -> None:
    columns = ", ".join(f"{name} = r.{name}" for name in values)
    connection.execute(
        text(
            f"UPDATE areal.{table} AS t SET {columns} FROM "
            f"jsonb_populate_record(NULL::areal.{table}, CAST(:row AS jsonb)) AS r "
            f"WHERE t.{table}_id = :key"
        ),
        {"row": json.dumps(values), "key": key},
    )
