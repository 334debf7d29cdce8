"""What became of each attempt to refresh a layer, kept from one to the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, text

from areal.database import sql
from areal.layers.load import register
from areal.layers.registry import LayerDefinition


@dataclass(frozen=True)
class Refreshed:
    """What became of the refresh of one layer.

    ``repaired`` are shapes that were invalid and were mended, ``shapeless`` features that had none
    and were left out; ``former`` is the number of features in force before.
    """

    layer_id: str
    outcome: Literal["loaded", "unchanged", "too_few", "failed"]
    features: int | None = None
    former: int | None = None
    repaired: int = 0
    shapeless: int = 0
    message: str | None = None

    @property
    def well(self) -> bool:
        """Return whether what is in force is what the source has."""
        return self.outcome in {"loaded", "unchanged"}


def former(connection: Connection, layer_id: str) -> int | None:
    """Return the number of features in force, unless they are a sample."""
    found = connection.execute(
        text(
            "SELECT feature_count FROM areal.layer_version "
            "WHERE layer_id = :layer_id AND in_force AND NOT sample"
        ),
        {"layer_id": layer_id},
    ).scalar()
    return None if found is None else int(found)


def last_counts(connection: Connection, layer_id: str) -> dict[str, int]:
    """Return what each question brought when the layer was last refreshed."""
    found = connection.execute(
        text(
            "SELECT counts FROM areal.layer_fetch WHERE layer_id = :layer_id "
            "AND outcome IN ('loaded', 'unchanged') ORDER BY fetch_id DESC LIMIT 1"
        ),
        {"layer_id": layer_id},
    ).scalar()
    return dict(found or {})


def keep(
    connection: Connection,
    definition: LayerDefinition,
    told: Refreshed,
    started: datetime,
    counts: Mapping[str, int],
) -> Refreshed:
    """Keep what became of an attempt, and let the public know when it failed."""
    if not told.well:
        register(connection, definition)
    connection.execute(
        text(sql("load/layer_fetch.sql")),
        {
            "layer_id": told.layer_id,
            "started": started,
            "outcome": told.outcome,
            "features": told.features,
            "counts": json.dumps(counts),
            "message": told.message and told.message[:500],
        },
    )
    since = "NULL" if told.well else "coalesce(refresh_failing_since, now())"
    connection.execute(
        text(f"UPDATE areal.layer SET refresh_failing_since = {since} WHERE layer_id = :layer_id"),
        {"layer_id": told.layer_id},
    )
    return told
