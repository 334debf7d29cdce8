"""Grants (godkjente avvik): register, correct, withdraw. Nothing is deleted, all of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, text

from areal.catalogue.authorship import ALL_KOMMUNER, write_as
from areal.catalogue.grant_checks import (
    Decision,
    GrantRefused,
    Mistake,
    cleaned,
    day_mistakes,
    decision_mistakes,
    latest_day,
    refuse,
    subject_mistakes,
    text_mistakes,
    tidy,
)
from areal.catalogue.grant_records import Grant, Step, find, history, list_grants
from areal.database import Role, connect, sql

#: Reasons to look twice. None of them stops a grant: bodies decide in advance, and decide again.
Oddity = Literal["does_not_deviate", "not_checked", "another_stands", "not_yet", "expired"]

__all__ = [
    "Decision",
    "Grant",
    "GrantRefused",
    "Granted",
    "Mistake",
    "Oddity",
    "Review",
    "Step",
    "change",
    "find",
    "grant",
    "history",
    "list_grants",
    "register",
    "review",
    "withdraw",
]


@dataclass(frozen=True)
class Granted:
    """A grant that was taken in, with what is odd about it; ``verdict`` is that under it now."""

    grant_id: int
    warnings: tuple[Oddity, ...]
    verdict: str | None


@dataclass(frozen=True)
class Review:
    """What would be said to a grant: mistakes that refuse it, oddities that do not."""

    mistakes: tuple[Mistake, ...]
    warnings: tuple[Oddity, ...]
    verdict: str | None


@contextmanager
def register() -> Iterator[Connection]:
    """Open the register for writing: all of it is kept, or on an error nothing."""
    with connect(Role.APP) as connection:
        yield connection


def review(
    connection: Connection,
    author: str,
    parcel: str,
    rule: str,
    decision: Decision,
    *,
    strategy: str | None = None,
    grant_id: int | None = None,
    kommuner: Iterable[str] = ALL_KOMMUNER,
) -> Review:
    """Return what ``grant`` (or, with ``grant_id``, ``change``) would say, without writing."""
    write_as(connection, author, kommuner)
    facts = _facts(connection, parcel, rule, strategy, grant_id)
    return _reviewed(facts, parcel, rule, tidy(decision))


def grant(
    connection: Connection,
    author: str,
    parcel: str,
    rule: str,
    decision: Decision,
    *,
    strategy: str | None = None,
    kommuner: Iterable[str] = ALL_KOMMUNER,
) -> Granted:
    """Register that a body let a parcel (by slug) deviate from a rule.

    ``strategy`` is an id, by default that of the published run. Raises ``GrantRefused`` with every
    mistake in it.
    """
    write_as(connection, author, kommuner)
    facts = _facts(connection, parcel, rule, strategy)
    told = _reviewed(facts, parcel, rule, tidy(decision))
    refuse(told.mistakes)
    grant_id: int = connection.execute(
        text(sql("catalogue/grant_add.sql")),
        {
            "strategy": facts.strategy_id,
            "parcel_id": facts.parcel_id,
            "rule": rule,
            **_columns(tidy(decision)),
        },
    ).scalar_one()
    return Granted(grant_id, told.warnings, told.verdict)


def change(
    connection: Connection,
    author: str,
    grant_id: int,
    decision: Decision,
    *,
    seen: datetime | None = None,
    kommuner: Iterable[str] = ALL_KOMMUNER,
) -> Granted:
    """Correct what a grant says; what it is about stays, for that is another grant.

    ``seen`` is the ``changed_at`` of the state the author looked at: was it changed since, it is
    refused. Raises ``NotFound``, and ``GrantRefused`` with every mistake.
    """
    held = _held(connection, author, grant_id, seen, kommuner)
    facts = _facts(connection, held.parcel, held.rule, held.strategy_id, grant_id)
    told = _reviewed(facts, held.parcel, held.rule, tidy(decision))
    refuse(told.mistakes)
    connection.execute(
        text(
            "UPDATE areal.deviation_grant SET body = :body, case_ref = :case_ref, "
            "decided_on = :decided_on, valid_until = :valid_until, reason = :reason "
            "WHERE grant_id = :grant_id"
        ),
        {"grant_id": grant_id, **_columns(tidy(decision))},
    )
    return Granted(grant_id, told.warnings, told.verdict)


def withdraw(
    connection: Connection,
    author: str,
    grant_id: int,
    on: date | None,
    why: str,
    *,
    seen: datetime | None = None,
    kommuner: Iterable[str] = ALL_KOMMUNER,
) -> None:
    """Withdraw a grant: from now on the deviation stands alone, and the grant tells why.

    ``on`` is the day it was decided. Raises ``NotFound``, and ``GrantRefused`` with every mistake.
    """
    held = _held(connection, author, grant_id, seen, kommuner)
    facts = _facts(connection, held.parcel, held.rule, held.strategy_id, grant_id)
    latest = latest_day(facts.as_of)
    refuse(
        [
            *day_mistakes("withdrawn_on", on, latest, held.decided_on, "before_decided"),
            *text_mistakes("why", cleaned(why)),
        ]
    )
    connection.execute(
        text(
            "UPDATE areal.deviation_grant SET withdrawn_on = :on, withdrawn_why = :why, "
            "withdrawn_by = :author WHERE grant_id = :grant_id"
        ),
        {"grant_id": grant_id, "on": on, "why": cleaned(why), "author": author},
    )


def _facts(
    connection: Connection,
    parcel: str,
    rule: str,
    strategy: str | None,
    grant_id: int | None = None,
) -> Any:
    return connection.execute(
        text(sql("catalogue/grant_facts.sql")),
        {"parcel": parcel, "rule": rule, "strategy": strategy, "grant_id": grant_id},
    ).one()


def _reviewed(facts: Any, parcel: str, rule: str, decision: Decision) -> Review:
    mistakes = (*subject_mistakes(facts, parcel, rule), *decision_mistakes(decision, facts))
    return Review(mistakes, () if mistakes else tuple(_warnings(facts, decision)), facts.verdict)


def _warnings(facts: Any, decision: Decision) -> Iterator[Oddity]:
    if facts.verdict is None:
        yield "not_checked"
    elif facts.verdict != "deviates":
        yield "does_not_deviate"
    if facts.another_stands:
        yield "another_stands"
    if decision.decided_on is not None and facts.as_of and decision.decided_on > facts.as_of:
        yield "not_yet"
    if decision.valid_until is not None and facts.as_of and decision.valid_until < facts.as_of:
        yield "expired"


def _held(
    connection: Connection,
    author: str,
    grant_id: int,
    seen: datetime | None,
    kommuner: Iterable[str],
) -> Grant:
    """Return a grant that may be changed, locked until the transaction ends."""
    write_as(connection, author, kommuner)
    find(connection, grant_id)
    mine = connection.execute(
        text("SELECT 1 FROM areal.deviation_grant WHERE grant_id = :grant_id FOR UPDATE"),
        {"grant_id": grant_id},
    ).scalar()
    if mine is None:
        # The row policy hides from the lock what is another kommune's.
        refuse([Mistake("grant", "not_yours")])
    held = find(connection, grant_id)
    if held.withdrawn_on is not None:
        refuse([Mistake("grant", "withdrawn")])
    if seen is not None and seen != held.changed_at:
        refuse([Mistake("grant", "changed_meanwhile")])
    return held


def _columns(decision: Decision) -> dict[str, Any]:
    return {
        "body": decision.body,
        "case_ref": decision.case_ref,
        "decided_on": decision.decided_on,
        "valid_until": decision.valid_until,
        "reason": decision.reason,
    }
