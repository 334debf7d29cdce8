"""What a drawn site is made of: outline, roads, cuts, plans, parcels and their facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sample.shapes import Frame, Line, Vertex, line

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
    """A map feature drawn in the frame of a site, so that it hits the parcels it is meant to."""

    code: str
    site: str
    smooth: bool
    name: str | None
    ring: Line


#: ``2100 norsenga ~ [Glomma]: 0 0, 10 0, 10 10``
PATCH = re.compile(
    r"(?P<code>\w+) (?P<site>[\w-]+)(?P<smooth> ~)?(?: \[(?P<name>.+)\])?: (?P<ring>.+)"
)


def read_patches(text: str) -> list[Patch]:
    """Read patches written one a line; ValueError at a line that is not one."""
    patches = []
    for row in re.sub(r",\s*\n\s*", ", ", text.strip()).splitlines():
        found = PATCH.fullmatch(row.strip())
        if not found:
            raise ValueError(f"not a patch: {row.strip()}")
        patches.append(
            Patch(
                found["code"],
                found["site"],
                bool(found["smooth"]),
                found["name"],
                line(found["ring"]),
            )
        )
    return patches


def read_blobs(text: str) -> list[tuple[str, list[float]]]:
    """Read background blobs: a code, then lon, lat, half width, half height (m) and turn."""
    blobs = (entry.split() for entry in text.split(";"))
    return [(code, [float(number) for number in numbers]) for code, *numbers in blobs]


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
    now: float | None,
    on: str | None,
    status: str,
    planned: float | None = None,
    year: int | None = None,
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
