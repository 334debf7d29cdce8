"""Rule R09 in SedonaDB: ``python -m bench.peer_sedona FOLDER OUTPUT``, as peer_duckdb."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import sedonadb

from bench.measure import memory
from bench.peer_sql import STEPS, tables


def main(folder: Path, output: Path) -> None:
    """Load, check, store, and print seconds and memory."""
    database = sedonadb.connect()
    for name, frame in tables(folder).items():
        database.create_data_frame(frame).to_memtable().to_view(name)
    began, used = time.perf_counter(), time.process_time()
    for name, step in STEPS.items():
        made = database.sql(step.format(geometry="geometry")).to_arrow_table()
        database.create_data_frame(made).to_view(name)
    told = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - used}
    rows = database.sql("SELECT 'R09' AS rule, subject, verdict, measured FROM finding")
    rows.to_pandas().to_csv(output, index=False)
    print(json.dumps({**told, "memory_mb": memory()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
