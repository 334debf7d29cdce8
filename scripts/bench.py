#!/usr/bin/env python3
"""Measure the strategy engine against geopandas, DuckDB and SedonaDB on the same machine.

Run it with the product's Python: ``.venv/bin/python scripts/bench.py``. It makes a data set of real
polygons, a private cluster and an environment for the peers, in a cache folder outside the
repository. With the whole set of comparisons it writes docs/benchmarks.json and the tables of
docs/benchmarks.md; otherwise it only prints.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import (
    comparisons,
    drafts,
    growth,
    imports,
    loaded,
    machine,
    processes,
    report,
    sheets,
    web,
)
from bench.places import CACHE, ROOT, SOURCE, Places

QUICK, USUAL = 5_000, 100_000
#: Comparisons beside those over the one data set, by name.
OTHERS = ("sample", "growth")


def main() -> int:
    """Measure what is asked for; return 1 when findings differ from a peer's."""
    asked = _arguments()
    if asked.what == "web":
        told = web.measure(asked.data_dir, asked.peers, asked.rounds, _say)
        print(json.dumps(told, indent=1))
        return 0
    if asked.what == "drafts":
        places = Places(asked.cache, asked.parcels)
        places.cache.mkdir(parents=True, exist_ok=True)
        places.cache.chmod(0o755)
        print(json.dumps(drafts.measure(places, 20 * asked.rounds, _say), indent=1))
        return 0
    if not asked.source.is_file():
        print(f"{asked.source} is not here; its SOURCE.txt says where it is from", file=sys.stderr)
        return 2
    places = Places(asked.cache, asked.parcels)
    if asked.what == "import":
        return _import(asked, places)
    if asked.what == "sheets":
        return _sheets(asked, places)
    places.cache.mkdir(parents=True, exist_ok=True)
    # The server may run as another account, which has to get through.
    places.cache.chmod(0o755)
    processes.peer_environment(places)
    processes.make_dataset(places, asked.source)
    told = _measure(asked, places)
    if asked.write:
        report.write(told, ROOT / "docs" / "benchmarks.json", ROOT / "docs" / "benchmarks.md")
    print(json.dumps(told, indent=1, ensure_ascii=False))
    return int(any(_differs(one) for one in told["comparisons"]))


def _import(asked: argparse.Namespace, places: Places) -> int:
    """Measure the import beside its peers and print it."""
    places.cache.mkdir(parents=True, exist_ok=True)
    places.cache.chmod(0o755)
    processes.peer_environment(places)
    told = imports.measure(places, asked.source, asked.rounds, _say)
    print(json.dumps(told, indent=1))
    return 0


def _sheets(asked: argparse.Namespace, places: Places) -> int:
    """Measure the sheets of sites and print it."""
    places.cache.mkdir(parents=True, exist_ok=True)
    places.cache.chmod(0o755)
    processes.peer_environment(places)
    processes.make_dataset(places, asked.source)
    told = sheets.measure(places, 20 * asked.rounds, _say)
    print(json.dumps(told, indent=1))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    names = [*comparisons.ALL, *OTHERS]
    parser.add_argument(
        "what",
        nargs="?",
        choices=["drafts", "engine", "import", "sheets", "web"],
        default="engine",
        help="what is measured",
    )
    parser.add_argument(
        "--quick", action="store_true", help=f"{QUICK} parcels, one round, no growth"
    )
    parser.add_argument("--parcels", type=int, help=f"default {USUAL}")
    parser.add_argument("--rounds", type=int, help="default 3")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--only", nargs="+", choices=names, help="some of the comparisons")
    parser.add_argument("--source", type=Path, default=SOURCE, help="GeoParquet of output areas")
    parser.add_argument("--cache", type=Path, default=CACHE, help=f"default {CACHE}")
    parser.add_argument("--data-dir", type=Path, help="web: a data folder with a published run")
    parser.add_argument("--peers", type=Path, help="web: an environment with pygeoapi and tipg")
    parser.add_argument("--write", action="store_true", help="write the files in docs")
    asked = parser.parse_args()
    asked.parcels = asked.parcels or (QUICK if asked.quick else USUAL)
    asked.rounds = asked.rounds or (1 if asked.quick else 3)
    asked.only = asked.only or [name for name in names if not (asked.quick and name in OTHERS)]
    return asked


def _measure(asked: argparse.Namespace, places: Places) -> dict[str, Any]:
    found = []
    with loaded.database(places, _say) as cluster:
        facts = machine.facts(places)
        bench = comparisons.Bench(places, cluster, asked.rounds, asked.workers, _say)
        for name in asked.only:
            _say(name)
            if name in comparisons.ALL:
                found.append(comparisons.ALL[name](bench))
            elif name == "growth":
                found.append(growth.growth(bench, asked.source))
            else:
                found.append(growth.sample(places.cache, asked.rounds, _say))
    return {
        "measured_on": f"{datetime.now(UTC):%Y-%m-%d}",
        "command": " ".join(["scripts/bench.py", *sys.argv[1:]]),
        "rounds": asked.rounds,
        "workers": asked.workers,
        "machine": facts,
        "data": json.loads((places.data / "counts.json").read_text()),
        "comparisons": [one.as_json() for one in found],
    }


def _differs(one: dict[str, Any]) -> bool:
    same = one.get("same_rows", {})
    each = [same] if "rows" in same else list(same.values())
    wrong = ("only_one_side", "verdict_differs", "measured_differs")
    return any(rows[key] for rows in each for key in wrong)


def _say(line: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
