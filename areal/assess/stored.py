"""The runs that are stored: begin one, bring it to an end, take one back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from areal.assess.evaluate import Sink
from areal.assess.inputs import Inputs
from areal.database import execute, sql


@dataclass(frozen=True)
class RunResult:
    """A finished run; ``fresh`` is False when the same inputs had been checked before."""

    run_id: int
    findings: int
    findings_sha256: str
    counts: dict[str, int]
    fresh: bool


@dataclass(frozen=True)
class Base:
    """A finished run that another one may build on."""

    run_id: int
    series_id: int
    rule_digests: Mapping[str, str | None]
    layer_versions: Mapping[str, int]
    inputs_sha256: str


def begin(connection: Connection, inputs: Inputs, base: Base | None = None) -> Sink:
    """Store a run that is going on; without a base it begins a series of its own."""
    row = connection.execute(
        text(
            "INSERT INTO areal.run (snapshot_id, boundary_version_id, as_of, engine_version, "
            "layer_versions, inputs_sha256, state, series_id, base_run_id) VALUES (:snapshot, "
            ":boundary, :as_of, :engine, CAST(:layers AS jsonb), :inputs, 'running', :series, "
            ":base) RETURNING run_id, series_id"
        ),
        {
            "snapshot": inputs.snapshot_id,
            "boundary": inputs.boundary_version_id,
            "as_of": inputs.as_of,
            "engine": inputs.engine_version,
            "layers": json.dumps(dict(inputs.versions), sort_keys=True),
            "inputs": inputs.sha256,
            "series": base and base.series_id,
            "base": base and base.run_id,
        },
    ).one()
    return Sink(run_id=row.run_id, series_id=row.series_id)


def latest(connection: Connection, inputs: Inputs) -> Base | None:
    """Return the newest finished run of the same strategy that kept what it checked, if any."""
    row = connection.execute(
        text(
            "SELECT r.run_id, r.series_id, r.rule_digests, r.layer_versions, r.inputs_sha256 "
            "FROM areal.run AS r "
            "INNER JOIN areal.strategy_snapshot AS s ON r.snapshot_id = s.snapshot_id "
            "WHERE r.state = 'done' AND r.rule_digests <> '{}'::jsonb AND s.strategy_id = ("
            "SELECT strategy_id FROM areal.strategy_snapshot WHERE snapshot_id = :snapshot) "
            "ORDER BY r.run_id DESC LIMIT 1"
        ),
        {"snapshot": inputs.snapshot_id},
    ).one_or_none()
    return None if row is None else Base(*row)


def finish(
    connection: Connection, sink: Sink, inputs: Inputs, given_up: frozenset[str]
) -> RunResult:
    """Bring a run to its end, or give back the one that had said the same of the same parcels.

    ``given_up`` are the rules that failed by chance: a run with any is no answer for the same
    inputs, and the next one evaluates them again.
    """
    binds = {"run_id": sink.run_id, "series_id": sink.series_id}
    summed = execute(connection, sql("run/summed.sql"), binds).one()
    inputs_sha256 = inputs.with_catalogue(summed.inputs or "")
    known = None if given_up else finished(connection, inputs_sha256)
    if known is not None and not _edited_since(connection, known.run_id):
        discard(connection, sink.run_id, wrote=_wrote(connection, sink))
        return known
    connection.execute(
        text(
            "UPDATE areal.run SET state = 'done', finished_at = clock_timestamp(), "
            "findings_sha256 = :findings, counts = CAST(:counts AS jsonb), "
            "inputs_sha256 = :inputs, rule_digests = CAST(:digests AS jsonb) "
            "WHERE run_id = :run_id"
        ),
        {
            **binds,
            "findings": summed.findings or "",
            "counts": json.dumps(summed.counts),
            "inputs": f"once:{sink.run_id}" if given_up or known else inputs_sha256,
            "digests": json.dumps(
                {
                    code: None if code in given_up else digest
                    for code, digest in inputs.rule_digests.items()
                }
            ),
        },
    )
    return _result(sink.run_id, summed.findings or "", summed.counts, fresh=True)


def finished(connection: Connection, inputs_sha256: str) -> RunResult | None:
    """Return the finished run of exactly these inputs, if there is one."""
    row = connection.execute(
        text(
            "SELECT run_id, findings_sha256, counts FROM areal.run "
            "WHERE inputs_sha256 = :inputs AND state = 'done'"
        ),
        {"inputs": inputs_sha256},
    ).one_or_none()
    return None if row is None else _result(*row, fresh=False)


def discard(connection: Connection, run_id: int, *, wrote: bool = True) -> None:
    """Take back all that a run which is not finished has written."""
    connection.execute(
        text("SELECT areal.discard_run(:run_id, :wrote)"), {"run_id": run_id, "wrote": wrote}
    )


def _edited_since(connection: Connection, run_id: int) -> bool:
    """Return whether a parcel was changed after a run, if only in what no rule may ask.

    The public is told that such a parcel has not been checked as it is; so it has to be.
    """
    return bool(
        connection.execute(
            text(
                "SELECT EXISTS (SELECT FROM areal.run AS r "
                "INNER JOIN areal.parcel AS p ON p.changed_at > r.started_at "
                "WHERE r.run_id = :run_id)"
            ),
            {"run_id": run_id},
        ).scalar_one()
    )


def _wrote(connection: Connection, sink: Sink) -> bool:
    """Return whether a run that came to its end has written anything: kommuner come last."""
    return bool(
        connection.execute(
            text(
                "SELECT EXISTS (SELECT FROM areal.kommune_span "
                "WHERE series_id = :series_id AND since_run = :run_id)"
            ),
            {"series_id": sink.series_id, "run_id": sink.run_id},
        ).scalar_one()
    )


def discard_unfinished(connection: Connection) -> int:
    """Take back what killed runs left behind; the caller holds the lock of runs."""
    left = connection.execute(
        text("SELECT run_id FROM areal.run WHERE state = 'running' ORDER BY run_id DESC")
    ).scalars()
    runs = list(left)
    for run_id in runs:
        discard(connection, run_id)
    return len(runs)


def _result(run_id: int, sha256: str, counts: dict[str, Any], *, fresh: bool) -> RunResult:
    plain = {verdict: int(number) for verdict, number in counts.items()}
    return RunResult(run_id, sum(plain.values()), sha256, plain, fresh=fresh)
