"""What the catalogue knows distances to: layers, and classes of feature in them (E16, rv2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from areal.queries.connection import Connection, many, query
from areal.queries.texts import Text


@dataclass(frozen=True, slots=True)
class Target:
    """A layer parcels are measured to; ``code`` is empty for the layer as a whole."""

    target: str
    code: str
    title: Text
    source: str | None
    source_date: date | None


def list_targets(connection: Connection) -> tuple[Target, ...]:
    """Return what may be asked to be near, layer by layer; a layer as a whole comes first."""
    return tuple(
        Target(
            row["target"],
            row["code"],
            Text(row["title_nb"], row["title_en"]),
            row["source"],
            row["source_date"],
        )
        for row in many(connection, query("match/targets"))
    )
