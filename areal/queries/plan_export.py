"""Every finding as one row of a table, read as a stream so that no number of them fills memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from areal.queries.connection import Connection
from areal.queries.filters import ParcelFilter, filtered
from areal.queries.plan import plan_binds

_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with its parcel, its rule and its source; words are in the asked language.

    ``subject`` is parcel, kommune or region; what a parcel alone has is None for the others. Areas
    are daa on the ellipsoid, ``coverage`` a share of one, ``layers``, ``layer_dates`` and
    ``stale`` lists with semicolons. ``measured``, ``limit_value`` and ``margin`` are in ``unit``.
    """

    subject: str
    parcel: str | None
    label: str | None
    site: str | None
    site_name: str | None
    kommunenummer: str | None
    kommune: str | None
    area_daa: float | None
    rule_code: str
    rule_title: str
    theme: str | None
    level: str | None
    verdict: str
    verdict_text: str | None
    measured: float | None
    unit: str | None
    limit_value: float | None
    deviates_limit: float | None
    direction: str | None
    margin: float | None
    layers: str | None
    layer_dates: str | None
    coverage: float | None
    stale: str | None
    reason: str | None
    missing: str | None
    grant_body: str | None
    grant_case: str | None
    grant_date: date | None
    grant_until: date | None
    grant_reason: str | None
    evidence_daa: float | None
    section: str | None
    page: int | None
    wording: str


def finding_rows(
    connection: Connection, parcel_filter: ParcelFilter, lang: str
) -> Iterator[FindingRow]:
    """Yield the asked findings by kommune, site and parcel, in the order of the strategy.

    One statement, fetched a thousand rows at a time; the connection is busy until it is read out.
    """
    result = connection.execute(
        text(filtered("plan_findings", "plan_export")),
        {**plan_binds(parcel_filter), "lang": lang},
        execution_options={"yield_per": _AT_A_TIME},
    )
    for row in result.mappings():
        yield FindingRow(**row)
