"""However many connections share a run: one answer, and nothing left of a run that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from areal.assess import parallel
from areal.assess.parallel import Order, check_catalogue
from areal.assess.stored import RunResult
from areal.database import Role, connect
from tests.support.databases import TestServer
from tests.support.shipped import shipped_strategy

ORDER = Order(shipped_strategy(), date(2026, 11, 5), whole=True)

#: Checks over two connections and tells of each part, so that it can be killed between two.
KILLED = """
from datetime import date
from areal.assess import parallel
from tests.support.shipped import shipped_strategy
parallel.WORTH_SHARING = 1
parallel._PART = 10
parallel.check_catalogue(parallel.Order(
    shipped_strategy(), date(2026, 11, 5), workers=2, whole=True,
    progress=lambda told: print(told, flush=True)))
"""


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share out even the sample."""
    monkeypatch.setattr(parallel, "WORTH_SHARING", 1)
    monkeypatch.setattr(parallel, "_PART", 10)


def _checked(workers: int) -> RunResult:
    return check_catalogue(replace(ORDER, workers=workers))


def test_the_number_of_workers_changes_nothing(server: TestServer, sample_template: str) -> None:
    answers = {}
    for workers in (1, 3):
        name = server.create(sample_template)
        with server.use(name):
            result = _checked(workers)
        server.drop(name)
        assert result.fresh
        answers[workers] = (result.findings_sha256, result.counts)

    assert answers[1] == answers[3]


@pytest.mark.slow
def test_a_killed_run_is_published_by_nobody_and_taken_back(
    server: TestServer, sample_template: str, sample_database: str
) -> None:
    with connect(Role.APP) as app:
        before = app.execute(text("SELECT revision, run_id FROM areal.publication")).one()
    child = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline().startswith("part 1 of")
    os.kill(child.pid, signal.SIGKILL)
    child.wait()

    with connect(Role.APP) as app:
        assert app.execute(text("SELECT revision, run_id FROM areal.publication")).one() == before
        left = app.execute(
            text("SELECT count(*) FROM areal.finding_span WHERE since_run > :run"),
            {"run": before.run_id},
        ).scalar_one()
        done = app.execute(
            text("SELECT count(*) FROM areal.run WHERE run_id > :run AND state = 'done'"),
            {"run": before.run_id},
        ).scalar_one()
    assert left > 0, "it was killed with a part written"
    assert done == 0

    result = _checked(2)
    with connect(Role.APP) as app:
        states = app.execute(
            text("SELECT state, count(*) FROM areal.run GROUP BY state ORDER BY state")
        ).all()
        orphans = app.execute(
            text(
                "SELECT count(*) FROM areal.finding_span AS f WHERE NOT EXISTS ("
                "SELECT 1 FROM areal.run AS r WHERE r.run_id = f.since_run)"
            )
        ).scalar_one()
    assert states == [("done", 2)]
    assert orphans == 0
    name = server.create(sample_template)
    with server.use(name):
        undisturbed = _checked(1)
    server.drop(name)
    assert result.findings_sha256 == undisturbed.findings_sha256
