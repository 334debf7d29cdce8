"""One measurement of the product: ``python -m bench.ours FOLDER TASK ...`` prints it as JSON.

Reading the strategy and connecting are outside the time; everything the product then does, to the
commit, is inside. The server is another process: the memory told is that of the application.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from areal.assess.parallel import Order, check_catalogue
from areal.assess.run import check
from areal.assess.whatif import Asked, Draft, Edit, what_if
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.database.engines import engine
from areal.settings import get_settings
from areal.strategy.load import StrategyFile, read_strategy
from bench import strategy
from bench.layer_kinds import KINDS
from bench.load import AUTHOR, DAY
from bench.measure import memory

Answer = dict[str, Any]
_FINDINGS = "INSERT INTO areal.finding_span"


def full(folder: Path, workers: str, *codes: str) -> Answer:
    """Check everything, by all rules or some; ``rules`` is what each held the workers for."""
    path = folder / f"strategy-{'-'.join(codes) or 'full'}.yaml"
    file = strategy.write(path, list(KINDS), only=codes)
    spent = _listen()
    with connect(Role.APP) as connection:
        connection.execute(text("SELECT 1"))
    began = time.perf_counter()
    result = check_catalogue(Order(file, DAY, workers=int(workers), whole=True))
    seconds = time.perf_counter() - began
    each = {code: total / int(workers) for code, total in sorted(spent.items())}
    return {
        "seconds": seconds,
        "each": each,
        "findings": result.findings,
        "counts": result.counts,
        "sha256": result.findings_sha256,
        "run_id": result.run_id,
    }


def _listen() -> dict[str, float]:
    """Sum up the time of each rule's statements, over all connections."""
    spent: dict[str, float] = defaultdict(float)

    @event.listens_for(engine(Role.APP), "before_cursor_execute")
    def _before(*arguments: Any) -> None:
        arguments[4].bench_began = time.perf_counter()

    @event.listens_for(engine(Role.APP), "after_cursor_execute")
    def _after(*arguments: Any) -> None:
        statement, binds, context = arguments[2:5]
        told = binds.get("rule_code") if isinstance(binds, dict) else None
        name = told if _FINDINGS in statement and told else "the rest"
        spent[name] += time.perf_counter() - context.bench_began

    return spent


def edits(folder: Path, number: str) -> Answer:
    """Edit parcels one at a time and check each again against all rules; needs a finished run.

    Afterwards the catalogue is as it was: the peers know no edits.
    """
    file = _read(folder)
    with connect(Role.APP) as connection:
        every = connection.execute(text("SELECT parcel_id FROM areal.parcel ORDER BY 1")).scalars()
        ids = list(every)
    random.seed(20260917)
    seconds = [_edited(file, parcel_id) for parcel_id in random.sample(ids, int(number))]
    return {"rounds": seconds}


def _edited(file: StrategyFile, parcel_id: int) -> float:
    which = {"id": parcel_id}
    columns = "geom, bya_percent, market"
    with connect(Role.APP) as connection:
        write_as(connection, AUTHOR)
        former = text(f"SELECT {columns} FROM areal.parcel WHERE parcel_id = :id")
        before = connection.execute(former, which).one()._mapping
        connection.execute(
            text(
                "UPDATE areal.parcel SET geom = ST_Translate(geom, 3, 2), bya_percent = 41, "
                "market = 'solgt' WHERE parcel_id = :id"
            ),
            which,
        )
    began = time.perf_counter()
    with connect(Role.APP, snapshot=True) as connection:
        limit = get_settings().rule_timeout_ms
        check(connection, file, DAY, rule_timeout_ms=limit, parcels=[parcel_id])
    seconds = time.perf_counter() - began
    with connect(Role.APP) as connection:
        write_as(connection, AUTHOR)
        connection.execute(
            text(
                "UPDATE areal.parcel SET geom = :geom, bya_percent = :bya_percent, "
                "market = :market WHERE parcel_id = :id"
            ),
            {**before, **which},
        )
    return seconds


#: Limits that are moved: of two overlaps, an attribute and what is left beside roads.
LIMITS = (("R09", 2.0), ("R10", 0.2), ("R17", 50.0), ("R18", 0.9))


def limits(_: Path, number: str) -> Answer:
    """Move limits of the published strategy and ask for the effect on everything, several times."""
    seconds = []
    for count in range(int(number)):
        # A value of its own each time, so that no answer can be one that was kept.
        moved = [Edit(code, "limits.met", value + count / 1_000) for code, value in LIMITS]
        began = time.perf_counter()
        found = what_if(Asked(Draft(edits=moved)))
        seconds.append(time.perf_counter() - began)
    return {"rounds": seconds, "rules": len(found.effect.rules)}


def publish(_: Path, run_id: str) -> Answer:
    """Publish a run, for a what-if to be held against."""
    from areal.assess.publish import publish as put_up  # noqa: PLC0415

    with connect(Role.APP) as connection:
        put_up(connection, int(run_id), AUTHOR)
    return {}


def _read(folder: Path) -> StrategyFile:
    return read_strategy(folder / "strategy-full.yaml", dict.fromkeys(KINDS, ()))


TASKS: dict[str, Callable[..., Answer]] = {
    task.__name__: task for task in (full, edits, limits, publish)
}

if __name__ == "__main__":
    answer = TASKS[sys.argv[2]](Path(sys.argv[1]), *sys.argv[3:])
    print(json.dumps({**answer, "memory_mb": memory()}))
