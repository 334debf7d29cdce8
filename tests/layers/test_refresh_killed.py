"""A refresh that is killed at any moment leaves the layer as before or as after, never between."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import text

from areal.database import Role, connect, engine
from areal.settings import ROOT
from tests.layers.conftest import Refresh, TurnOn
from tests.support.services import arcgis

KILLS = 10
#: Two answers of the service, told apart by the size of their squares: 80 and 90 metres.
ZONES = 400


def zones(size: int) -> list[tuple[dict[str, Any], shapely.Polygon]]:
    """Return squares in rows of 40."""
    corners = [(330_000 + 100 * (i % 40), 6_680_000 + 100 * (i // 40)) for i in range(ZONES)]
    return [({"navn": f"{x}-{y}"}, shapely.box(x, y, x + size, y + size)) for x, y in corners]


def state() -> dict[str, Any]:
    """Return all there is of the layer: the version in force, and every row of every version."""
    with connect(Role.APP) as app:
        row = app.execute(
            text(
                "SELECT array_agg(v.layer_version_id ORDER BY 1) FILTER (WHERE v.in_force) AS on, "
                "count(*) AS versions, sum(v.feature_count) AS said, sum(f.features) AS features, "
                "sum(f.m2) FILTER (WHERE v.in_force) AS m2, sum(p.parts) AS parts, "
                "sum(c.pieces) AS pieces, (SELECT count(*) FROM areal.layer_fetch) AS attempts "
                "FROM areal.layer_version AS v "
                "CROSS JOIN LATERAL (SELECT count(*) AS features, round(sum(ST_Area(geom))) AS m2 "
                "FROM areal.layer_feature AS x WHERE x.layer_version_id = v.layer_version_id) AS f "
                "CROSS JOIN LATERAL (SELECT count(*) AS parts FROM areal.layer_part AS x "
                "WHERE x.layer_version_id = v.layer_version_id) AS p "
                "CROSS JOIN LATERAL (SELECT count(*) AS pieces FROM areal.layer_coverage AS x "
                "WHERE x.layer_version_id = v.layer_version_id) AS c "
                "WHERE v.layer_id = 'flom'"
            )
        ).one()
    return dict(row._mapping)


def settled() -> None:
    """Wait until the server has let go of what the killed process held."""
    for _ in range(200):
        with connect(Role.APP) as app:
            others = app.execute(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND usename = 'areal_app' AND pid <> pg_backend_pid() AND state <> 'idle'"
                )
            ).scalar_one()
        if others == 0:
            return
        time.sleep(0.05)
    raise AssertionError("the killed process still works in the database")


def writing(child: subprocess.Popen[bytes]) -> None:
    """Wait until the refresh has begun to write its version."""
    begun = text(
        "SELECT count(*) FROM pg_locks WHERE mode = 'RowExclusiveLock' "
        "AND relation = 'areal.layer_version'::regclass AND database = "
        "(SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with engine(Role.APP).connect() as app:
        while child.poll() is None and not app.execute(begun).scalar_one():
            app.rollback()
            time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.usefixtures("sample_database")
def test_a_killed_refresh_leaves_the_layer_as_before_or_as_after(
    geo: Path, turn_on: TurnOn, refreshed: Refresh
) -> None:
    answer = zones(80)
    command = [sys.executable, "-c", "from areal.cli import main; main()", "layer", "refresh"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    chance = random.Random(4)  # noqa: S311 - moments, not secrets
    with arcgis(answer, most=50) as service:
        turn_on("flom", {"connection": f"ESRIJSON:{service.address}/x/0", "keep": ["navn"]})
        assert refreshed().features == ZONES
        answer[:] = zones(90)
        begun = time.monotonic()
        whole = subprocess.Popen([*command, "flom"], env=environment, cwd=ROOT)
        assert whole.wait(120) == 0
        length = time.monotonic() - begun
        killed = changed = 0
        for number in range(KILLS):
            before = state()
            answer[:] = zones(60 + number)
            child = subprocess.Popen(
                [*command, "flom"], env=environment, cwd=ROOT, stderr=subprocess.DEVNULL
            )
            if number % 2:
                writing(child)
                time.sleep(chance.random() / 10)
            else:
                time.sleep(length * (number + chance.random()) / KILLS)
            child.send_signal(signal.SIGKILL)
            killed += child.wait() == -signal.SIGKILL
            settled()
            after = state()
            if after == before:
                continue
            changed += 1
            assert after["versions"] == before["versions"] + 1
            assert after["attempts"] == before["attempts"] + 1
            assert after["features"] == after["parts"] == before["features"] + ZONES
            assert after["m2"] == ZONES * (60 + number) ** 2
            assert after["pieces"] > before["pieces"]
        assert killed >= KILLS / 2, "most were killed while they worked"
        assert changed < KILLS

        answer[:] = zones(95)
        told = refreshed()
    assert (told.outcome, told.features) == ("loaded", ZONES), "a retry succeeds"
    last = state()
    assert (last["m2"], len(last["on"])) == (ZONES * 95**2, 1)
    assert last["said"] == last["features"]
