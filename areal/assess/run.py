"""Check the whole catalogue against a strategy and store what was found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.resources import files

from sqlalchemy import Connection, text

from areal import __version__
from areal.assess.evaluate import evaluate
from areal.assess.snapshot import store_snapshot
from areal.database import Lock, exclusive, sql
from areal.errors import ArealError
from areal.strategy.load import StrategyFile

Progress = Callable[[str], None]


@dataclass(frozen=True)
class RunResult:
    """A finished run; ``fresh`` is False when the same inputs had been checked before."""

    run_id: int
    findings: int
    findings_sha256: str
    counts: dict[str, int]
    fresh: bool


@dataclass(frozen=True)
class _Inputs:
    snapshot_id: int
    boundary_version_id: int
    versions: dict[str, int]
    as_of: date
    sha256: str


def check(
    connection: Connection,
    file: StrategyFile,
    as_of: date,
    *,
    rule_timeout_ms: int,
    progress: Progress = lambda _: None,
) -> RunResult:
    """Check everything as of a day, in the caller's transaction.

    The same strategy text, layers, borders, catalogue and day have one answer: when it is stored
    already it is returned and nothing is written. Use a connection that sees one moment
    (``connect(Role.APP, snapshot=True)``), or a change made meanwhile may be half seen. Raises
    ``Busy`` while another run is going on.
    """
    with exclusive(connection, Lock.RUN):
        inputs = _inputs(connection, file, as_of)
        known = _finished(connection, inputs.sha256)
        if known is not None:
            return known
        run_id = _begin(connection, inputs)
        connection.execute(text("SET LOCAL jit = off"))
        connection.execute(text("DROP TABLE IF EXISTS pg_temp.subject"))
        connection.execute(text(sql("run/subject.sql")))
        connection.execute(text("CREATE INDEX ON subject USING gist (geom)"))
        connection.execute(text("ANALYZE subject"))
        repeatable = True
        for rule in file.strategy.rules:
            progress(rule.code)
            repeatable &= evaluate(
                connection, run_id, rule, inputs.versions, as_of, timeout_ms=rule_timeout_ms
            )
        return _finish(connection, run_id, inputs.sha256 if repeatable else f"once:{run_id}")


def _inputs(connection: Connection, file: StrategyFile, as_of: date) -> _Inputs:
    boundary = connection.execute(
        text("SELECT boundary_version_id, checksum FROM areal.boundary_version WHERE in_force")
    ).one_or_none()
    if boundary is None:
        raise ArealError(
            "There are no kommune borders to check with.", hint="Load them first: `areal load`."
        )
    layers = connection.execute(
        text(
            "SELECT layer_id, layer_version_id, checksum FROM areal.layer_version "
            "WHERE in_force ORDER BY layer_id"
        )
    ).all()
    catalogue = connection.execute(text(sql("run/catalogue.sql"))).scalar_one()
    told = [
        file.sha256,
        as_of.isoformat(),
        _engine_version(),
        boundary.checksum,
        catalogue,
        *(f"{layer.layer_id}={layer.checksum}" for layer in layers),
    ]
    return _Inputs(
        snapshot_id=store_snapshot(connection, file),
        boundary_version_id=boundary.boundary_version_id,
        versions={layer.layer_id: layer.layer_version_id for layer in layers},
        as_of=as_of,
        sha256=sha256("\n".join(told).encode()).hexdigest(),
    )


def _engine_version() -> str:
    """Return the version of the program with a checksum of the code that measures and judges."""
    root = files("areal")
    digest = sha256()
    for folder in ("sql/functions", "sql/rules", "sql/run", "strategy", "strategy/kinds"):
        for entry in sorted(root.joinpath(folder).iterdir(), key=lambda item: item.name):
            if entry.is_file():
                digest.update(entry.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def _finished(connection: Connection, inputs_sha256: str) -> RunResult | None:
    row = connection.execute(
        text(
            "SELECT run_id, findings_sha256, counts FROM areal.run "
            "WHERE inputs_sha256 = :inputs AND state = 'done'"
        ),
        {"inputs": inputs_sha256},
    ).one_or_none()
    if row is None:
        return None
    return RunResult(
        row.run_id, sum(row.counts.values()), row.findings_sha256, row.counts, fresh=False
    )


def _begin(connection: Connection, inputs: _Inputs) -> int:
    run_id: int = connection.execute(
        text(
            "INSERT INTO areal.run (snapshot_id, boundary_version_id, as_of, engine_version, "
            "layer_versions, inputs_sha256, state) VALUES (:snapshot, :boundary, :as_of, :engine, "
            "CAST(:layers AS jsonb), :inputs, 'running') RETURNING run_id"
        ),
        {
            "snapshot": inputs.snapshot_id,
            "boundary": inputs.boundary_version_id,
            "as_of": inputs.as_of,
            "engine": _engine_version(),
            "layers": json.dumps(inputs.versions, sort_keys=True),
            "inputs": inputs.sha256,
        },
    ).scalar_one()
    return run_id


def _finish(connection: Connection, run_id: int, inputs_sha256: str) -> RunResult:
    """Complete a run; one in which a rule failed by chance is no answer for the same inputs."""
    binds = {"run_id": run_id}
    connection.execute(text(sql("run/proximity.sql")), binds)
    connection.execute(text(sql("run/summarise.sql")), binds)
    counted = connection.execute(
        text(
            "SELECT verdict, count(*) AS number FROM areal.finding WHERE run_id = :run_id "
            "GROUP BY verdict ORDER BY verdict"
        ),
        binds,
    )
    counts = {row.verdict: int(row.number) for row in counted}
    digest: str = connection.execute(text(sql("run/checksum.sql")), binds).scalar_one()
    connection.execute(
        text(
            "UPDATE areal.run SET state = 'done', finished_at = clock_timestamp(), "
            "findings_sha256 = :digest, counts = CAST(:counts AS jsonb), inputs_sha256 = :inputs "
            "WHERE run_id = :run_id"
        ),
        {**binds, "digest": digest, "counts": json.dumps(counts), "inputs": inputs_sha256},
    )
    return RunResult(run_id, sum(counts.values()), digest, counts, fresh=True)
