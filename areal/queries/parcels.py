"""Parcels: the facts of one, and the shapes of many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping

from areal.database import sql
from areal.errors import NotFound
from areal.queries.connection import Connection, many, one
from areal.queries.filters import ParcelFilter, filtered
from areal.queries.texts import Text, optional
from areal.queries.verdicts import Verdicts

#: Most parcels one answer holds; more are announced, not sent.
MAX_FEATURES = 20_000
DEFAULT_FEATURES = 5_000


@dataclass(frozen=True, slots=True)
class Utility:
    """Water, sewage, fibre or access: ja, nei or ukjent, and how far away in metres."""

    status: str
    distance_m: float | None


@dataclass(frozen=True, slots=True)
class Power:
    """Electric power in MW, with who said so and when; None is not known."""

    mw_now: float | None
    mw_planned: float | None
    planned_from: date | None
    source: str | None
    told_on: date | None
    status: str | None


@dataclass(frozen=True, slots=True)
class Verification:
    """Who confirmed one axis of a parcel's status (a role), when and how."""

    axis: str
    verified_on: date
    verified_by: str
    verified_how: str


@dataclass(frozen=True, slots=True)
class Restriction:
    """Something that holds the parcel back."""

    code: str
    cause: str
    source: str | None
    expected_end: date | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class Proximity:
    """Straight-line distance in metres to the nearest feature of a layer.

    ``code`` is empty for the layer as a whole, else the class of feature (E16, rv2 …).
    """

    target: str
    title: Text
    code: str
    feature_name: str | None
    distance_m: float
    method: str


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel as a list shows it; ``strip`` holds one verdict per parcel rule, in order."""

    slug: str
    label: str
    site_slug: str
    site_name: str
    kommunenummer: str
    kommune_name: str
    area_m2: float
    #: None is not known.
    market: str | None
    modenhet: int | None
    price_nok_m2: float | None
    power_mw_now: float | None
    overall: str
    strip: tuple[str, ...]
    counts: Verdicts


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """Everything the public may know of a parcel; None and ``ukjent`` are "not known"."""

    slug: str
    label: str
    site_slug: str
    site_name: str
    kommunenummer: str
    kommune_name: str
    category: str
    area_class: str
    matrikkel: tuple[str, ...]
    area_m2: float
    buildable_area_m2: float | None
    arealformaal: str | None
    plan_kind: str | None
    arealplan_id: str | None
    planstatus: int | None
    modenhet: int | None
    market: str | None
    available_from: date | None
    owner_kind: str | None
    #: None unless the price is public.
    price_nok_m2: float | None
    price_public: bool
    bya_percent: float | None
    max_height_m: float | None
    power: Power
    water: Utility
    sewage: Utility
    fibre: Utility
    access: Utility
    permitted_activities: tuple[str, ...]
    retail_m2: float | None
    geotechnical_report: str | None
    sample: bool
    updated_at: datetime
    overall: str
    strip: tuple[str, ...]
    counts: Verdicts
    verifications: tuple[Verification, ...]
    restrictions: tuple[Restriction, ...]
    proximity: tuple[Proximity, ...]
    #: west, south, east, north in degrees.
    bbox: tuple[float, float, float, float]
    #: GeoJSON MultiPolygon, WGS 84.
    geometry: Mapping[str, Any]
