"""The comparison of scripts/bench.py at tiny scale: what we find is what geopandas finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from areal.assess.parallel import Order, check_catalogue
from areal.database import Role, connect
from areal.settings import ROOT
from tests.support.databases import TestServer

PARCELS = 600


@pytest.fixture
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")


@pytest.fixture
def empty_catalogue(server: TestServer, structure_template: str) -> Iterator[None]:
    """Point the settings at a database with the structure and no rows."""
    name = server.create(structure_template)
    with server.use(name):
        yield
    server.drop(name)


@pytest.mark.usefixtures("_scripts", "empty_catalogue")
def test_every_finding_is_what_geopandas_finds(shared_geo: Path, tmp_path: Path) -> None:
    from bench import loaded, processes, strategy  # noqa: PLC0415
    from bench.layer_kinds import KINDS  # noqa: PLC0415
    from bench.load import DAY, load  # noqa: PLC0415
    from bench.places import CACHE, LOCK, Places, current  # noqa: PLC0415

    venv = CACHE / "venv"
    if not current(venv / ".locked", LOCK.read_text()):
        pytest.skip("geopandas is not here: scripts/bench.py makes its environment")
    (tmp_path / "venv").symlink_to(venv)
    places = Places(tmp_path, PARCELS)
    processes.make_dataset(places, shared_geo / "bench" / "oa_eng_wal_4326.parquet")
    load(places.data, KINDS, lambda _: None)
    full = strategy.write(places.data / "strategy-full.yaml", list(KINDS))
    result = check_catalogue(Order(full, DAY))
    with connect(Role.APP) as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        loaded.tell_peers(driver, places.data)
        loaded.export_findings(driver, tmp_path / "ours.csv")

    processes.peer(places, "peer_rules", places.data, tmp_path / "peer.parquet")
    same = processes.peer(places, "same_rows", tmp_path / "ours.csv", tmp_path / "peer.parquet")

    kommuner = json.loads((places.data / "counts.json").read_text())["kommune"]
    assert same == {
        "rows": 21 * PARCELS + kommuner,
        "only_one_side": 0,
        "verdict_differs": 0,
        "measured_differs": 0,
        "shown": [],
    }
    # Agreement would mean little where half of the outcomes never came about.
    assert set(result.counts) == {
        "met",
        "consider",
        "deviates",
        "not_mapped",
        "missing",
        "not_relevant",
        "error",
    }
