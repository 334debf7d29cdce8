"""Sites: the list, one site with its parcels, the totals and the counts beside each filter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from areal.queries.parcels import ParcelRow
from areal.queries.texts import Text
from areal.queries.verdicts import Verdicts


class Sort(StrEnum):
    """In which order sites are listed."""

    #: Most free area first.
    SIZE = "size"
    NAME = "name"
    #: Most ready first.
    READINESS = "readiness"


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest of something, in metres as the crow flies; ``name`` is None where unnamed."""

    name: str | None
    distance_m: float


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A site in the list: figures over those of its parcels that match the filter."""

    slug: str
    name: str
    kommunenummer: str
    kommune_name: str
    category: str
    area_class: str
    #: Number of matching parcels.
    parcels: int
    #: Free area of the matching parcels, in m².
    free_m2: float
    #: Best modenhet among the matching free parcels, else among the matching ones.
    readiness: int | None
    power_mw_now: float | None
    main_road: Nearest | None
    overall: str
    #: The worst verdict of each parcel rule among the matching parcels.
    strip: tuple[str, ...]
    #: Counts of the strip's cells: ``counts.met`` of ``counts.assessed``.
    counts: Verdicts
    sample: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """How much matches: sites, parcels and their free area in m²."""

    sites: int
    parcels: int
    free_m2: float


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers for a site: a role, never a private person."""

    role: str | None
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Medium:
    """A photo, dronefilm or document."""

    kind: str
    url: str
    alt: Text
    credit: str
    licence: str


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the public may know of a site, over all its parcels whatever the filter."""

    slug: str
    name: str
    kommunenummer: str
    kommune_name: str
    category: str
    area_class: str
    description: Text | None
    highlights_nb: tuple[str, ...]
    highlights_en: tuple[str, ...]
    focus_areas: tuple[str, ...]
    contact: Contact
    verified_on: date | None
    verified_by: str | None
    verified_how: str | None
    sample: bool
    area_m2: float
    free_m2: float
    smallest_free_m2: float | None
    #: Largest contiguous free area.
    largest_free_m2: float | None
    readiness: int | None
    power_mw_now: float | None
    main_road: Nearest | None
    overall: str
    strip: tuple[str, ...]
    counts: Verdicts
    media: tuple[Medium, ...]
    #: Longitude and latitude in degrees.
    point: tuple[float, float]
    #: west, south, east, north in degrees.
    bbox: tuple[float, float, float, float]
    parcels: tuple[ParcelRow, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter, with what it would give under the other filters as they are.

    ``code`` is a kommunenummer, a market code or ``ukjent``, a modenhet (that step or further), an
    overall verdict, or a size in daa (that size or larger).
    """

    code: str
    sites: int
    parcels: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices of every filter, each list complete and in its own order."""

    kommune: tuple[Choice, ...]
    market: tuple[Choice, ...]
    modenhet: tuple[Choice, ...]
    verdict: tuple[Choice, ...]
    size: tuple[Choice, ...]
