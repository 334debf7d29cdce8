"""Edits of parcels, and what the history says of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, text

Edit = Callable[[Connection], None]


def set_value(slug: str, column: str, value: Any) -> Edit:
    """Return an edit that gives a column of a parcel a value."""

    def edit(connection: Connection) -> None:
        connection.execute(
            text(f"UPDATE areal.parcel SET {column} = :value WHERE slug = :slug"),
            {"value": value, "slug": slug},
        )

    return edit


def delete(slug: str) -> Edit:
    """Return an edit that removes a parcel."""

    def edit(connection: Connection) -> None:
        connection.execute(text("DELETE FROM areal.parcel WHERE slug = :slug"), {"slug": slug})

    return edit


def put(slug: str) -> Edit:
    """Return an edit that makes a parcel, unless there is one of that name."""

    def edit(connection: Connection) -> None:
        connection.execute(
            text(
                "INSERT INTO areal.parcel (slug, label, site_id, kommunenummer, kommune_share, "
                "boundary_version_id, matrikkel, geom, area_m2, price_public, published) "
                "SELECT :slug, 'ny', site_id, '3401', 1, boundary_version_id, '{}', "
                "ST_Multi(ST_MakeEnvelope(0, 0, 10, 10, 25833)), 100, FALSE, TRUE "
                "FROM areal.site, areal.boundary_version ON CONFLICT (slug) DO NOTHING"
            ),
            {"slug": slug},
        )

    return edit


def forget(connection: Connection) -> None:
    """Remove every parcel, and that there ever was one."""
    connection.execute(text("DELETE FROM areal.parcel"))
    connection.execute(text("DELETE FROM areal.parcel_history"))


def state_of(connection: Connection, source: str, **binds: Any) -> list[str]:
    """Return the rows of a source as texts that can be compared."""
    rows = connection.execute(text(f"SELECT state FROM {source} AS t (state)"), binds).scalars()
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def broken_periods(connection: Connection) -> int:
    """Return how often a parcel's state begins at another moment than the one before it ended."""
    broken: int = connection.execute(
        text(
            """
            WITH state AS (
              SELECT parcel_id, lower(period) AS began, upper(period) AS ended
              FROM areal.parcel_history WHERE NOT isempty(period)
              UNION ALL
              SELECT parcel_id, changed_at, NULL FROM areal.parcel
            ),
            paired AS (
              SELECT began, lag(ended) OVER (PARTITION BY parcel_id ORDER BY began) AS before
              FROM state
            )
            SELECT count(*) FROM paired WHERE before <> began
            """
        )
    ).scalar_one()
    return broken
