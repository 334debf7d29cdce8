"""What is published: the revision, the run behind it, and the strategy it was checked against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from areal.errors import ArealError
from areal.queries.connection import Connection, one, query
from areal.queries.texts import Text, optional


class NothingPublished(ArealError):
    """The catalogue is there, but no run has been published yet."""

    code = "nothing-published"

    def __init__(self) -> None:
        super().__init__(
            "Nothing is published yet.", hint="Run `areal check --publish` once data are loaded."
        )


@dataclass(frozen=True, slots=True)
class Strategy:
    """The strategy of the published run."""

    strategy_id: str
    title: Text
    #: vedtatt, høring or utkast.
    status: str
    valid_from: date
    valid_to: date | None
    document: str | None
    publisher: str | None
    url: str | None
    #: Guidance, not law.
    notice: Text | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Revision:
    """The published state; ``notice`` is the eksempeldata text, None for real data."""

    revision: int
    run_id: int
    as_of: date
    published_at: datetime
    finished_at: datetime | None
    engine_version: str
    strategy: Strategy
    notice: Text | None


@dataclass(frozen=True, slots=True)
class Region:
    """The region the catalogue serves."""

    region_id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is published."""

    kommuner: int
    sites: int
    parcels: int
    rules: int


def current(connection: Connection) -> Revision:
    """Return the published revision; raises ``NothingPublished`` when there is none."""
    row = one(connection, query("revision"))
    if row is None:
        raise NothingPublished
    strategy = Strategy(
        strategy_id=row["strategy_id"],
        title=Text(row["strategy_title_nb"], row["strategy_title_en"]),
        status=row["strategy_status"],
        valid_from=row["strategy_valid_from"],
        valid_to=row["strategy_valid_to"],
        document=row["document"],
        publisher=row["publisher"],
        url=row["url"],
        notice=optional(row["strategy_notice_nb"], row["strategy_notice_en"]),
        sha256=row["strategy_sha256"],
    )
    return Revision(
        revision=row["revision"],
        run_id=row["run_id"],
        as_of=row["as_of"],
        published_at=row["published_at"],
        finished_at=row["finished_at"],
        engine_version=row["engine_version"],
        strategy=strategy,
        notice=optional(row["notice_nb"], row["notice_en"]),
    )


def region(connection: Connection) -> Region | None:
    """Return the region, None when none is loaded."""
    row = one(connection, query("region"))
    return Region(row["region_id"], Text(row["name_nb"], row["name_en"])) if row else None


def counts(connection: Connection) -> Counts:
    """Count what the public sees."""
    row = one(connection, query("counts"))
    return Counts(**row) if row else Counts(0, 0, 0, 0)
