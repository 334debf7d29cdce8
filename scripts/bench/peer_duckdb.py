"""Rule R09 in DuckDB: ``python -m bench.peer_duckdb FOLDER OUTPUT``."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import duckdb
import pandas as pd
import shapely
from duckdb_extensions import import_extension

from bench.measure import memory
from bench.peer_sql import STEPS, tables


def main(folder: Path, output: Path) -> None:
    """Load, check, store, and print seconds and memory."""
    import_extension("spatial")
    database = duckdb.connect()
    database.execute("LOAD spatial")
    database.execute(f"SET threads = {os.cpu_count()}")
    for name, frame in tables(folder).items():
        plain = pd.DataFrame(frame.drop(columns="geometry"))
        plain["wkb"] = shapely.to_wkb(frame.geometry.to_numpy())
        database.register("given", plain)
        database.execute(
            f"CREATE TABLE {name} AS SELECT * EXCLUDE wkb, ST_GeomFromWKB(wkb) AS geom FROM given"
        )
        database.unregister("given")
    began, used = time.perf_counter(), time.process_time()
    for name, step in STEPS.items():
        database.execute(f"CREATE TABLE {name} AS {step.format(geometry='geom')}")
    told = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - used}
    database.execute("SELECT 'R09' AS rule, subject, verdict, measured FROM finding").df().to_csv(
        output, index=False
    )
    print(json.dumps({**told, "memory_mb": memory()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
