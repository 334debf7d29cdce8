"""The offer as a whole: what kommuner and the region have, what is missing, what could fill it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from areal.queries.connection import Connection, many, query
from areal.queries.rules import Rule
from areal.queries.rules import from_row as rule_from_row


@dataclass(frozen=True, slots=True)
class ParcelName:
    """A published parcel by name, with its area."""

    slug: str
    label: str
    site_slug: str
    site_name: str
    kommunenummer: str
    kommune_name: str
    area_m2: float


@dataclass(frozen=True, slots=True)
class Closest:
    """A parcel that does not count yet, and what it lacks.

    ``lacks`` and ``unknown`` name attributes of the condition, or ``near``; ``values`` has what is
    known of those it lacks. ``metres_short`` is how much nearer it would have to be.
    """

    parcel: ParcelName
    lacks: tuple[str, ...]
    unknown: tuple[str, ...]
    metres_short: float | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A parcel that counts, with its distance (metres) to what the rule wants it near."""

    parcel: ParcelName
    to: str | None
    metres: float


@dataclass(frozen=True, slots=True)
class Gap:
    """What a rule says of a kommune (``kommunenummer`` None: of the region).

    ``counts`` are the parcels that count, ``conditions`` what they had to be; ``closest`` is empty
    where the rule is met.
    """

    kommunenummer: str | None
    rule: Rule
    verdict: str
    measured: float | None
    unit: str | None
    margin: float | None
    evidence: Mapping[str, Any]
    counts: tuple[str, ...]
    closest: tuple[Closest, ...]
    ranked: tuple[Ranked, ...]

    @property
    def conditions(self) -> Mapping[str, Any]:
        """Return the filter a parcel must satisfy to count, where it is told."""
        told: Mapping[str, Any] = self.evidence.get("counts_where") or {}
        return told


@dataclass(frozen=True, slots=True)
class Ready:
    """What a kommune can offer: areas in m², ``ready`` free and zoned in an adopted plan.

    ``buildable`` is the part of it that is ready to build; ``unknown`` may be ready or not.
    """

    kommunenummer: str
    name: str
    parcels: int
    free_m2: float
    ready_m2: float
    ready_parcels: int
    buildable_m2: float
    unknown_m2: float


def gaps(connection: Connection) -> tuple[Gap, ...]:
    """Return what the rules about the region say, and then of each kommune those about kommuner."""
    rows = many(connection, query("portfolio"))
    named = {item["slug"] for row in rows for item in _told(row)}
    parcels = {
        row["slug"]: ParcelName(**row)
        for row in many(connection, query("portfolio_parcels"), slugs=sorted(named))
    }
    return tuple(_gap(row, parcels) for row in rows)


def ready(connection: Connection) -> tuple[Ready, ...]:
    """Return what each kommune can offer today, by kommunenummer."""
    return tuple(Ready(**row) for row in many(connection, query("portfolio_ready")))


def _told(row: RowMapping) -> list[dict[str, Any]]:
    evidence = row["evidence"] or {}
    return [*(evidence.get("closest") or ()), *(evidence.get("ranked") or ())]


def _gap(row: RowMapping, parcels: Mapping[str, ParcelName]) -> Gap:
    evidence = row["evidence"] or {}
    return Gap(
        kommunenummer=row["kommunenummer"],
        rule=rule_from_row(row),
        verdict=row["verdict"],
        measured=row["measured"],
        unit=row["unit"],
        margin=row["margin"],
        evidence=evidence,
        counts=tuple(evidence.get("parcels") or ()),
        closest=tuple(
            Closest(
                parcel=parcels[item["slug"]],
                lacks=tuple(item.get("lacks") or ()),
                unknown=tuple(item.get("unknown") or ()),
                metres_short=item.get("metres_short"),
                values=item.get("values") or {},
            )
            for item in evidence.get("closest") or ()
        ),
        ranked=tuple(
            Ranked(parcels[item["slug"]], item.get("to"), item["metres"])
            for item in evidence.get("ranked") or ()
        ),
    )
