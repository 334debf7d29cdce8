"""Figures of a period: what was sought and not there, how sites did, and the common indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from areal.accounts.people import Person
from areal.accounts.rights import Permission
from areal.database import Role, connect, sql
from areal.figures.period import Period

#: What a kommune has and the region itself has not.
_LAND = frozenset(
    {
        "sites", "parcels", "free_m2", "free_before_m2", "ready_m2", "sold", "sold_m2", "fresh",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Need:
    """A requirement nothing fulfilled; numbers are daa, MW, km, jobs or steps, days ISO 8601.

    ``kommunenummer`` is None for what was asked of the whole region.
    """

    kommunenummer: str | None
    kommune: str | None
    key: str
    code: str | None
    needs: int
    least: float | None
    median: float | None
    most: float | None
    earliest: str | None
    latest: str | None


@dataclass(frozen=True)
class SiteFigures:
    """How often a site was shown, opened, put on shortlists and asked about.

    ``reasons`` tells how often which filter left it out; a search may have left it out by two.
    """

    slug: str
    name: str
    kommunenummer: str
    kommune: str
    shown: int
    opened: int
    listed: int
    enquiries: int
    reasons: Mapping[str, int]


@dataclass(frozen=True)
class Status:
    """The common indicators of a kommune, of the region's own enquiries, or of all. Areas are m².

    ``fresh`` counts published parcels somebody confirmed in the year before the period ended;
    ``in_time`` enquiries answered within two working days. Land is None where nothing is known of
    it on that day, and of the region itself, which has none.
    """

    kommunenummer: str | None
    kommune: str | None
    sites: int | None
    parcels: int | None
    free_m2: float | None
    free_before_m2: float | None
    ready_m2: float | None
    sold: int | None
    sold_m2: float | None
    fresh: int | None
    enquiries: int
    answered: int
    in_time: int
    visits: int
    settled: int
    lost: int
    unmet: int
    shortlists: int
    views: int
    shown: int
    opened: int


def needs(person: Person, period: Period) -> tuple[Need, ...]:
    """Return what was sought in the whole region and was not there; it names nobody."""
    person.require(Permission.READ)
    return tuple(Need(**row) for row in _rows("figures/needs.sql", _days(period)))


def sites(person: Person, period: Period) -> tuple[SiteFigures, ...]:
    """Return the figures of every site in the kommuner a person works in."""
    person.require(Permission.READ)
    rows = _rows("figures/sites.sql", {**_days(period), **_places(person)})
    return tuple(SiteFigures(**row) for row in rows)


def status(person: Person, period: Period) -> tuple[Status, ...]:
    """Return the indicators of each kommune a person works in, and of the region's own."""
    person.require(Permission.READ)
    rows = _rows("figures/status.sql", {**_days(period), **_places(person)})
    return tuple(Status(**row) for row in rows)


def total(each: Sequence[Status]) -> Status:
    """Return the sum of several; land only where it is known of every kommune."""
    names = [
        name for name in Status.__dataclass_fields__ if name not in ("kommunenummer", "kommune")
    ]
    return Status(None, None, **{name: _sum(name, each) for name in names})


def _sum(name: str, each: Sequence[Status]) -> Any:
    values = [getattr(one, name) for one in each if one.kommunenummer or name not in _LAND]
    return None if None in values else sum(values)


def _days(period: Period) -> dict[str, Any]:
    return {"first": period.first, "last": period.last}


def _places(person: Person) -> dict[str, Any]:
    return {"kommuner": sorted(person.rights.where(Permission.READ))}


def _rows(name: str, binds: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connect(Role.APP) as connection:
        found = connection.execute(text(sql(name)), binds).mappings()
        return [dict(row) for row in found]
