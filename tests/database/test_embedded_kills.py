"""Twenty kills during a load lose no committed row."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg
import pytest

from areal.database.embedded import Cluster, using_cluster
from areal.errors import DatabaseUnavailable
from tests.support.clusters import connection, kill_server, short_folder

pytestmark = pytest.mark.slow

KILLS = 20
ROWS = 50
#: Seeded, so that a failure can be had again; the moments still differ with the machine's load.
MOMENTS = random.Random(3401)  # noqa: S311 -- no secret

TABLE = """
    CREATE TABLE public.loaded (
      batch int NOT NULL, n int NOT NULL, geom geometry(Point, 25833) NOT NULL,
      PRIMARY KEY (batch, n)
    );
    CREATE INDEX ON public.loaded USING gist (geom);
"""
BATCH = """
    INSERT INTO public.loaded
    SELECT %s, n, ST_Point(n, n, 25833) FROM generate_series(1, %s) AS n
"""


@dataclass
class Load:
    """Writes batches until told to stop, and remembers those whose commit was confirmed."""

    cluster: Cluster
    confirmed: list[int] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    batch: int = 0

    def run(self) -> None:
        """Load, and connect again whenever the server has gone."""
        while not self.done.is_set():
            try:
                with connection(self.cluster) as opened:
                    self.write(opened)
            except psycopg.OperationalError:
                # Some kills hit the server while it starts: then the start is what fails.
                with suppress(DatabaseUnavailable):
                    self.cluster.ensure_running()

    def write(self, opened: psycopg.Connection[tuple[object, ...]]) -> None:
        """Write one batch after the other, each its own transaction."""
        while not self.done.is_set():
            self.batch += 1
            opened.execute(BATCH, [self.batch, ROWS])
            self.confirmed.append(self.batch)


def kill_at_random_moments(load: Load) -> None:
    for _ in range(KILLS):
        before = len(load.confirmed)
        wait_for(lambda: len(load.confirmed) > before)  # noqa: B023 -- called at once
        time.sleep(MOMENTS.uniform(0, 0.15))
        # The last batch may have been confirmed just before the kill of before.
        wait_for(lambda: load.cluster.status().running)
        kill_server(load.cluster, whole=True)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "the load does not go on after a kill"
        time.sleep(0.005)


def test_twenty_kills_during_a_load_lose_no_committed_row() -> None:
    with short_folder() as folder:
        with using_cluster(folder) as cluster:
            with connection(cluster, "postgres") as opened:
                opened.execute(TABLE)
                opened.execute("GRANT ALL ON public.loaded TO areal_owner")
            load = Load(cluster)
            writer = threading.Thread(target=load.run, daemon=True)
            writer.start()
            kill_at_random_moments(load)
            load.done.set()
            writer.join(timeout=30)
            assert not writer.is_alive()
            cluster.ensure_running()
            with connection(cluster) as opened:
                found = opened.execute("SELECT batch, count(*) FROM public.loaded GROUP BY 1")
                kept = dict(found.fetchall())
                opened.execute("SET enable_seqscan = off")
                box = "ST_MakeEnvelope(0, 0, 1000, 1000, 25833)"
                by_index = opened.execute(f"SELECT count(*) FROM loaded WHERE geom && {box}")
                assert by_index.fetchone() == (sum(kept.values()),)
        Cluster(folder).reset()
    assert len(load.confirmed) > KILLS
    assert set(load.confirmed) <= kept.keys(), "a confirmed batch was lost"
    assert set(kept.values()) == {ROWS}, "a batch is there in part"
