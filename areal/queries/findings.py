"""Findings: what each rule says of a parcel, a kommune or the region, and the proof of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from areal.queries.rules import Rule
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
