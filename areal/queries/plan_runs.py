"""The finished runs over time: which strategy, which day, and how many findings of each verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from areal.queries.connection import Connection, many, query
from areal.queries.filters import ParcelFilter
from areal.queries.texts import Text


@dataclass(frozen=True, slots=True)
class RunFigure:
    """One finished run with its findings counted by verdict, over published parcels."""

    run_id: int
    strategy_id: str
    strategy_title: Text
    #: vedtatt, høring or utkast.
    strategy_status: str
    strategy_sha256: str
    as_of: date
    finished_at: datetime | None
    findings_sha256: str | None
    engine_version: str
    is_published: bool
    by_verdict: Mapping[str, int]

    @property
    def relevant(self) -> int:
        """Number of findings that concern their subject."""
        return sum(self.by_verdict.values()) - self.by_verdict.get("not_relevant", 0)


def runs(
    connection: Connection, parcel_filter: ParcelFilter, at_most: int
) -> tuple[RunFigure, ...]:
    """Return the newest runs, oldest first; of the filter, kommuner and rules count."""
    rows = many(
        connection,
        query("plan_runs"),
        at_most=at_most,
        kommune=list(parcel_filter.kommune) or None,
        rule=list(parcel_filter.rule) or None,
    )
    return tuple(
        RunFigure(
            run_id=row["run_id"],
            strategy_id=row["strategy_id"],
            strategy_title=Text(row["strategy_title_nb"], row["strategy_title_en"]),
            strategy_status=row["strategy_status"],
            strategy_sha256=row["strategy_sha256"],
            as_of=row["as_of"],
            finished_at=row["finished_at"],
            findings_sha256=row["findings_sha256"],
            engine_version=row["engine_version"],
            is_published=row["is_published"],
            by_verdict=row["by_verdict"],
        )
        for row in reversed(rows)
    )
