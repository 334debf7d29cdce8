"""What a drawn site is made of: outline, roads, cuts, plans, parcels and their facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sample.shapes import Frame, Line, Vertex

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """A plan area; without ``ring`` it covers the whole site and 20 m around it."""

    code: str
    planid: str
    status: int = 3
    kind: str = "reguleringsplan"
    plantype: str = "35"
    name: str = ""
    ring: Line = ()


@dataclass(frozen=True)
class Parcel:
    """A parcel: the piece of the site that holds the point ``at``, and what is known about it."""

    at: Vertex
    facts: Facts


@dataclass(frozen=True)
class Site:
    """A drawn site in local metres; ``facts`` hold for each parcel that does not say otherwise."""

    slug: str
    kommunenummer: str
    frame: Frame
    outline: Line
    parcels: tuple[Parcel, ...]
    facts: Facts
    roads: tuple[Line, ...] = ()
    cuts: tuple[Line, ...] = ()
    #: Later plans lie on top of earlier ones.
    plans: tuple[Plan, ...] = ()
    #: First number of the labels and slugs.
    first: int = 1


@dataclass(frozen=True)
class Patch:
    """A map feature drawn in the frame of a site, so that it hits the parcels it is meant to hit."""

    layer: str
    code: str
    site: str
    ring: Line
    name: str | None = None
    smooth: bool = False
    props: Facts = field(default_factory=dict)


def parcel(x: float, y: float, **facts: Any) -> Parcel:
    """Name the parcel at a local point; ``facts`` override those of its site."""
    return Parcel((x, y), facts)


#: Every property of a parcel, in the order of the file, with the value that means "not known".
UNKNOWN: dict[str, Any] = {
    "matrikkel": [],
    "buildable_area_m2": None,
    "arealformaal": None,
    "plan_kind": None,
    "arealplan_id": None,
    "planstatus": None,
    "modenhet": None,
    "market": None,
    "available_from": None,
    "owner_kind": None,
    "price_nok_m2": None,
    "price_public": False,
    "bya_percent": None,
    "max_height_m": None,
    "power_mw_now": None,
    "power_mw_planned": None,
    "power_planned_from": None,
    "power_source": None,
    "power_date": None,
    "power_status": None,
    "water": "ukjent",
    "sewage": "ukjent",
    "fibre": "ukjent",
    "access": "ukjent",
    "water_distance_m": None,
    "sewage_distance_m": None,
    "fibre_distance_m": None,
    "access_distance_m": None,
    "permitted_activities": None,
    "retail_m2": None,
    "geotechnical_report": None,
    "restrictions": [],
    "verified": {},
}

#: Water, sewage, fibre and road at the parcel boundary.
SERVICED: Facts = {
    "water": "ja",
    "sewage": "ja",
    "fibre": "ja",
    "access": "ja",
    "water_distance_m": 20,
    "sewage_distance_m": 25,
    "fibre_distance_m": 15,
    "access_distance_m": 0,
}


def power(
    now: float | None, on: str | None, status: str, planned: float | None = None, year: int | None = None
) -> Facts:
    """Say what the grid company answered: MW now and later, when, and how firm the answer is."""
    return {
        "power_mw_now": now,
        "power_mw_planned": planned,
        "power_planned_from": f"{year}-01-01" if year else None,
        "power_source": "Skriftlig svar fra nettselskapet (eksempel)" if on else None,
        "power_date": on,
        "power_status": status,
    }


def restriction(
    code: str, cause: str, nb: str, en: str, *, source: str = "", end: str | None = None
) -> dict[str, Any]:
    """Describe one restriction on a parcel."""
    return {
        "code": code,
        "cause": cause,
        "source": source or None,
        "expected_end": end,
        "note": {"nb": nb, "en": en},
    }
