"""``scripts/bench.py sheets``: how long the sheet of a site takes, among few parcels and many.

A sheet is asked for as a visitor asks: one request through the application, every statement, map,
sentence and page inside. Warm: the process has made some sheets before, of other sites.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from areal.database.embedded import using_cluster
from areal.queries import reading
from areal.queries.filters import ParcelFilter
from areal.queries.revision import NothingPublished, current
from areal.queries.sites import list_sites
from bench import loaded, processes
from bench.measure import Times, memory
from bench.places import Places

_WARM_UP = 10
#: A sheet shall take less than this, in seconds.
TARGET = 0.1


def measure(places: Places, number: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Return the times of sheets over the sample, and over the data set of the engine's bench."""
    told = {"sample": _sample(places.cache / "sample", number)}
    say(f"  sample: {told['sample']}")
    with loaded.database(places, say):
        _published(places, say)
        told[str(places.count)] = processes.module(
            "sheets", {"AREAL_DATA_DIR": str(places.cluster)}, number
        )
    return {"target_seconds": TARGET, "sheets": told}


def _sample(folder: Path, number: int) -> dict[str, Any]:
    areal = Path(sys.executable).with_name("areal")
    subprocess.run(
        [areal, "demo", "--once", "--data-dir", folder], check=True, stdout=subprocess.DEVNULL
    )
    with using_cluster(folder):
        return processes.module("sheets", {"AREAL_DATA_DIR": str(folder)}, number)


def _published(places: Places, say: Callable[[str], None]) -> None:
    """Have a run published, which the sheets tell of."""
    try:
        with reading() as connection:
            current(connection)
    except NothingPublished:
        say("checking everything, to have something published")
        run = processes.ours(places.cluster, places.data, "full", 2)["run_id"]
        processes.ours(places.cluster, places.data, "publish", run)


def timed(number: int) -> dict[str, Any]:
    """Ask for sheets of sites drawn by lot, and return the seconds of each part of the lot."""
    from webmap import create_app  # noqa: PLC0415 - only the measuring process needs the web

    with reading(patient=True) as connection:
        slugs = [site.slug for site in list_sites(connection, ParcelFilter())]
    random.seed(20261123)
    client = create_app().test_client()
    for slug in random.sample(slugs * _WARM_UP, _WARM_UP):
        client.get(f"/omrade/{slug}/ark.pdf")
    seconds, sizes = [], []
    used = time.process_time()
    for slug in random.sample(slugs * number, number):
        began = time.perf_counter()
        response = client.get(f"/omrade/{slug}/ark.pdf")
        seconds.append(time.perf_counter() - began)
        sizes.append(len(response.get_data()))
        if not response.get_data().startswith(b"%PDF-"):
            raise SystemExit(f"{slug} has no sheet")
    used = time.process_time() - used
    seconds.sort()
    return {
        **{key: value for key, value in Times(tuple(seconds)).as_json().items() if key != "rounds"},
        "p95": round(seconds[int(len(seconds) * 0.95)], 3),
        # What the program itself works on a sheet, however busy the machine is besides.
        "program_seconds": round(used / number, 3),
        "sheets": number,
        "sites": len(slugs),
        "kilobytes": round(sum(sizes) / len(sizes) / 1_000),
    }


if __name__ == "__main__":
    print(json.dumps({**timed(int(sys.argv[1])), "memory_mb": round(memory())}))
