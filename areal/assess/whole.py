"""A run that looks at everything: some kommuner at a time, or all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from areal.assess.evaluate import Sink, evaluate
from areal.assess.inputs import Inputs
from areal.database import execute, sql
from areal.strategy.kinds import Rule

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Work:
    """A run that is going on, and what it evaluates; ``timeout_ms`` is for one rule."""

    sink: Sink
    inputs: Inputs
    rules: Sequence[Rule]
    timeout_ms: int
    progress: Progress

    def binds(self, **more: Any) -> dict[str, Any]:
        """Return what the statements of a run are bound to."""
        return {
            "run_id": self.sink.run_id,
            "series_id": self.sink.series_id,
            "snapshot_id": self.inputs.snapshot_id,
            **more,
        }


def run(connection: Connection, name: str, binds: dict[str, Any]) -> None:
    """Execute ``areal/sql/run/<name>.sql`` with those of the binds it has."""
    execute(connection, sql(f"run/{name}.sql"), binds)


def prepare(connection: Connection) -> None:
    """Give the transaction what set-based work wants: memory, and no compiling of plans."""
    connection.execute(text("SET LOCAL jit = off"))
    connection.execute(text("SET LOCAL work_mem = '128MB'"))


@contextmanager
def in_sets(connection: Connection) -> Iterator[None]:
    """Let every join be one of sets, for statements over all parcels.

    What such a statement has put together so far is estimated at a few rows, for which looking
    things up one by one would be right; over a hundred thousand it does not come to an end.
    """
    connection.execute(text("SET LOCAL enable_nestloop = off"))
    yield
    connection.execute(text("SET LOCAL enable_nestloop = on"))


def empty_subject(connection: Connection) -> None:
    """Make the table that rules read anew, with nothing in it and no index."""
    connection.execute(text("DROP TABLE IF EXISTS pg_temp.subject"))
    connection.execute(text(sql("run/subject_table.sql")))


def make_subject(connection: Connection, binds: dict[str, Any]) -> None:
    """Fill the table that rules read, and let the planner know what is in it."""
    empty_subject(connection)
    run(connection, "subject_of_run", binds)
    connection.execute(text("CREATE INDEX ON subject USING gist (geom)"))
    connection.execute(text("ANALYZE subject"))


def part(connection: Connection, work: Work, kommuner: Sequence[str] | None) -> frozenset[str]:
    """Check all parcels of some kommuner, and these as wholes; return the rules given up.

    Without kommuner everything is checked. Rules about the region are left to ``region``.
    """
    binds = work.binds(
        kommuner=None if kommuner is None else list(kommuner), fresh_kommuner=None, only_fresh=False
    )
    run(connection, "take", binds)
    make_subject(connection, binds)
    given_up = set()
    for rule in work.rules:
        if rule.subject_kind == "region":
            continue
        work.progress(rule.code)
        if not _evaluate(connection, work, rule):
            given_up.add(rule.code)
    run(connection, "proximity", binds)
    with in_sets(connection):
        run(connection, "summarise", binds)
    return frozenset(given_up)


def region(connection: Connection, work: Work, *, have_subject: bool) -> frozenset[str]:
    """Check the rules about the region, once all its parcels are kept, and sum everything up."""
    binds = work.binds(kommuner=None, fresh_kommuner=None)
    given_up = set()
    rules = [rule for rule in work.rules if rule.subject_kind == "region"]
    if rules and not have_subject:
        make_subject(connection, binds)
    for rule in rules:
        work.progress(rule.code)
        if not _evaluate(connection, work, rule):
            given_up.add(rule.code)
    # So much has been written that what the planner knows of the tables is of another time.
    connection.execute(text("SELECT areal.analyze_spans()"))
    with in_sets(connection):
        run(connection, "kommune", binds)
    return frozenset(given_up)


def _evaluate(connection: Connection, work: Work, rule: Rule) -> bool:
    return evaluate(
        connection,
        work.sink,
        rule,
        work.inputs.versions,
        work.inputs.as_of,
        timeout_ms=work.timeout_ms,
    )
