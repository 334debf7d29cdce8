"""Needs nothing fulfilled, counted for staff; the public can add one and read none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from areal.queries.connection import Connection, many, query


@dataclass(frozen=True, slots=True)
class Demand:
    """How often something was asked for and not found; numbers in daa, MW, km or as they are.

    ``kommunenummer`` is None for what was asked of the whole region.
    """

    kommunenummer: str | None
    kommune: str | None
    requirement: str
    needs: int
    least: float | None
    median: float | None
    most: float | None
    earliest: str | None
    latest: str | None


def demand(connection: Connection, since: date) -> tuple[Demand, ...]:
    """Return what was asked for from a day on, by kommune and requirement."""
    return tuple(
        Demand(
            kommunenummer=row["kommunenummer"],
            kommune=row["name"],
            requirement=row["requirement"],
            needs=row["needs"],
            least=None if row["least"] is None else float(row["least"]),
            median=row["median"],
            most=None if row["most"] is None else float(row["most"]),
            earliest=row["earliest"],
            latest=row["latest"],
        )
        for row in many(connection, query("needs"), since=since)
    )
