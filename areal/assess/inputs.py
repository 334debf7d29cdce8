"""What a run rests on besides the parcels: strategy, borders, layers, day, and the engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, text

from areal import __version__
from areal.assess.snapshot import store_snapshot
from areal.errors import ArealError
from areal.strategy.kinds import Rule
from areal.strategy.load import StrategyFile

_ENGINE = ("sql/functions", "sql/rules", "sql/run", "sql/views", "strategy", "strategy/kinds")


@dataclass(frozen=True)
class Inputs:
    """The inputs of a run; ``versions`` and ``checksums`` are by layer id."""

    snapshot_id: int
    boundary_version_id: int
    versions: Mapping[str, int]
    checksums: Mapping[str, str]
    as_of: date
    engine_version: str
    #: Rule code to a checksum of all that decides its findings besides the parcels.
    rule_digests: Mapping[str, str]
    #: Of strategy, day, engine, borders and layers.
    sha256: str

    def with_catalogue(self, digest: str) -> str:
        """Return the checksum of everything a run rests on."""
        return _digest(self.sha256, digest)


def gather(connection: Connection, file: StrategyFile, as_of: date) -> Inputs:
    """Return the inputs as they are now; raises ``ArealError`` when there are no borders."""
    boundary = connection.execute(
        text("SELECT boundary_version_id, checksum FROM areal.boundary_version WHERE in_force")
    ).one_or_none()
    if boundary is None:
        raise ArealError(
            "There are no kommune borders to check with.", hint="Load them first: `areal load`."
        )
    return _inputs(connection, file, as_of, boundary, layers_in_force(connection))


def gather_published(connection: Connection, file: StrategyFile, as_of: date) -> Inputs:
    """Return the inputs with the layers and borders of the published run.

    Raises ``ArealError`` when nothing is published.
    """
    boundary = connection.execute(
        text(
            "SELECT b.boundary_version_id, b.checksum FROM areal.publication AS p "
            "INNER JOIN areal.run AS r ON p.run_id = r.run_id "
            "INNER JOIN areal.boundary_version AS b "
            "ON r.boundary_version_id = b.boundary_version_id"
        )
    ).one_or_none()
    if boundary is None:
        raise ArealError("Nothing is published.", hint="Run `areal check --publish`.")
    return _inputs(connection, file, as_of, boundary, _layers_published(connection))


def _inputs(
    connection: Connection,
    file: StrategyFile,
    as_of: date,
    boundary: Any,
    layers: tuple[dict[str, int], dict[str, str]],
) -> Inputs:
    versions, checksums = layers
    return Inputs(
        snapshot_id=store_snapshot(connection, file),
        boundary_version_id=boundary.boundary_version_id,
        versions=versions,
        checksums=checksums,
        as_of=as_of,
        engine_version=engine_version(),
        rule_digests={
            rule.code: rule_digest(rule, checksums, as_of) for rule in file.strategy.rules
        },
        sha256=_digest(
            file.sha256,
            as_of.isoformat(),
            engine_version(),
            boundary.checksum,
            *(f"{layer}={checksum}" for layer, checksum in checksums.items()),
        ),
    )


def layers_in_force(connection: Connection) -> tuple[dict[str, int], dict[str, str]]:
    """Return version and checksum of every layer that has a version in force, by layer id."""
    return _by_layer(
        connection,
        "SELECT layer_id, layer_version_id, checksum FROM areal.layer_version "
        "WHERE in_force ORDER BY layer_id",
    )


def _layers_published(connection: Connection) -> tuple[dict[str, int], dict[str, str]]:
    return _by_layer(
        connection,
        "SELECT v.layer_id, v.layer_version_id, v.checksum FROM areal.publication AS p "
        "INNER JOIN areal.run AS r ON p.run_id = r.run_id "
        "CROSS JOIN LATERAL jsonb_each_text(r.layer_versions) AS used "
        "INNER JOIN areal.layer_version AS v ON v.layer_version_id = used.value::bigint "
        "ORDER BY v.layer_id",
    )


def _by_layer(connection: Connection, statement: str) -> tuple[dict[str, int], dict[str, str]]:
    layers = connection.execute(text(statement)).all()
    return (
        {layer.layer_id: layer.layer_version_id for layer in layers},
        {layer.layer_id: layer.checksum for layer in layers},
    )


def rule_digest(rule: Rule, checksums: Mapping[str, str], as_of: date) -> str:
    """Return the checksum of what decides a rule's findings: how it measures, on what, when."""
    # Any version stands for its layer here: the checksum says which one it is.
    binds = rule.binds(dict.fromkeys(rule.layers, 0))
    return _digest(
        engine_version(),
        rule.sql_name,
        rule.code,
        rule.level,
        rule.subject_kind,
        json.dumps([rule.model_dump(mode="json")["applies_to"], binds], sort_keys=True),
        *(f"{layer}={checksums.get(layer)}" for layer in rule.layers),
        as_of.isoformat() if rule.counts_to_day else "",
    )


@lru_cache(maxsize=1)
def engine_version() -> str:
    """Return the version of the program with a checksum of the code that measures and judges."""
    root = files("areal")
    digest = sha256()
    for folder in _ENGINE:
        for entry in sorted(root.joinpath(folder).iterdir(), key=lambda item: item.name):
            if entry.is_file():
                digest.update(entry.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
