"""Grants as the public may see them: the decision, its state, and what has been done to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping

from areal.queries.connection import Connection, many, query
from areal.queries.texts import Text, optional

STATES = ("in_force", "not_yet", "expired", "withdrawn")
#: Most grants one answer holds; a region with more than that filters.
MOST = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to a grant: ``granted``, ``changed`` or ``withdrawn``.

    ``changes`` has what differs, field → (before, after); dates are ISO texts.
    """

    event: str
    done_at: datetime
    changes: Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant with its state on the day of the published run.

    ``verdict`` is that of the finding under it, None where the grant was given against another
    strategy than the published one. ``days_left`` is None unless it is in force and has an end.
    """

    grant_id: int
    slug: str
    label: str
    site_slug: str
    site_name: str
    kommunenummer: str
    kommune_name: str
    strategy_id: str
    of_strategy: bool
    rule_code: str
    rule_title: Text | None
    body: str
    case_ref: str
    decided_on: date
    valid_until: date | None
    reason: str
    withdrawn_on: date | None
    withdrawn_why: str | None
    state: str
    days_left: int | None
    verdict: str | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of ``kommune``, ``rule`` or ``state`` that occurs, with how many have it."""

    name: str
    code: str
    label: Text | None
    number: int


@dataclass(frozen=True, slots=True)
class Found:
    """The first ``MOST`` grants that match, and how many match in all."""

    grants: tuple[Grant, ...]
    matching: int


@dataclass(frozen=True, slots=True)
class ParcelName:
    """A published parcel by the names it is chosen by."""

    slug: str
    label: str
    site_name: str
    kommune_name: str


def list_grants(
    connection: Connection,
    *,
    kommune: Sequence[str] = (),
    rule: Sequence[str] = (),
    state: Sequence[str] = (),
) -> Found:
    """Return the grants of published parcels, those in force first; empty filters ask nothing."""
    rows = _rows(connection, kommune=list(kommune), rule=list(rule), state=list(state))
    return Found(tuple(_grant(row) for row in rows), rows[0]["matching"] if rows else 0)


def find(connection: Connection, grant_id: int) -> Grant | None:
    """Return one grant of a published parcel, or None."""
    rows = _rows(connection, grant_id=grant_id)
    return _grant(rows[0]) if rows else None


def histories(connection: Connection, grants: Sequence[Grant]) -> dict[int, tuple[Step, ...]]:
    """Return what was done to each of the grants, oldest first."""
    found: dict[int, list[Step]] = {}
    identities = [grant.grant_id for grant in grants]
    for row in many(connection, query("grants_history"), grants=identities):
        found.setdefault(row["grant_id"], []).append(
            Step(row["event"], row["done_at"], _changes(row["before"] or {}, row["after"]))
        )
    return {grant_id: tuple(steps) for grant_id, steps in found.items()}


def choices(connection: Connection) -> tuple[Choice, ...]:
    """Return what grants can be filtered by."""
    return tuple(
        Choice(row["name"], row["code"], optional(row["label_nb"], row["label_en"]), row["number"])
        for row in many(connection, query("grants_choices"))
    )


def parcels(connection: Connection, most: int, kommuner: Sequence[str]) -> tuple[ParcelName, ...]:
    """Return the published parcels of some kommuner, by kommune and site, at most so many."""
    rows = many(connection, query("grants_parcels"), most=most, kommuner=list(kommuner))
    return tuple(ParcelName(**row) for row in rows)


def _rows(connection: Connection, **asked: Any) -> list[RowMapping]:
    binds = {"grant_id": None, "kommune": None, "rule": None, "state": None, "most": MOST}
    given = {name: value for name, value in asked.items() if value}
    return many(connection, query("grants"), **{**binds, **given})


def _grant(row: RowMapping) -> Grant:
    titles = ("rule_title_nb", "rule_title_en")
    kept = {name: row[name] for name in row if name not in (*titles, "matching")}
    return Grant(**kept, rule_title=optional(*(row[name] for name in titles)))


def _changes(
    before: Mapping[str, str | None], after: Mapping[str, str | None]
) -> dict[str, tuple[str | None, str | None]]:
    pairs = {name: (before.get(name), after[name]) for name in after}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
