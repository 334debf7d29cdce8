"""Kommuner: borders, and what each has of business land."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
    boundary_source_date: date | None
    boundary_licence: str
    boundary_attribution: str
