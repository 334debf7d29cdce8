"""``scripts/bench.py import``: the import beside ogr2ogr and geopandas, on the same file.

Each round loads 181,408 real areas three ways into one cluster: ours (validated, repaired, placed,
compared, loaded), a bare ``ogr2ogr -f PostgreSQL`` with ``PG_USE_COPY``, and ``to_postgis``. Then a
file of four times the size tells whether memory grows.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import text

from areal.catalogue.authorship import write_as
from areal.catalogue.load import load_sites
from areal.database import Role, connect, dispose
from areal.database.embedded import Cluster, using_cluster
from areal.database.migrate import upgrade
from areal.ingest.codes import load_codes
from areal.ingest.region import (
    BoundaryDefinition,
    RegionDefinition,
    load_region,
    put_in_force,
    store_borders,
)
from areal.layers.vector import Features
from areal.settings import ROOT, get_settings
from areal.strategy.parts import Text
from bench import processes
from bench.loaded import admin
from bench.measure import Times
from bench.places import Places

_BIG = 4
_SITES = 200


def measure(
    places: Places, source: Path, rounds: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Return times, ratios and memory; the files are made when they are not there."""
    folder = places.cache / "imports"
    for copies in (1, _BIG):
        if not (folder / f"borders-{copies}.json").exists():
            say(f"making the file of {copies} x 181,408 areas")
            processes.peer(places, "import_files", source, folder, copies)
    ours, ogr, frames, answers = [], [], [], []
    for number in range(rounds):
        with _fresh(places.cache / "pg-import", folder, 1) as cluster:
            answer = _ours(folder / "areas-1.gpkg")
            answers.append(answer)
            ours.append(answer["seconds"])
            say(f"  round {number + 1}: ours {ours[-1]:.1f} s, {answer['memory_mb']:.0f} MB")
            ogr.append(_ogr2ogr(cluster, folder / "areas-1.gpkg"))
            say(f"  ogr2ogr {ogr[-1]:.1f} s")
            frames.append(_to_postgis(places, cluster, folder / "areas-1.gpkg"))
            say(f"  to_postgis {frames[-1]:.1f} s")
    with _fresh(places.cache / "pg-import", folder, _BIG) as cluster:
        big = _ours(folder / f"areas-{_BIG}.gpkg")
        say(f"  {_BIG} x: {big['seconds']:.1f} s, {big['memory_mb']:.0f} MB")
    return {
        "ours_seconds": Times(tuple(ours)).as_json(),
        "ogr2ogr_seconds": Times(tuple(ogr)).as_json(),
        "to_postgis_seconds": Times(tuple(frames)).as_json(),
        "ratio_to_ogr2ogr": Times(_ratios(ours, ogr)).as_json(),
        "ratio_to_to_postgis": Times(_ratios(ours, frames)).as_json(),
        "targets": {"ratio_to_ogr2ogr": 2.0, "ratio_to_to_postgis": 0.6, "memory_mb": 600},
        "memory_mb": {"1": max(one["memory_mb"] for one in answers), str(_BIG): big["memory_mb"]},
        "last": answers[-1],
        "big": big,
    }


def _ratios(ours: list[float], theirs: list[float]) -> tuple[float, ...]:
    return tuple(a / b for a, b in zip(ours, theirs, strict=True))


class _fresh:  # noqa: N801 - used like a function
    """A cluster with borders, codes and sites and no parcel, removed again."""

    def __init__(self, data_dir: Path, folder: Path, copies: int) -> None:
        self.data_dir, self.folder, self.copies = data_dir, folder, copies

    def __enter__(self) -> Cluster:
        os.environ["AREAL_DATA_DIR"] = str(self.data_dir)
        get_settings.cache_clear()
        if self.data_dir.exists():
            Cluster(self.data_dir).reset()
        self.using = using_cluster(self.data_dir)
        cluster = self.using.__enter__()
        upgrade()
        borders = json.loads((self.folder / f"borders-{self.copies}.json").read_text())
        with connect(Role.APP) as connection:
            write_as(connection, "bench")
            _region(connection, borders)
            _sites(connection, min(borders))
        with admin(cluster) as connection:
            connection.execute("CREATE SCHEMA peer")
            connection.execute("VACUUM ANALYZE")
        return cluster

    def __exit__(self, *fault: Any) -> None:
        dispose()
        self.using.__exit__(*fault)
        Cluster(self.data_dir).reset()
        shutil.rmtree(self.data_dir, ignore_errors=True)


def _region(connection: Any, borders: dict[str, str]) -> None:
    from shapely import from_wkt, set_srid, to_wkb  # noqa: PLC0415

    region = RegionDefinition(
        id="bench",
        name=Text(nb="Måling", en="Benchmark"),
        kommuner={name: f"Kommune {name}" for name in borders},
        service_title=Text(nb="Måling", en="Benchmark"),
    )
    load_region(connection, region)
    load_codes(connection, ROOT / "data" / "geo" / "codes")
    rows = [
        (
            {"kommunenummer": name, "navn": f"Kommune {name}"},
            to_wkb(set_srid(from_wkt(wkt), 25833), include_srid=True),
        )
        for name, wkt in borders.items()
    ]
    definition = BoundaryDefinition(
        id="bench",
        file="borders",
        source="bench",
        source_version="1",
        licence="CC0-1.0",
        attribution="bench",
    )
    version, _ = store_borders(connection, definition, Features(25833, rows), Path(__file__))
    put_in_force(connection, version)


def _sites(connection: Any, kommune: str) -> None:
    import_id = connection.execute(
        text(
            "INSERT INTO areal.import_batch (name, checksum, source, licence, attribution, sample, "
            "imported_by, counts) VALUES ('bench', 'sites', 'bench', 'CC0-1.0', 'bench', FALSE, "
            "'bench', '{}') RETURNING import_id"
        )
    ).scalar_one()
    plain = {"category": "lokal", "area_class": "B", "focus_areas": [], "published": True}
    lists = {"highlights_nb": [], "highlights_en": [], "media": []}
    rows = [
        {"slug": f"sted-{n}", "name": f"Sted {n}", "kommunenummer": kommune, **plain, **lists}
        for n in range(_SITES)
    ]
    load_sites(connection, rows, import_id)


def _ours(file: Path) -> dict[str, Any]:
    return processes.module("our_import", {"AREAL_DATA_DIR": os.environ["AREAL_DATA_DIR"]}, file)


def _url(cluster: Cluster) -> tuple[str, str]:
    folder = str(cluster.status().socket_dir)
    return (
        f"PG:host={folder} port=5432 user=postgres dbname=areal",
        f"postgresql+psycopg://postgres@/areal?host={folder}&port=5432",
    )


def _ogr2ogr(cluster: Cluster, file: Path) -> float:
    command = ["ogr2ogr", "-f", "PostgreSQL", _url(cluster)[0], str(file), "areas"]
    options = ["-nln", "peer.ogr", "-nlt", "PROMOTE_TO_MULTI", "--config", "PG_USE_COPY", "YES"]
    began = time.perf_counter()
    subprocess.run([*command, *options], check=True, stdout=sys.stderr)
    return time.perf_counter() - began


def _to_postgis(places: Places, cluster: Cluster, file: Path) -> float:
    answer = processes.peer(places, "peer_to_postgis", file, _url(cluster)[1])
    return float(answer["seconds"])
