"""How a parcel or a site became what it is: who did what, when, and from which import.

``parcel_history`` and ``site_history`` are for staff: they read the catalogue itself, on a
connection of the app role. ``published_history`` reads what the public may know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import RowMapping

from areal.errors import NotFound
from areal.queries.connection import Connection, many, one, query

Event = Literal["added", "changed", "removed"]
State = Mapping[str, Any]

#: What the database keeps for itself: keys, and the traces of the change itself.
_INNER = frozenset(
    [
        "parcel_id",
        "site_id",
        "position",
        "import_id",
        "boundary_version_id",
        "changed_at",
        "changed_by",
        "changed_import",
    ]
)
#: What follows from other fields, and is told by them.
_FOLLOWS = frozenset({"kommune_share"})


@dataclass(frozen=True, slots=True)
class Change:
    """One field that became another; ``outline`` holds digests of the shape, not the shape.

    Values are as in JSON; None is "not known", or that there was nothing before.
    """

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Step:
    """What one transaction did to a parcel or site; ``author`` is as the register has it."""

    done_at: datetime
    event: Event
    author: str | None
    import_id: int | None
    import_name: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PublicStep:
    """What one transaction did to a published parcel, as far as the public sees it.

    ``import_name`` is None for what the kommune changed by hand; a person is never named.
    """

    done_at: datetime
    event: Event
    import_name: str | None
    import_date: date | None
    changes: tuple[Change, ...]


def parcel_history(connection: Connection, slug: str) -> tuple[Step, ...]:
    """Return all that was done to a parcel, oldest first, deleted or not; raises ``NotFound``.

    For staff: drafts, internal prices and names of authors are among it.
    """
    rows = many(connection, query("parcel_history"), slug=slug)
    if not rows:
        raise NotFound(f"There has never been a parcel “{slug}”.", hint="Look up its slug.")
    return _steps(rows, _parcel_state)


def site_history(connection: Connection, slug: str) -> tuple[Step, ...]:
    """Return all that was done to a site, oldest first, deleted or not; raises ``NotFound``."""
    rows = many(connection, query("site_history"), slug=slug)
    if not rows:
        raise NotFound(f"There has never been a site “{slug}”.", hint="Look up its slug.")
    return _steps(rows, _site_state)


def published_history(connection: Connection, slug: str) -> tuple[PublicStep, ...]:
    """Return what the public may know was done to a published parcel, oldest first.

    Raises ``NotFound`` for a parcel that is not published.
    """
    if one(connection, "SELECT 1 AS found FROM published.parcel WHERE slug = :slug", slug=slug):
        return tuple(
            PublicStep(
                row["done_at"],
                "added" if row["before"] is None else "changed",
                row["import_name"],
                row["import_date"],
                differences(row["before"], row["after"]),
            )
            for row in many(connection, query("published_parcel_history"), slug=slug)
        )
    raise NotFound(
        f"There is no published parcel “{slug}”.", hint="Look it up in the list of parcels."
    )


def differences(before: State | None, after: State | None) -> tuple[Change, ...]:
    """Return the fields that differ, in the order of their names; unknown on both sides is none."""
    old, new = before or {}, after or {}
    return tuple(
        Change(name, old.get(name), new.get(name))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )


def _steps(rows: Iterable[RowMapping], state_of: Any) -> tuple[Step, ...]:
    steps: list[Step] = []
    before: State | None = None
    for row in rows:
        after = state_of(row)
        changes = differences(before, after)
        if changes or (before is None) != (after is None):
            steps.append(
                Step(
                    row["done_at"],
                    "removed" if after is None else "added" if before is None else "changed",
                    row["author"],
                    row["import_id"],
                    row["import_name"],
                    changes,
                )
            )
        before = after
    return tuple(steps)


def _parcel_state(row: RowMapping) -> State | None:
    if row["state"] is None or "slug" not in row["state"]:
        return None
    verified = {
        f"verified_{axis}": " · ".join(told[f"verified_{part}"] for part in ("on", "by", "how"))
        for axis, told in row["verified"].items()
    }
    return {**_told(row["state"]), **verified, "restrictions": _items(row["restrictions"])}


def _site_state(row: RowMapping) -> State | None:
    return row["state"] and {**_told(row["state"]), "media": _items(row["media"])}


def _told(state: State) -> dict[str, Any]:
    return {key: value for key, value in state.items() if key not in _INNER | _FOLLOWS}


def _items(items: Iterable[State]) -> list[dict[str, Any]]:
    return [_told(item) for item in items]
