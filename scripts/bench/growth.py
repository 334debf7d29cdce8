"""Comparisons that need more than the one data set: ten times as many parcels, and the sample."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from areal.database.embedded import using_cluster
from bench import loaded, processes
from bench.comparisons import Bench, Result
from bench.measure import Times
from bench.places import Places

TIMES = 10


def growth(bench: Bench, source: Path) -> Result:
    """Measure a full run on ten times as many parcels, land and layers."""
    small = bench.full()
    more = Places(bench.places.cache, bench.places.count * TIMES)
    processes.make_dataset(more, source)
    with loaded.database(more, bench.progress) as cluster:
        large = replace(bench, places=more, cluster=cluster).full()
    return Result(
        f"{TIMES} times as many parcels",
        "at most 11 times the time",
        11.0,
        Times((large["seconds"],)),
        {f"{bench.places.count} parcels": Times((small["seconds"],))},
        max(small["memory_mb"], large["memory_mb"]),
        {"findings": large["findings"]},
    )


def sample(cache: Path, rounds: int, progress: Callable[[str], None]) -> Result:
    """Move four limits over the sample catalogue that is shipped."""
    folder = cache / "sample"
    areal = Path(sys.executable).with_name("areal")
    done = subprocess.run(
        [areal, "demo", "--once", "--data-dir", folder],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    parcels = json.loads(done.stdout.splitlines()[-1])["parcels"]
    with using_cluster(folder):
        answer = processes.ours(folder, folder, "limits", 3 * rounds)
    progress(f"  ours limits, sample: {answer['rounds']}")
    return Result(
        "what-if over the sample catalogue",
        "within 1 s",
        1.0,
        Times(tuple(answer["rounds"])),
        memory_mb=answer["memory_mb"],
        more={"parcels": parcels},
    )
