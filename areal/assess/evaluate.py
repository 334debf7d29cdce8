"""Evaluate one rule over all subjects: one statement, and a row for every one of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from areal.database import execute, sent_ahead, sql
from areal.strategy.kinds import Rule
from areal.strategy.kinds.base import as_json

_log = logging.getLogger(__name__)

_MARK = "SELECT * FROM relevant -- the kind"
#: Where findings go: into the run's rows, or into a table that is gone with the transaction.
_STORED = "INSERT INTO areal.finding_span ("
_SCRATCH = "INSERT INTO pg_temp.result ("
#: SQLSTATE of a statement that ran into its time limit.
_TIMEOUT = "57014"
#: No resources, a lock held by somebody else, a server going down: nothing a verdict can rest on.
_NOT_THE_RULE = ("53", "55", "57P", "58", "08")


@dataclass(frozen=True)
class Sink:
    """Where findings are written: a run of a series, or nowhere that lasts (``run_id`` 0)."""

    run_id: int
    series_id: int

    @property
    def scratch(self) -> bool:
        """True when nothing is kept."""
        return self.run_id == 0

    def into(self, statement: str) -> str:
        """Return the statement with the table of this sink."""
        return statement.replace(_STORED, _SCRATCH) if self.scratch else statement


#: The table ``pg_temp.result`` that the caller has made.
NOWHERE = Sink(run_id=0, series_id=0)


def statement(rule: Rule) -> str:
    """Return a rule's statement: the frame that all kinds share, around the kind's own SQL."""
    frame = sql("run/evaluate.sql")
    assert _MARK in frame  # noqa: S101 - the two files belong together
    return frame.replace(_MARK, sql(f"rules/{rule.sql_name}.sql"))


def evaluate(
    connection: Connection,
    sink: Sink,
    rule: Rule,
    versions: Mapping[str, int],
    as_of: date,
    *,
    timeout_ms: int = 0,
    only_fresh: bool = False,
    few: bool = False,
) -> bool:
    """Write the findings of one rule; return whether doing it again would tell the same.

    A rule whose layer is not loaded, that fails, or that exceeds its time limit writes `error`
    for every subject, with the reason, and does not stop the run. The last two may go better
    another time. ``timeout_ms`` 0 is no limit; ``only_fresh`` leaves out what had not changed;
    ``few`` says that so few subjects are left that looking up what is near each is quicker.
    """
    absent = _absent(rule, versions)
    if absent:
        _fail(connection, sink, rule, only_fresh, "layer_not_loaded", absent)
        return True
    one_by_one = few or not rule.joins_sets_only
    try:
        with _within(connection, timeout_ms, one_by_one=one_by_one):
            _measure(connection, sink, rule, versions, as_of, only_fresh=only_fresh, few=few)
    except DBAPIError as error:
        sqlstate = _fault_of_rule(error)
        first_line = str(error.orig).splitlines()[0]
        _log.warning("Rule %s could not be evaluated: %s", rule.code, first_line)
        reason = "timeout" if sqlstate == _TIMEOUT else "rule_failed"
        _fail(connection, sink, rule, only_fresh, reason, [])
        return False
    return True


def evaluate_few(
    connection: Connection,
    sink: Sink,
    rules: Sequence[Rule],
    versions: Mapping[str, int],
    as_of: date,
    *,
    timeout_ms: int,
) -> frozenset[str]:
    """Write what many rules find of the few fresh subjects; return the codes of those given up.

    The same as ``evaluate`` for each, with one savepoint around all; should a rule fail, each is
    evaluated again within its own.
    """
    able = [rule for rule in rules if not _absent(rule, versions)]
    failed = False
    try:
        with _within(connection, timeout_ms, one_by_one=True), sent_ahead(connection):
            for rule in able:
                _measure(connection, sink, rule, versions, as_of, only_fresh=True, few=True)
    except DBAPIError as error:
        _fault_of_rule(error)
        failed = True
    given_up = set()
    for rule in rules:
        if failed or rule not in able:
            done = evaluate(
                connection,
                sink,
                rule,
                versions,
                as_of,
                timeout_ms=timeout_ms,
                only_fresh=True,
                few=True,
            )
            if not done:
                given_up.add(rule.code)
    return frozenset(given_up)


def _measure(
    connection: Connection,
    sink: Sink,
    rule: Rule,
    versions: Mapping[str, int],
    as_of: date,
    *,
    only_fresh: bool,
    few: bool,
) -> None:
    binds = {
        "run_id": sink.run_id,
        "series_id": sink.series_id,
        "rule_code": rule.code,
        "subject_kind": rule.subject_kind,
        "applies_to": as_json(rule.applies_to),
        "level": rule.level,
        "as_of": as_of,
        "only_fresh": only_fresh,
        "few": few,
        **rule.binds(versions),
    }
    execute(connection, sink.into(statement(rule)), binds)


@contextmanager
def _within(connection: Connection, timeout_ms: int, *, one_by_one: bool) -> Iterator[None]:
    """Open a savepoint with a time limit, which is gone with it when the rule is given up.

    What a step of a rule returns is estimated at a few rows. The loops that are wanted are lateral
    ones, for which there is no other way, so to be without loops keeps out only the others.
    """
    before = connection.execute(text("SHOW statement_timeout")).scalar_one()
    with connection.begin_nested():
        connection.execute(text(f"SET LOCAL statement_timeout = {int(timeout_ms)}"))
        connection.execute(text(f"SET LOCAL enable_nestloop = {'on' if one_by_one else 'off'}"))
        yield
        connection.execute(text(f"SET LOCAL statement_timeout = '{before}'"))
        connection.execute(text("SET LOCAL enable_nestloop = on"))


def _fault_of_rule(error: DBAPIError) -> str:
    """Return the SQLSTATE of a rule that failed; raise what no verdict can rest on."""
    sqlstate = str(getattr(error.orig, "sqlstate", "") or "")
    if error.connection_invalidated or sqlstate.startswith(_NOT_THE_RULE):
        raise error
    return sqlstate


def _absent(rule: Rule, versions: Mapping[str, int]) -> list[str]:
    return [layer for layer in rule.layers if layer not in versions]


def _fail(
    connection: Connection,
    sink: Sink,
    rule: Rule,
    only_fresh: bool,
    reason: str,
    layers: list[str],
) -> None:
    connection.execute(
        text(sink.into(sql("run/failed.sql"))),
        {
            "run_id": sink.run_id,
            "series_id": sink.series_id,
            "rule_code": rule.code,
            "reason": reason,
            "layers": json.dumps(layers or list(rule.layers)),
            "subject_kind": rule.subject_kind,
            "only_fresh": only_fresh,
        },
    )
