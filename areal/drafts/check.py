"""The strategy over a draft while it is typed: what the rules say of its parcels, before and after.

The same rules, SQL and sums as a run, in a transaction that leaves nothing behind. Rules about a
kommune or the region as a whole wait for the run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from areal.assess.evaluate import NOWHERE, evaluate_few
from areal.assess.inputs import layers_in_force
from areal.assess.preview import rules_table
from areal.assess.scratch import scratch
from areal.assess.strategies import published_day, strategy_named
from areal.database import sql
from areal.drafts.content import Content, standing
from areal.queries.findings import Finding, from_rows
from areal.settings import get_settings
from areal.strategy.attributes import ATTRIBUTES

_BEFORE, _AFTER = 0, 1


@dataclass(frozen=True)
class Turned:
    """What a rule says of a parcel; ``before`` None for one that is not in the catalogue."""

    before: Finding | None
    after: Finding

    @property
    def changed(self) -> bool:
        """Return whether the draft makes another verdict of it."""
        return self.before is None or self.before.verdict != self.after.verdict


@dataclass(frozen=True)
class ParcelCheck:
    """What every rule about parcels says of a parcel of a draft; ``area_m2`` on the ellipsoid."""

    key: str
    area_m2: float
    kommunenummer: str | None
    rules: tuple[Turned, ...]


def check(base: Content, content: Content, keys: Sequence[str]) -> tuple[ParcelCheck, ...]:
    """Check some parcels of a draft, as they were and as they are to be.

    A parcel without an outline is left out. Raises ``NotFound`` when no strategy is published.
    """
    with scratch() as connection:
        file = strategy_named(connection, None)
        asked = [item["key"] for item in standing(content) if item["key"] in keys]
        _make_subject(connection, base, content, asked)
        versions, _ = layers_in_force(connection)
        rules = [rule for rule in file.strategy.rules if rule.subject_kind == "parcel"]
        evaluate_few(
            connection,
            NOWHERE,
            rules,
            versions,
            published_day(connection),
            timeout_ms=get_settings().precheck_timeout_ms,
        )
        return _told(connection, asked, rules_table(file, rules))


def _make_subject(
    connection: Connection, base: Content, content: Content, asked: Sequence[str]
) -> None:
    connection.execute(text(sql("run/subject_table.sql")))
    parcels = [
        {
            "number": _number(asked, item["key"], side),
            "side": side,
            "asked": item["key"] in asked,
            "attrs": _attributes(whole, item),
            "geometry": item["geometry"],
        }
        for side, whole in ((_BEFORE, base), (_AFTER, content))
        for item in standing(whole)
        if item.get("geometry")
    ]
    connection.execute(text(sql("drafts/subject.sql")), {"parcels": json.dumps(parcels)})


def _number(asked: Sequence[str], key: str, side: int) -> int:
    return 2 * asked.index(key) + side + 1 if key in asked else 0


def _attributes(content: Content, item: dict[str, Any]) -> dict[str, Any]:
    """Return what a rule may ask of a parcel, as the catalogue's own view tells it."""
    site, fields = content["site"], item["fields"]
    told = {
        **fields,
        **{name: site.get(name) for name in ("category", "area_class", "focus_areas")},
        **{name: site.get(name) for name in ("contact_role", "contact_email", "contact_phone")},
        "site": site.get("slug"),
        "site_verified_on": site.get("verified_on"),
        "matrikkel": item.get("matrikkel"),
        "published": True,
        **{
            f"verified_{axis}": value["on"]
            for axis, value in (item.get("verified") or {}).items()
            if value
        },
    }
    if not fields.get("price_public"):
        # A price that is kept internal is not known to a rule: findings are public.
        told["price_nok_m2"] = None
    return {name: told.get(name) for name in ATTRIBUTES}


def _told(
    connection: Connection, asked: Sequence[str], rules: list[dict[str, Any]]
) -> tuple[ParcelCheck, ...]:
    subjects = {
        row.parcel_id: row
        for row in connection.execute(
            text("SELECT parcel_id, area_m2, kommunenummer FROM pg_temp.subject")
        )
    }
    rows = list(
        connection.execute(
            text(sql("run/area_findings.sql")), {"rules": json.dumps(rules, default=str)}
        ).mappings()
    )
    found: dict[int, dict[str, Finding]] = {}
    for row, finding in zip(rows, from_rows(connection, rows), strict=True):
        found.setdefault(row["number"], {})[row["rule_code"]] = finding
    checks = []
    for key in asked:
        number = _number(asked, key, _AFTER)
        if number not in subjects:
            continue
        before = found.get(_number(asked, key, _BEFORE), {})
        rules_of = tuple(
            Turned(before.get(code), finding) for code, finding in found.get(number, {}).items()
        )
        subject = subjects[number]
        checks.append(ParcelCheck(key, subject.area_m2, subject.kommunenummer, rules_of))
    return tuple(checks)
