"""Evaluate one rule over all subjects: one statement, and a row for every one of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from areal.database import sql
from areal.strategy.kinds import Rule
from areal.strategy.kinds.base import as_json

_log = logging.getLogger(__name__)

_MARK = "SELECT * FROM relevant -- the kind"
#: SQLSTATE of a statement that ran into its time limit.
_TIMEOUT = "57014"
#: No resources, a lock held by somebody else, a server going down: nothing a verdict can rest on.
_NOT_THE_RULE = ("53", "55", "57P", "58", "08")


def statement(rule: Rule) -> str:
    """Return a rule's statement: the frame that all kinds share, around the kind's own SQL."""
    frame = sql("run/evaluate.sql")
    assert _MARK in frame  # noqa: S101 - the two files belong together
    return frame.replace(_MARK, sql(f"rules/{rule.sql_name}.sql"))


def evaluate(
    connection: Connection,
    run_id: int,
    rule: Rule,
    versions: Mapping[str, int],
    as_of: date,
    *,
    timeout_ms: int = 0,
) -> bool:
    """Write the findings of one rule into a run; return whether doing it again would tell the same.

    A rule whose layer is not loaded, that fails, or that exceeds its time limit writes `error`
    for every subject, with the reason, and does not stop the run. The last two may go better
    another time. ``timeout_ms`` 0 is no limit.
    """
    absent = [layer for layer in rule.layers if layer not in versions]
    if absent:
        _fail(connection, run_id, rule, "layer_not_loaded", absent)
        return True
    binds = {
        "run_id": run_id,
        "rule_code": rule.code,
        "subject_kind": rule.subject_kind,
        "applies_to": as_json(rule.applies_to),
        "level": rule.level,
        "as_of": as_of,
        **rule.binds(versions),
    }
    try:
        with connection.begin_nested():
            # Inside the savepoint: when the rule is given up, its limit is gone with it.
            connection.execute(text(f"SET LOCAL statement_timeout = {int(timeout_ms)}"))
            connection.execute(_prepared(rule, binds), binds)
            connection.execute(text("SET LOCAL statement_timeout = 0"))
    except DBAPIError as error:
        sqlstate = str(getattr(error.orig, "sqlstate", "") or "")
        if error.connection_invalidated or sqlstate.startswith(_NOT_THE_RULE):
            raise
        first_line = str(error.orig).splitlines()[0]
        _log.warning("Rule %s could not be evaluated: %s", rule.code, first_line)
        timed_out = sqlstate == _TIMEOUT
        _fail(connection, run_id, rule, "timeout" if timed_out else "rule_failed", [])
        return False
    return True


def _prepared(rule: Rule, binds: dict[str, Any]) -> Any:
    """Return the statement; binds it does not use are dropped from ``binds``."""
    clause = text(statement(rule))
    wanted = set(clause.compile().params)
    for name in set(binds) - wanted:
        del binds[name]
    return clause


def _fail(connection: Connection, run_id: int, rule: Rule, reason: str, layers: list[str]) -> None:
    connection.execute(
        text(sql("run/failed.sql")),
        {
            "run_id": run_id,
            "rule_code": rule.code,
            "reason": reason,
            "layers": json.dumps(layers or list(rule.layers)),
            "subject_kind": rule.subject_kind,
        },
    )
