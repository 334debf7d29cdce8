"""The planner's dashboard: counts, areas and coverage by verdict, and parcels with their cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping

from areal.queries.connection import Connection, many
from areal.queries.filters import ParcelFilter, filtered

#: What a condition may name and still be about kommuner and the region as much as about parcels.
_PLACES = ("kommune", "rule", "theme", "finding")


class Per(StrEnum):
    """What a row of figures stands for; ``CROSS`` is kommune by theme."""

    KOMMUNE = "kommune"
    THEME = "theme"
    RULE = "rule"
    CROSS = "cross"


class RowSort(StrEnum):
    """In which order parcels are listed; ``WORST`` has most deviations first."""

    SITE = "site"
    KOMMUNE = "kommune"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings of one verdict, and the parcels that have at least one: how many, and their m²."""

    findings: int = 0
    parcels: int = 0
    area_m2: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """The findings of one kommune, theme or rule, or of all.

    ``key`` is a kommunenummer (empty for the region itself), a theme or a rule code; ``column`` a
    theme where the rows are crossed. Of ``relevant`` findings ``assessed`` came out as met, to
    consider or deviating: the coverage figure. ``granted`` of the deviations have a grant.
    """

    key: str
    column: str
    by_verdict: Mapping[str, Tally]
    parcels: int
    area_m2: float
    granted: int
    relevant: int
    assessed: int

    def tally(self, verdict: str) -> Tally:
        """Return the findings of a verdict; zeros when there are none."""
        return self.by_verdict.get(verdict, _NONE)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures row by row, and over everything the filter asks for."""

    rows: tuple[Figure, ...]
    whole: Figure


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A parcel with one cell for each asked parcel rule, in the order of the strategy.

    A cell is a verdict, or ``granted`` where a grant lies over the deviation. ``assessed`` of
    ``relevant`` is its coverage figure over those rules.
    """

    slug: str
    label: str
    site_slug: str
    site_name: str
    kommunenummer: str
    kommune_name: str
    area_m2: float
    overall: str
    strip: tuple[str, ...]
    relevant: int
    assessed: int


_NONE = Tally()


def figures(connection: Connection, parcel_filter: ParcelFilter, per: Per) -> Figures:
    """Return the figures of the matching parcels, and of kommuner and region where they fit in."""
    rows = many(
        connection,
        filtered("plan_findings", "plan_figures"),
        per=per.value,
        **plan_binds(parcel_filter),
    )
    whole = _figure([row for row in rows if row["is_total"]])
    found: dict[tuple[str, str], list[RowMapping]] = {}
    for row in rows:
        if not row["is_total"]:
            found.setdefault((row["row_key"], row["column_key"]), []).append(row)
    return Figures(tuple(_figure(group) for group in found.values()), whole)


def parcel_rows(
    connection: Connection, parcel_filter: ParcelFilter, sort: RowSort, at_most: int, skipped: int
) -> tuple[PlanRow, ...]:
    """Return one page of the parcels the map shows under the same filter."""
    rows = many(
        connection,
        filtered("plan_findings", "plan_rows"),
        sort=sort.value,
        at_most=at_most,
        skipped=skipped,
        **plan_binds(parcel_filter),
    )
    return tuple(PlanRow(**{**row, "strip": tuple(row["strip"])}) for row in rows)


def plan_binds(parcel_filter: ParcelFilter) -> dict[str, Any]:
    """Return the binds of the filter and of ``plan_findings``.

    A condition on parcels, such as their size, leaves out what is about a kommune as a whole.
    """
    only_places = parcel_filter.without(*_PLACES).is_empty
    return {**parcel_filter.binds(), "whole_places": only_places}


def _figure(group: Iterable[RowMapping]) -> Figure:
    by_verdict: dict[str, Tally] = {}
    whole: RowMapping | None = None
    for row in group:
        if row["verdict"] is None:
            whole = row
        else:
            tally = Tally(row["findings"], row["parcels"], row["area_m2"])
            by_verdict[row["verdict"]] = tally
    if whole is None:
        return Figure("", "", {}, 0, 0.0, 0, 0, 0)
    return Figure(
        key=whole["row_key"] or "",
        column=whole["column_key"] or "",
        by_verdict=by_verdict,
        parcels=whole["parcels"],
        area_m2=whole["area_m2"],
        granted=whole["granted"],
        relevant=whole["relevant"],
        assessed=whole["assessed"],
    )
