"""What a comparison says: totals by rule and kommune, parcels with both strips, each difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from areal.assess.compare_sides import Given, Side
from areal.database import sql
from areal.queries.texts import Text
from areal.strategy.kinds import Rule

#: What a verdict rests on, besides the program.
INPUTS = ("rule", "layer", "parcel", "day")


@dataclass(frozen=True, slots=True)
class Told:
    """One verdict with what was measured, against which limit."""

    verdict: str
    measured: float | None
    unit: str | None
    limit: float | None
    #: at_least or at_most.
    direction: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A rule and subject of which the sides say something else; ``subject`` is a slug or a code.

    ``change`` is changed, new_rule, dropped_rule, new_subject or gone_subject; ``movement`` worse,
    better or other. ``causes`` are the smallest sets of inputs (``INPUTS``) that, taken from the
    other side alone, bring the change about: several sets each suffice by themselves, a set of
    several only together. No set means that the check itself is the cause: another version of the
    program, or a check that had failed. None where there was nothing to check again.
    """

    rule_code: str
    subject_kind: str
    subject: str
    kommunenummer: str | None
    change: str
    movement: str
    before: Told | None
    after: Told | None
    causes: tuple[tuple[str, ...], ...] | None
    #: The layers of the rule that the sides have in different versions.
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleTotals:
    """One rule: verdict → number of subjects on either side, and how many moved which way."""

    code: str
    title: Text
    in_a: bool
    in_b: bool
    #: Whether both sides have the rule with other limits, or asked otherwise.
    altered: bool
    before: Mapping[str, int]
    after: Mapping[str, int]
    worse: int
    better: int
    other: int


@dataclass(frozen=True, slots=True)
class KommuneTotals:
    """One kommune: how many of its parcels came out otherwise, all rules together."""

    kommunenummer: str
    name: str
    parcels: int
    worse: int
    better: int
    other: int


@dataclass(frozen=True, slots=True)
class ParcelChange:
    """A parcel of which anything differs, with both overall verdicts (None: not there)."""

    slug: str
    label: str
    site_name: str
    kommunenummer: str
    kommune_name: str
    before: str | None
    after: str | None
    #: worse, better, other or same: of the overall verdict.
    movement: str
    #: Rule code → verdict.
    verdicts_before: Mapping[str, str]
    verdicts_after: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides and all that differs; ``rules`` in the order of the strategies."""

    a: Side
    b: Side
    rules: tuple[RuleTotals, ...]
    kommuner: tuple[KommuneTotals, ...]
    parcels: tuple[ParcelChange, ...]
    changes: tuple[Change, ...]


def result(
    connection: Connection,
    a: Given,
    b: Given,
    differing: Mapping[str, frozenset[str]],
    binds: Mapping[str, Any],
) -> Comparison:
    """Read what has been worked out; ``differing`` is rule code → inputs that differ for it."""
    return Comparison(
        a.side,
        b.side,
        _rules(_rows(connection, "list_rules", binds), a, b, differing),
        tuple(KommuneTotals(**row) for row in _rows(connection, "list_kommuner", {})),
        tuple(ParcelChange(**row) for row in _rows(connection, "list_parcels", {})),
        tuple(_change(row, a, b) for row in _rows(connection, "list_changes", {})),
    )


def _rows(connection: Connection, name: str, binds: Mapping[str, Any]) -> list[RowMapping]:
    clause = text(sql(f"compare/{name}.sql"))
    wanted = {key: value for key, value in binds.items() if key in clause.compile().params}
    return list(connection.execute(clause, wanted).mappings())


def _rules(
    rows: list[RowMapping], a: Given, b: Given, differing: Mapping[str, frozenset[str]]
) -> tuple[RuleTotals, ...]:
    by_code = {row["rule_code"]: row for row in rows}
    every: dict[str, Rule] = {**a.rules, **b.rules}
    return tuple(
        RuleTotals(
            code=code,
            title=Text(every[code].title.nb, every[code].title.en),
            in_a=code in a.rules,
            in_b=code in b.rules,
            altered="rule" in differing.get(code, frozenset()),
            before=by_code[code]["before"] or {},
            after=by_code[code]["after"] or {},
            worse=by_code[code]["worse"] or 0,
            better=by_code[code]["better"] or 0,
            other=by_code[code]["other"] or 0,
        )
        for code in every
        if code in by_code
    )


def _change(row: RowMapping, a: Given, b: Given) -> Change:
    return Change(
        rule_code=row["rule_code"],
        subject_kind=row["subject_kind"],
        subject=row["subject"],
        kommunenummer=row["kommunenummer"],
        change=row["change"],
        movement=row["movement"],
        before=_told(row, "a"),
        after=_told(row, "b"),
        causes=_causes(row),
        layers=changed_layers(a, b, row["rule_code"]),
    )


def _told(row: RowMapping, side: str) -> Told | None:
    if row[f"{side}_verdict"] is None:
        return None
    names = ("verdict", "measured", "unit", "limit", "direction")
    return Told(*(row[f"{side}_{name}"] for name in names))


def _causes(row: RowMapping) -> tuple[tuple[str, ...], ...] | None:
    """Return the sets; one without inputs says that the check is no longer what it was."""
    if row["change"] in ("new_rule", "dropped_rule"):
        return (("rule",),)
    if row["change"] in ("new_subject", "gone_subject"):
        return (("parcel",),)
    return tuple(tuple(each) for each in row["sets"] or () if each)


def changed_layers(a: Given, b: Given, code: str) -> tuple[str, ...]:
    """Return the layers of a rule, as either side has it, whose versions differ."""
    named = [layer for side in (a, b) if code in side.rules for layer in side.rules[code].layers]
    return tuple(
        layer for layer in dict.fromkeys(named) if a.versions.get(layer) != b.versions.get(layer)
    )
