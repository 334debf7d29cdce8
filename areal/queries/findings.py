"""Findings: what each rule says of a parcel, a kommune or the region, and the proof of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from areal.queries.connection import Connection, many, query
from areal.queries.layers import list_layers
from areal.queries.rules import Rule, from_row
from areal.queries.texts import Text


@dataclass(frozen=True, slots=True)
class Grant:
    """A godkjent avvik: the decision laid over a deviation, which stays visible under it."""

    body: str
    case: str
    decided_on: date
    valid_until: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class FindingLayer:
    """A layer the rule is measured against, as it stands now."""

    layer_id: str
    title: Text
    provider: str
    source: str | None
    source_date: date | None
    licence: str | None
    attribution: str | None
    sample: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's verdict with the measured value, the proof and the rule itself.

    ``margin`` is the room left to the limit in the same unit, negative beyond it. ``evidence`` has
    the keys of the run (limit, direction, coverage, hits, reason …). ``geometry`` is GeoJSON in
    WGS 84: the part in conflict, or the line to the nearest thing; None without one.
    """

    rule_code: str
    verdict: str
    measured: float | None
    unit: str | None
    margin: float | None
    evidence: Mapping[str, Any]
    geometry: Mapping[str, Any] | None
    grant: Grant | None
    rule: Rule
    layers: tuple[FindingLayer, ...]
    #: Ids of the layers that were older than their declared interval on the day of the run.
    stale_layers: tuple[str, ...] = ()


def for_parcel(connection: Connection, slug: str) -> tuple[Finding, ...]:
    """Return what every parcel rule says of a parcel, in the order of the strategy."""
    return _findings(connection, parcel=slug)


def for_parcels(
    connection: Connection, slugs: Sequence[str], *, held: bool = False
) -> Mapping[str, tuple[Finding, ...]]:
    """Return what every parcel rule says of several parcels, by slug, without the shapes.

    ``held`` leaves out what is met or does not concern a parcel: what is held against it is left,
    and what could not be said.
    """
    numbers = many(connection, query("parcel_numbers"), slugs=list(slugs))
    slug_of = {row["parcel_id"]: row["slug"] for row in numbers}
    rows = many(connection, query("findings_of_parcels"), parcels=list(slug_of), held=held)
    found: dict[str, list[Finding]] = {}
    for row, finding in zip(rows, from_rows(connection, rows), strict=True):
        found.setdefault(slug_of[row["parcel_id"]], []).append(finding)
    return {slug: tuple(items) for slug, items in found.items()}


def for_kommune(connection: Connection, kommunenummer: str) -> tuple[Finding, ...]:
    """Return what the rules for kommuner say of one, in the order of the strategy."""
    return _findings(connection, kommune=kommunenummer)


def for_region(connection: Connection, region_id: str) -> tuple[Finding, ...]:
    """Return what the rules for the whole region say, in the order of the strategy."""
    return _findings(connection, region=region_id)


def _findings(
    connection: Connection,
    parcel: str | None = None,
    kommune: str | None = None,
    region: str | None = None,
) -> tuple[Finding, ...]:
    rows = many(connection, query("findings"), parcel=parcel, kommune=kommune, region=region)
    return from_rows(connection, rows)


def from_rows(connection: Connection, rows: Iterable[RowMapping]) -> tuple[Finding, ...]:
    """Make findings of rows that have the columns of ``queries/findings.sql``."""
    layers = _layers(connection)
    return tuple(_finding(row, layers) for row in rows)


def _layers(connection: Connection) -> dict[str, FindingLayer]:
    return {
        layer.layer_id: FindingLayer(
            layer_id=layer.layer_id,
            title=layer.title,
            provider=layer.provider,
            source=layer.source,
            source_date=layer.source_date,
            licence=layer.licence,
            attribution=layer.attribution,
            sample=layer.sample,
        )
        for layer in list_layers(connection)
    }


def _finding(row: RowMapping, layers: Mapping[str, FindingLayer]) -> Finding:
    rule = from_row(row)
    return Finding(
        rule_code=row["rule_code"],
        verdict=row["verdict"],
        measured=row["measured"],
        unit=row["unit"],
        margin=row["margin"],
        evidence=row["evidence"] or {},
        geometry=row["geometry"],
        grant=_grant(row),
        rule=rule,
        layers=tuple(layers[layer] for layer in rule.layers if layer in layers),
        stale_layers=tuple(row["stale_layers"]),
    )


def _grant(row: RowMapping) -> Grant | None:
    if row["grant_body"] is None:
        return None
    return Grant(
        body=row["grant_body"],
        case=row["grant_case"],
        decided_on=row["grant_decided_on"],
        valid_until=row["grant_valid_until"],
        reason=row["grant_reason"],
    )
