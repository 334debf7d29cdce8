"""The task list of some kommuner: what is missing, stale, changed, lapsing or waiting."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from areal.accounts.rights import Permission, Rights
from areal.clock import today
from areal.database import execute, sql
from areal.settings import get_settings

#: Kinds in the order they are told, each with who does it: a task of nobody is no task.
KINDS: Mapping[str, frozenset[Permission]] = {
    "drafts": frozenset({Permission.PUBLISH, Permission.EDIT}),
    "consents": frozenset({Permission.EDIT, Permission.PUBLISH}),
    "grants": frozenset({Permission.GRANT}),
    "plans": frozenset({Permission.EDIT}),
    "layers": frozenset({Permission.GRANT, Permission.EDIT}),
    "stale": frozenset({Permission.EDIT}),
    "missing": frozenset({Permission.EDIT}),
}
#: How long before it lapses a grant or a consent is told of.
SOON = timedelta(days=90)


@dataclass(frozen=True)
class Task:
    """One thing to do; ``detail`` is what it is about, by kind (``sql/publishing/tasks``)."""

    kind: str
    kommunenummer: str
    site_id: int | None
    site_name: str
    parcel_id: int | None
    label: str | None
    detail: Mapping[str, Any]


def oldest_fresh(day: date) -> date:
    """Return the day from which on a confirmation counts as fresh."""
    months = get_settings().fact_months
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    # The last day of a shorter month is near enough to the same day.
    return date(year, month + 1, min(day.day, 28))


def of(
    connection: Connection, kommuner: Collection[str], kinds: Collection[str] = tuple(KINDS)
) -> tuple[Task, ...]:
    """Return the tasks of some kommuner, by kind."""
    day = today()
    binds = {
        "kommuner": sorted(kommuner),
        "day": day,
        "soon": day + SOON,
        "fresh_from": oldest_fresh(day),
    }
    return tuple(
        Task(kind, **row)
        for kind in KINDS
        if kind in kinds and kommuner
        for row in execute(connection, sql(f"publishing/tasks/{kind}.sql"), binds).mappings()
    )


def for_rights(connection: Connection, rights: Rights, kommune: str = "") -> tuple[Task, ...]:
    """Return the tasks somebody with these rights can do something about.

    Who only reads sees those of everybody; ``kommune`` narrows to one.
    """
    works = {p for wanted in KINDS.values() for p in wanted if rights.where(p)}
    found = []
    for kind, permissions in KINDS.items():
        where = frozenset[str]().union(*(rights.where(p) for p in permissions))
        if not works:
            where = rights.where(Permission.READ)
        chosen = where & {kommune} if kommune else where
        found += [task for task in of(connection, chosen, (kind,)) if _mine(task, rights, works)]
    return tuple(found)


def _mine(task: Task, rights: Rights, works: Collection[Permission]) -> bool:
    """Return whether a draft waits for this person: to publish, or to change it."""
    if task.kind != "drafts" or not works:
        return True
    waits = Permission.PUBLISH if task.detail["state"] == "til_godkjenning" else Permission.EDIT
    return rights.may(waits, task.kommunenummer)
