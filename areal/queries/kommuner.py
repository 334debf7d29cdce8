"""Kommuner: borders, and what each has of business land."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from areal.queries.certificate_ground import GeoJSON
from areal.queries.connection import Connection, composed, many, one, query
from areal.queries.geojson import collection


@dataclass(frozen=True, slots=True)
class KommuneSummary:
    """A kommune with its figures; kommuner without parcels are there with zeros."""

    kommunenummer: str
    name: str
    #: The kommune's own area.
    area_m2: float
    sites: int
    parcels: int
    #: Area of all its parcels, and of the free ones.
    parcel_area_m2: float
    free_m2: float
    #: Number of parcels per overall verdict.
    met: int
    consider: int
    deviates: int
    gap: int
    boundary_source: str
    boundary_version: str | None
    boundary_source_date: date | None
    boundary_licence: str
    boundary_attribution: str


@dataclass(frozen=True, slots=True)
class Step:
    """How much of a kommune's land has come to one modenhet; None is not known. Areas in m²."""

    modenhet: int | None
    parcels: int
    free_m2: float


def summary(connection: Connection) -> tuple[KommuneSummary, ...]:
    """Return every kommune with its figures, by kommunenummer."""
    return tuple(KommuneSummary(**row) for row in many(connection, query("kommuner")))


def in_order(connection: Connection) -> tuple[str, ...]:
    """Return the kommunenummer of every kommune in the order of their names, Å last."""
    return tuple(row["kommunenummer"] for row in many(connection, query("kommune_order")))


def borders(connection: Connection) -> dict[str, GeoJSON]:
    """Return the border of every kommune (WGS 84) by number, drawn to a hundred metres."""
    return {row["kommunenummer"]: row["geometry"] for row in many(connection, query("borders"))}


def by_modenhet(connection: Connection, kommunenummer: str) -> tuple[Step, ...]:
    """Return how ready a kommune's land is, the most ready first, the unknown last."""
    rows = many(connection, query("kommune_modenhet"), kommune=kommunenummer)
    return tuple(Step(**row) for row in rows)


def geojson(connection: Connection) -> bytes:
    """Return the kommuner as a FeatureCollection (WGS 84) with their figures as properties."""
    return collection(one(connection, composed("kommuner", "kommune_features")))
