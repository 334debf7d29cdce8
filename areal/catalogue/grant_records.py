"""The grants in the register, and what has been done to each: who, when, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, text

from areal.database import sql
from areal.errors import NotFound

_FIELDS = (
    "body",
    "case_ref",
    "decided_on",
    "valid_until",
    "reason",
    "withdrawn_on",
    "withdrawn_why",
)


@dataclass(frozen=True)
class Grant:
    """A grant as the register has it, of a published parcel or not."""

    grant_id: int
    parcel: str
    kommunenummer: str
    strategy_id: str
    rule: str
    body: str
    case_ref: str
    decided_on: date
    valid_until: date | None
    reason: str
    withdrawn_on: date | None
    withdrawn_why: str | None
    changed_at: datetime
    changed_by: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True)
class Step:
    """One thing done to a grant; ``changes`` has what differs as field → (before, after)."""

    event: Literal["granted", "changed", "withdrawn"]
    done_at: datetime
    author: str
    changes: Mapping[str, tuple[str | None, str | None]]


def list_grants(
    connection: Connection, *, parcel: str | None = None, rule: str | None = None
) -> tuple[Grant, ...]:
    """Return all grants, newest decision first, those withdrawn and expired among them."""
    return _listed(connection, parcel=parcel, rule=rule)


def find(connection: Connection, grant_id: int) -> Grant:
    """Return one grant; raises ``NotFound``."""
    found = _listed(connection, grant_id=grant_id)
    if not found:
        raise NotFound(f"There is no grant {grant_id}.", hint="See `areal grant list`.")
    return found[0]


def history(connection: Connection, grant_id: int) -> tuple[Step, ...]:
    """Return all that was done to a grant, oldest first; raises ``NotFound``."""
    find(connection, grant_id)
    rows = connection.execute(
        text(sql("catalogue/grant_history.sql")), {"grant_id": grant_id}
    ).all()
    steps: list[Step] = []
    before: Mapping[str, Any] = {}
    for row in rows:
        steps.append(
            Step(_event(before, row.kept), row.done_at, row.author, _changes(before, row.kept))
        )
        before = row.kept
    return tuple(steps)


def _listed(
    connection: Connection,
    *,
    grant_id: int | None = None,
    parcel: str | None = None,
    rule: str | None = None,
) -> tuple[Grant, ...]:
    rows = connection.execute(
        text(sql("catalogue/grant_list.sql")),
        {"grant_id": grant_id, "parcel": parcel, "rule": rule},
    ).mappings()
    return tuple(Grant(**row) for row in rows)


def _event(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Literal["granted", "changed", "withdrawn"]:
    if not before:
        return "granted"
    return "withdrawn" if after["withdrawn_on"] and not before.get("withdrawn_on") else "changed"


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, tuple[str | None, str | None]]:
    # A state kept before grants could be withdrawn has no such fields.
    pairs = {name: (before.get(name), after.get(name)) for name in _FIELDS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
