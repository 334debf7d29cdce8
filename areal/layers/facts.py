"""Plain facts about what is loaded: km² of each kommune, km of each road, age of each layer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from areal.database import sql


@dataclass(frozen=True)
class BorderFact:
    """The area of one kommune in one edition of the borders; m² on the ellipsoid."""

    version: int
    in_force: bool
    source: str
    source_version: str
    kommunenummer: str
    name: str
    area_m2: float


@dataclass(frozen=True)
class LengthFact:
    """Metres, on the ellipsoid, of a class of lines inside the region; ``code`` None is all."""

    layer_id: str
    code: str | None
    metres: float


@dataclass(frozen=True)
class LayerFact:
    """A layer and its version in force; None where nothing is loaded."""

    layer_id: str
    title_nb: str
    source: str | None
    source_date: date | None
    licence: str | None
    features: int | None
    #: Share of the region the version speaks about, 0 to 1.
    coverage: float | None


def border_facts(connection: Connection) -> tuple[BorderFact, ...]:
    """Return every kommune of every edition."""
    rows = connection.execute(text(sql("facts/borders.sql")))
    return tuple(BorderFact(*row) for row in rows)


def length_facts(connection: Connection, layer_id: str) -> tuple[LengthFact, ...]:
    """Return the length of a line layer inside the borders in force: in all, and by code."""
    rows = connection.execute(text(sql("facts/lengths.sql")), {"layer_id": layer_id})
    return tuple(LengthFact(*row) for row in rows)


def layer_facts(connection: Connection) -> tuple[LayerFact, ...]:
    """Return every registered layer."""
    return tuple(LayerFact(*row) for row in connection.execute(text(sql("facts/layers.sql"))))
