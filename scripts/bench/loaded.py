"""A private cluster with the data set in it, and its emptying between two rounds."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from areal.database import dispose
from areal.database.embedded import Cluster, using_cluster
from areal.database.migrate import upgrade
from areal.settings import get_settings
from bench import strategy
from bench.layer_kinds import KINDS
from bench.load import load
from bench.places import Places, current

#: All that runs leave behind; the catalogue and the layers stay.
_RUNS = ["finding_span", "parcel_verdict_span", "proximity_span", "subject_span", "kommune_span"]


@contextmanager
def database(places: Places, progress: Callable[[str], None]) -> Iterator[Cluster]:
    """Have the cluster run with the data set loaded, for the length of the block."""
    dispose()  # another data set may have been open: its engines know its own address
    os.environ["AREAL_DATA_DIR"] = str(places.cluster)
    get_settings.cache_clear()
    stamp = places.cache / f"pg-{places.count}.loaded-by"
    if not current(stamp, places.loaded_by):
        stamp.unlink(missing_ok=True)
        if places.cluster.exists():
            Cluster(places.cluster).reset()
    with using_cluster(places.cluster) as cluster:
        if not stamp.exists():
            upgrade()
            load(places.data, KINDS, progress)
            with admin(cluster) as connection:
                connection.execute("VACUUM ANALYZE")
                tell_peers(connection, places.data)
            stamp.write_text(places.loaded_by)
        strategy.write(places.data / "strategy.yaml", list(KINDS))
        try:
            yield cluster
        finally:
            dispose()


@contextmanager
def admin(cluster: Cluster) -> Iterator[psycopg.Connection[Any]]:
    """Open a connection that may do anything, each statement by itself."""
    folder = str(cluster.status().socket_dir)
    with psycopg.connect(
        host=folder, port=5432, user="postgres", dbname="areal", autocommit=True
    ) as connection:
        yield connection


def tell_peers(connection: psycopg.Connection[Any], folder: Path) -> None:
    """Write what the catalogue has measured at load time: the peers read it, as the engine does."""
    rows = connection.execute("SELECT slug, area_m2, kommunenummer FROM areal.parcel")
    with (folder / "stored.csv").open("w") as file:
        writer = csv.writer(file)
        writer.writerow(["slug", "area_m2", "kommunenummer"])
        writer.writerows((slug, repr(area), kommune) for slug, area, kommune in rows)
    full = strategy.write(folder / "strategy.yaml", list(KINDS))
    rules = [rule.model_dump(mode="json", exclude_none=True) for rule in full.strategy.rules]
    (folder / "rules.json").write_text(json.dumps(rules))


def forget_runs(cluster: Cluster) -> None:
    """Remove every run, so that each round starts from the same state."""
    with admin(cluster) as connection:
        connection.execute("DELETE FROM areal.publication")
        connection.execute(f"TRUNCATE {', '.join(f'areal.{table}' for table in _RUNS)}".encode())
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM areal.run")


def export_findings(connection: psycopg.Connection[Any], path: Path) -> None:
    """Write the findings of the newest run, as the comparison with a peer reads them."""
    statement = (
        "COPY (SELECT f.rule_code AS rule, coalesce(p.slug, f.kommunenummer, f.region_id) "
        "AS subject, f.verdict, f.measured, f.margin FROM areal.finding AS f "
        "LEFT JOIN areal.parcel AS p USING (parcel_id) "
        "WHERE f.run_id = (SELECT max(run_id) FROM areal.run)) TO STDOUT (FORMAT CSV, HEADER)"
    )
    with path.open("wb") as file, connection.cursor().copy(statement) as copy:
        for block in copy:
            file.write(block)
