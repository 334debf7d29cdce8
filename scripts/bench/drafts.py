"""``scripts/bench.py drafts``: how long the strategy check of a draft takes while somebody types.

One parcel of a draft is checked as it was and as it is to be, in a transaction that is rolled back:
what the editor asks for after each pause. Over the sample, in a warm process.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from sqlalchemy import text

from areal.database import Role, connect
from areal.database.embedded import using_cluster
from areal.drafts.check import check
from areal.drafts.store import snapshot
from bench import processes
from bench.measure import Times
from bench.places import Places

#: A check shall take less than this, in seconds.
TARGET = 0.3
_WARM_UP = 5


def measure(places: Places, number: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Return the times of ``number`` checks over the sample."""
    folder = places.cache / "sample"
    areal = Path(sys.executable).with_name("areal")
    subprocess.run(
        [areal, "demo", "--once", "--data-dir", folder], check=True, stdout=subprocess.DEVNULL
    )
    with using_cluster(folder):
        told = processes.module("drafts", {"AREAL_DATA_DIR": str(folder)}, number)
    say(f"  sample: {told}")
    return {"target_seconds": TARGET, "drafts": {"sample": told}}


def timed(number: int) -> dict[str, Any]:
    """Check parcels drawn by lot, each with a fact forgotten; return the seconds."""
    with connect(Role.APP) as connection:
        sites = connection.execute(text("SELECT site_id FROM areal.site ORDER BY 1")).scalars()
        contents = [snapshot(connection, site_id) for site_id in sites.all()]
    random.seed(20261124)
    seconds = []
    for at in range(number + _WARM_UP):
        base = random.sample(contents, 1)[0]
        changed = deepcopy(base)
        item = random.sample(changed["parcels"], 1)[0]
        item["fields"]["modenhet"] = None
        began = time.perf_counter()
        check(base, changed, [item["key"]])
        if at >= _WARM_UP:
            seconds.append(time.perf_counter() - began)
    seconds.sort()
    return {
        **{key: value for key, value in Times(tuple(seconds)).as_json().items() if key != "rounds"},
        "p95": round(seconds[int(len(seconds) * 0.95)], 3),
        "checks": number,
    }


if __name__ == "__main__":
    print(json.dumps(timed(int(sys.argv[1]))))
