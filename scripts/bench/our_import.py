"""Import a file as the command does: ``python -m bench.our_import FILE`` prints time and memory.

Memory is the most the program and the process that reads the file held together, by what the
kernel tells of each.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

from sqlalchemy import event

from areal.database import Role, connect
from areal.database.engines import engine
from areal.ingest.imports.order import Order, limits_of
from areal.ingest.imports.run import import_file
from areal.settings import get_settings
from bench.peaks import Peaks


def main() -> None:
    """Import the file, and tell seconds, memory, counts, and what each statement took."""
    spent: dict[str, float] = {}

    @event.listens_for(engine(Role.APP), "before_cursor_execute")
    def _before(*arguments: object) -> None:
        arguments[4].bench_began = time.perf_counter()  # type: ignore[attr-defined]

    @event.listens_for(engine(Role.APP), "after_cursor_execute")
    def _after(*arguments: object) -> None:
        words = " ".join(
            line for line in str(arguments[2]).splitlines() if not line.startswith("--")
        )
        name = " ".join(words.split())[:50]
        began = arguments[4].bench_began  # type: ignore[attr-defined]
        spent[name] = spent.get(name, 0.0) + time.perf_counter() - began

    order = Order(author="bench", today=date(2026, 10, 1), limits=limits_of(get_settings()))
    began = time.perf_counter()
    with Peaks() as peaks, connect(Role.APP) as connection:
        report = import_file(connection, Path(sys.argv[1]), order)
    seconds = time.perf_counter() - began
    slow = sorted(spent.items(), key=lambda pair: -pair[1])[:12]
    told = {
        "seconds": seconds,
        "memory_mb": peaks.own_mb + peaks.beside_mb,
        "memory_of_each_mb": [peaks.own_mb, peaks.beside_mb],
        "counts": dict(report.counts),
        "issues": dict(report.issue_counts),
        "statements": {name: round(took, 2) for name, took in slow},
    }
    print(json.dumps(told))


main()
