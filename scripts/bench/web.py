"""The web: the API beside pygeoapi and tipg on the same database, and a first visit of the map.

It reads a data folder whose cluster has a published run (``areal check --publish``), and makes
one plain table in it for the peers: no joins, a primary key and a spatial index, which is fair.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

from areal.database.embedded import Cluster, using_cluster
from bench import web_page
from bench.loaded import admin
from bench.places import ROOT

#: Seconds each server is asked, by how many at a time, and the worker processes of each.
SECONDS, ASKING, WORKERS = 8.0, 4, 2
#: Boxes that are asked for in turn, each around this many of the parcels.
BOXES, FEATURES = 24, 100
PORTS = {"areal": 8971, "pygeoapi": 8972, "tipg": 8973}
_TABLE = "bench_web"
_MAKE = f"""
DROP TABLE IF EXISTS public.{_TABLE};
CREATE TABLE public.{_TABLE} AS
SELECT p.parcel_id, p.slug, p.label, p.site_slug, p.site_name, p.kommunenummer, p.overall,
       p.area_m2, p.market, p.modenhet, p.strip::text AS strip, p.geom_wgs84 AS geom
FROM published.parcel AS p;
ALTER TABLE public.{_TABLE} ADD PRIMARY KEY (parcel_id);
CREATE INDEX ON public.{_TABLE} USING gist (geom);
ANALYZE public.{_TABLE};
"""
_BOXES = f"""
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)
FROM (SELECT geom FROM public.{_TABLE} ORDER BY md5(slug) LIMIT {BOXES}) AS one
CROSS JOIN LATERAL (
  SELECT ST_Extent(near.point) AS e FROM (
    SELECT ST_Centroid(b.geom) AS point FROM public.{_TABLE} AS b
    ORDER BY b.geom <-> one.geom LIMIT {int(FEATURES * 0.7)}
  ) AS near
) AS box
"""

Say = Callable[[str], None]
Answer = dict[str, Any]


def measure(folder: Path, peers: Path, rounds: int, say: Say) -> Answer:
    """Return requests per second of the three, and what a first visit weighs and takes."""
    with using_cluster(folder) as cluster, ExitStack() as stack:
        boxes = _prepare(cluster)
        commands = {
            "areal": _ours(folder),
            "pygeoapi": _pygeoapi(cluster, folder, peers),
            "tipg": _tipg(cluster, peers),
        }
        for name, (command, environment) in commands.items():
            say(f"start {name}")
            stack.enter_context(_running(name, command, environment))
        paths = {name: [_path(name, box) for box in boxes] for name in commands}
        told = _rates(paths, rounds, say)
        say("first visit")
        told["visit"] = web_page.visit(f"http://127.0.0.1:{PORTS['areal']}")
    return told


def _prepare(cluster: Cluster) -> list[tuple[float, ...]]:
    with admin(cluster) as connection:
        connection.execute(_MAKE.encode())
        return [tuple(row) for row in connection.execute(_BOXES.encode()).fetchall()]


def _rates(paths: dict[str, list[str]], rounds: int, say: Say) -> Answer:
    counts = {name: _features(name, each[0]) for name, each in paths.items()}
    found: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(rounds):
        for name, each in paths.items():
            found[name].append(_rate(PORTS[name], each))
            say(f"{name}: {found[name][-1]:.1f} requests a second")
    middle = {name: median(each) for name, each in found.items()}
    return {
        "features_of_first_box": counts,
        "requests_per_second": {
            name: [round(one, 1) for one in each] for name, each in found.items()
        },
        "times_pygeoapi": round(middle["areal"] / middle["pygeoapi"], 2),
        "times_tipg": round(middle["areal"] / middle["tipg"], 2),
    }


def _path(name: str, box: tuple[float, ...]) -> str:
    bbox = ",".join(f"{one:.6f}" for one in box)
    limit = 10 * FEATURES
    return {
        "areal": f"/api/v1/parcels.geojson?bbox={bbox}&limit={limit}",
        "pygeoapi": f"/collections/parcels/items?f=json&bbox={bbox}&limit={limit}",
        "tipg": f"/collections/public.{_TABLE}/items?f=geojson&bbox={bbox}&limit={limit}",
    }[name]


def _features(name: str, path: str) -> int:
    with urlopen(f"http://127.0.0.1:{PORTS[name]}{path}", timeout=60) as answer:
        return len(json.load(answer)["features"])


def _rate(port: int, paths: list[str]) -> float:
    """Return answers a second over connections that are kept open."""
    end = time.monotonic() + SECONDS
    done = [0] * ASKING

    def ask(which: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        number = which
        while time.monotonic() < end:
            connection.request("GET", paths[number % len(paths)])
            answer = connection.getresponse()
            answer.read()
            if answer.status != http.client.OK:
                raise SystemExit(f"port {port} answered {answer.status}")
            done[which] += 1
            number += 1

    threads = [threading.Thread(target=ask, args=(which,)) for which in range(ASKING)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


def _ours(folder: Path) -> tuple[list[str], dict[str, str]]:
    serve = f"from areal.cli.serve import run_server; run_server('127.0.0.1', {PORTS['areal']})"
    environment = {
        "AREAL_DATA_DIR": str(folder),
        "AREAL_WORKERS": str(WORKERS),
        "AREAL_BASEMAP": "off",
        "PYTHONPATH": str(ROOT),
    }
    return [sys.executable, "-c", serve], environment


def _tipg(cluster: Cluster, peers: Path) -> tuple[list[str], dict[str, str]]:
    socket = cluster.status().socket_dir
    command = [
        str(peers / "bin" / "uvicorn"), "tipg.main:app", "--host", "127.0.0.1",
        "--port", str(PORTS["tipg"]), "--workers", str(WORKERS), "--log-level", "warning",
    ]  # fmt: skip
    environment = {
        "DATABASE_URL": f"postgresql://postgres:none@{quote(str(socket), safe='')}:5432/areal",
        "TIPG_DB_SCHEMAS": '["public"]',
        "TIPG_MAX_FEATURES_PER_QUERY": str(10 * FEATURES),
    }
    return command, environment


def _pygeoapi(cluster: Cluster, folder: Path, peers: Path) -> tuple[list[str], dict[str, str]]:
    port = PORTS["pygeoapi"]
    config = {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 10, "max_items": 10 * FEATURES},
            "map": {"url": "https://example.org/{z}/{x}/{y}.png", "attribution": ""},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "bench", "description": "bench", "keywords": ["bench"],
                "keywords_type": "theme", "terms_of_service": "none", "url": "https://example.org",
            },
            "license": {"name": "none", "url": "https://example.org"},
            "provider": {"name": "bench", "url": "https://example.org"},
            "contact": {"name": "bench", "email": "bench@example.org"},
        },
        "resources": {
            "parcels": {
                "type": "collection", "title": "parcels", "description": "parcels",
                "keywords": ["parcels"], "links": [],
                "extents": {"spatial": {"bbox": [-180, -90, 180, 90]}},
                "providers": [{
                    "type": "feature", "name": "PostgreSQL", "id_field": "parcel_id",
                    "table": _TABLE, "geom_field": "geom",
                    "data": {
                        "host": str(cluster.status().socket_dir), "port": 5432, "dbname": "areal",
                        "user": "postgres", "password": "none", "search_path": ["public"],
                    },
                }],
            }
        },
    }  # fmt: skip
    own = folder / "pygeoapi"
    own.mkdir(exist_ok=True)
    # YAML reads JSON.
    (own / "config.yml").write_text(json.dumps(config))
    environment = {
        "PYGEOAPI_CONFIG": str(own / "config.yml"),
        "PYGEOAPI_OPENAPI": str(own / "openapi.yml"),
    }
    subprocess.run(
        [peers / "bin" / "pygeoapi", "openapi", "generate", str(own / "config.yml"),
         "--output-file", str(own / "openapi.yml")],
        env={**os.environ, **environment}, check=True, stdout=sys.stderr,
    )  # fmt: skip
    command = [
        str(peers / "bin" / "gunicorn"), "-w", str(WORKERS), "--threads", "4",
        "-b", f"127.0.0.1:{port}", "--log-level", "error", "pygeoapi.flask_app:APP",
    ]  # fmt: skip
    return command, environment


@contextmanager
def _running(name: str, command: list[str], own: dict[str, str]) -> Iterator[None]:
    """Have a server run until the end of the block; only this process is ended."""
    with subprocess.Popen(
        command, env={**os.environ, **own}, stdout=sys.stderr, stderr=sys.stderr
    ) as process:
        try:
            _wait(name, process)
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(name: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise SystemExit(f"{name} ended with {process.returncode}")
        try:
            with urlopen(f"http://127.0.0.1:{PORTS[name]}/", timeout=30):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"{name} does not answer")
