"""Plain facts about what is loaded: km² of each kommune, km of each road, age of each layer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, text

from areal.database import sql
from areal.errors import NotFound


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
    #: Days since the source was known to say this, and whether that is more than was agreed.
    age_days: int | None
    old: bool
    #: The last attempt to refresh it; all None when there was none.
    tried_at: datetime | None
    outcome: str | None
    message: str | None


@dataclass(frozen=True)
class VersionFact:
    """A stored version of a layer."""

    version: int
    in_force: bool
    features: int
    source: str
    source_date: date | None


def version_facts(connection: Connection, layer_id: str) -> tuple[VersionFact, ...]:
    """Return the versions of a layer, oldest first; raises ``NotFound`` for an unknown layer."""
    rows = connection.execute(
        text(
            "SELECT layer_version_id, in_force, feature_count, source, source_date "
            "FROM areal.layer_version WHERE layer_id = :layer_id ORDER BY layer_version_id"
        ),
        {"layer_id": layer_id},
    ).all()
    if not rows:
        raise NotFound(f"No layer '{layer_id}' is loaded.", hint="See `areal layer list`.")
    return tuple(VersionFact(*row) for row in rows)


def border_facts(connection: Connection) -> tuple[BorderFact, ...]:
    """Return every kommune of every edition."""
    rows = connection.execute(text(sql("facts/borders.sql")))
    return tuple(BorderFact(*row) for row in rows)


def length_facts(connection: Connection, layer_id: str) -> tuple[LengthFact, ...]:
    """Return the length of a line layer inside the borders in force: in all, and by code.

    Raises ``NotFound`` for a layer that has no lines there.
    """
    rows = connection.execute(text(sql("facts/lengths.sql")), {"layer_id": layer_id})
    facts = tuple(LengthFact(*row) for row in rows if row.metres)
    if not facts:
        raise NotFound(
            f"Layer '{layer_id}' has no lines in the region.", hint="See `areal layer list`."
        )
    return facts


def layer_facts(connection: Connection) -> tuple[LayerFact, ...]:
    """Return every registered layer."""
    return tuple(LayerFact(*row) for row in connection.execute(text(sql("facts/layers.sql"))))
