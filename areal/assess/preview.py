"""Check areas that are not in the catalogue: the same rules and the same SQL, nothing stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any

from sqlalchemy import Connection, text

from areal.assess.evaluate import NOWHERE, evaluate
from areal.assess.inputs import layers_in_force
from areal.assess.scratch import scratch
from areal.assess.strategies import published_day, strategy_named
from areal.assess.whole import empty_subject
from areal.database import sql
from areal.queries.findings import Finding, from_rows
from areal.settings import get_settings
from areal.strategy.attributes import ATTRIBUTES
from areal.strategy.kinds import Rule
from areal.strategy.load import StrategyFile


@dataclass(frozen=True)
class Area:
    """Land somebody asks about: EWKB of a MultiPolygon in EPSG:25833, and what is known of it."""

    label: str
    geom: bytes
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class Checked:
    """An area with what every parcel rule says of it.

    ``area_m2`` is on the ellipsoid; ``kommune_share`` is the part of the area that lies in the
    kommune that holds most of it, None with ``kommunenummer`` outside them all.
    """

    area: Area
    area_m2: float
    kommunenummer: str | None
    kommune_share: float | None
    findings: tuple[Finding, ...]


def precheck(
    areas: Sequence[Area], *, strategy: str | None = None, day: date | None = None
) -> tuple[Checked, ...]:
    """Check areas against a strategy (its id; None: the published one) as of a day.

    Each area is looked at by itself, by the rules about parcels. Raises ``NotFound`` for an
    unknown strategy. A rule the time of the settings does not suffice for is an `error`.
    """
    with scratch() as connection:
        file = strategy_named(connection, strategy)
        _make_subject(connection, areas)
        as_of = day or published_day(connection)
        versions, _ = layers_in_force(connection)
        rules = [rule for rule in file.strategy.rules if rule.subject_kind == "parcel"]
        until = monotonic() + get_settings().precheck_timeout_ms / 1000
        for rule in rules:
            # What the time does not reach says so by itself: it could not be checked.
            left = max(1, round((until - monotonic()) * 1000))
            evaluate(connection, NOWHERE, rule, versions, as_of, timeout_ms=left, few=True)
        return _checked(connection, areas, rules_table(file, rules))


def _make_subject(connection: Connection, areas: Sequence[Area]) -> None:
    """Fill ``subject`` with the areas; their number stands where a parcel's id would."""
    empty_subject(connection)
    for number, area in enumerate(areas, start=1):
        connection.execute(
            text(sql("run/area.sql")),
            {
                "number": number,
                "geom": area.geom,
                "attrs": json.dumps({**dict.fromkeys(ATTRIBUTES), **area.attributes}, default=str),
            },
        )


def _checked(
    connection: Connection, areas: Sequence[Area], rules: list[dict[str, Any]]
) -> tuple[Checked, ...]:
    where = connection.execute(
        text(
            "SELECT parcel_id, area_m2, kommunenummer, (attrs ->> 'kommune_share')::float AS share "
            "FROM subject"
        )
    ).all()
    rows = list(
        connection.execute(
            text(sql("run/area_findings.sql")), {"rules": json.dumps(rules, default=str)}
        ).mappings()
    )
    told = {row.parcel_id: row for row in where}
    by_area: dict[int, list[Finding]] = {number: [] for number in told}
    for row, finding in zip(rows, from_rows(connection, rows), strict=True):
        by_area[row["number"]].append(finding)
    return tuple(
        Checked(
            area,
            told[number].area_m2,
            told[number].kommunenummer,
            told[number].share,
            tuple(by_area[number]),
        )
        for number, area in enumerate(areas, start=1)
    )


def rules_table(file: StrategyFile, rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """Return the rules with the columns that findings are told with."""
    document = file.strategy.document
    order = {rule.code: position for position, rule in enumerate(file.strategy.rules)}
    return [
        {
            "code": rule.code,
            "position": order[rule.code],
            "subject": rule.subject_kind,
            "level": rule.level,
            "theme": rule.theme,
            "kind": rule.sql_name,
            "title_nb": rule.title.nb,
            "title_en": rule.title.en,
            "text_nb": rule.text.nb,
            "text_en": rule.text.en,
            "wording": rule.wording,
            "document": document.title,
            "section_nb": rule.reference.section.nb,
            "section_en": rule.reference.section.en,
            "page": rule.reference.page,
            "url": document.url,
            "why_nb": rule.why and rule.why.nb,
            "why_en": rule.why and rule.why.en,
            "limits": rule.shown_limits,
            "layers": list(rule.layers),
        }
        for rule in rules
    ]
