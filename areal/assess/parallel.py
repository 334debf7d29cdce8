"""Share a whole run out over several database connections, kommune by kommune.

Every worker sees the same moment of the database and commits its parts by itself. Nobody sees them
before the run is done; when the process is killed, the next run takes them back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from areal.assess.inputs import Inputs, gather
from areal.assess.publish import publish
from areal.assess.run import check, to_follow
from areal.assess.stored import RunResult, begin, discard, discard_unfinished, finish
from areal.assess.whole import Progress, Work, part, prepare, region
from areal.database import Lock, Role, connect
from areal.database.engines import engine
from areal.database.lock import Busy, held
from areal.settings import get_settings
from areal.strategy.load import StrategyFile

#: Fewer parcels than this for each worker are not worth sharing out.
WORTH_SHARING = 1_000
#: So many parcels at most in one part: what a worker holds in temporary tables.
_PART = 25_000


@dataclass(frozen=True)
class Order:
    """What is to be checked and how; ``publish_as`` names who publishes the run when it is done."""

    file: StrategyFile
    as_of: date
    workers: int = 1
    whole: bool = False
    publish_as: str | None = None
    progress: Progress = lambda _: None


def check_catalogue(order: Order) -> RunResult:
    """Check the catalogue and store what was found, over as many connections as it is worth.

    What is found, and its checksum, do not depend on the number of workers. Raises ``Busy`` while
    another run is going on.
    """
    with connect(Role.APP, snapshot=True) as connection:
        shares = _shares(connection, order)
        if len(shares) < 2:  # noqa: PLR2004 - nothing to share
            return _alone(connection, order)
    with engine(Role.APP).connect() as guard:
        guard.execution_options(isolation_level="AUTOCOMMIT")
        with held(guard, Lock.RUN):
            return _shared(order, shares)


def _alone(connection: Connection, order: Order) -> RunResult:
    result = check(
        connection,
        order.file,
        order.as_of,
        rule_timeout_ms=get_settings().rule_timeout_ms,
        progress=order.progress,
        whole=order.whole,
    )
    if order.publish_as is not None:
        publish(connection, result.run_id, order.publish_as)
    return result


def _shares(connection: Connection, order: Order) -> list[list[str]]:
    """Return the kommuner of each part: neighbours in number together, parts of like size."""
    if order.workers < 2:  # noqa: PLR2004
        return []
    if not order.whole and to_follow(connection, gather(connection, order.file, order.as_of)):
        return []
    counted = connection.execute(
        text(
            "SELECT k.kommunenummer, count(p.parcel_id) AS parcels FROM areal.kommune AS k "
            "LEFT JOIN areal.parcel AS p ON k.kommunenummer = p.kommunenummer "
            "GROUP BY k.kommunenummer ORDER BY k.kommunenummer"
        )
    ).all()
    total = sum(row.parcels for row in counted)
    if total < WORTH_SHARING * order.workers:
        return []
    target = min(_PART, total / order.workers)
    parts: list[list[str]] = [[]]
    filled = 0
    for row in counted:
        if filled >= target:
            parts.append([])
            filled = 0
        parts[-1].append(row.kommunenummer)
        filled += row.parcels
    return parts


def _shared(order: Order, shares: Sequence[Sequence[str]]) -> RunResult:
    with connect(Role.APP) as connection:
        discard_unfinished(connection)
        inputs = gather(connection, order.file, order.as_of)
        sink = begin(connection, inputs)
    work = Work(
        sink, inputs, order.file.strategy.rules, get_settings().rule_timeout_ms, order.progress
    )
    try:
        given_up = _work_off(order, work, shares)
        with connect(Role.APP) as connection:
            prepare(connection)
            given_up |= region(connection, work, have_subject=False)
            result = finish(connection, sink, inputs, given_up)
            if order.publish_as is not None:
                publish(connection, result.run_id, order.publish_as)
    except BaseException:
        with connect(Role.APP) as connection:
            discard(connection, sink.run_id)
        raise
    return result


def _work_off(order: Order, work: Work, shares: Sequence[Sequence[str]]) -> frozenset[str]:
    """Let the workers take part after part; return the rules given up in any of them."""
    with connect(Role.APP, snapshot=True) as moment:
        # What the run says it rests on must be what the workers see.
        seen = gather(moment, order.file, order.as_of)
        work = replace(work, inputs=_same(work.inputs, seen), progress=lambda _: None)
        snapshot = moment.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        crew = _Crew(snapshot, work, order.progress, len(shares))
        with ThreadPoolExecutor(order.workers) as pool, crew.stopped_with_us():
            done = [pool.submit(crew.part, kommuner) for kommuner in shares]
            return frozenset().union(*(one.result() for one in done))


def _same(told: Inputs, seen: Inputs) -> Inputs:
    if told.sha256 != seen.sha256:
        # A layer came into force in the moment between: rare, and the next try is right.
        raise Busy("A layer changed as the run began.", hint="Run the command again.")
    return seen


@dataclass
class _Crew:
    """The workers' connections, so that they can be stopped in the middle of a statement."""

    snapshot: str
    work: Work
    progress: Progress
    parts: int
    open: set[Any] = field(default_factory=set)
    finished: int = 0

    def part(self, kommuner: Sequence[str]) -> frozenset[str]:
        """Check one part in a transaction of its own, at the moment that all of them see."""
        with connect(Role.APP) as connection:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{self.snapshot}'")
            driver = connection.connection.driver_connection
            self.open.add(driver)
            try:
                prepare(connection)
                given_up = part(connection, self.work, kommuner)
            finally:
                self.open.discard(driver)
        self.finished += 1
        self.progress(f"part {self.finished} of {self.parts}")
        return given_up

    @contextmanager
    def stopped_with_us(self) -> Iterator[None]:
        """Cancel what the workers are doing when the block is left in a hurry."""
        try:
            yield
        except BaseException:
            for driver in list(self.open):
                driver.cancel_safe(timeout=5)
            raise
