"""A folder of layers of a test's own, each filled from a service on loopback."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from ruamel.yaml import YAML

from areal.layers.fetch.attempts import Refreshed
from areal.layers.fetch.refresh import refresh
from areal.layers.registry import read_entries
from areal.settings import ROOT, get_settings
from tests.support.services import Service, mapserver, write_layer

#: The service's layer is divided into pages of 10; it has three of them.
FLOOD_ZONES = 25
Refresh = Callable[..., Refreshed]
TurnOn = Callable[..., None]


@pytest.fixture
def geo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a copy of ``data/geo`` that the settings name; services are asked without waiting."""
    folder = tmp_path / "geo"
    shutil.copytree(ROOT / "data" / "geo", folder)
    monkeypatch.setenv("AREAL_GEO_DIR", str(folder))
    monkeypatch.setenv("AREAL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("AREAL_FETCH_DELAY_S", "0")
    monkeypatch.setenv("AREAL_FETCH_ATTEMPTS", "2")
    get_settings.cache_clear()
    yield folder
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.fixture
def turn_on(geo: Path) -> TurnOn:
    """Return a way to let a layer be fetched as the arguments say."""

    def _turn_on(layer: str = "flom", *sources: dict[str, Any], **fetch: Any) -> None:
        path = geo / "layers" / f"{layer}.yaml"
        yaml = YAML()
        registered = yaml.load(path)
        registered["fetch"] = {
            "enabled": True,
            "source": "Ekte",
            "licence": "NLOD 2.0",
            "attribution": "Test",
            "coverage": "borders",
            "from": list(sources),
            **fetch,
        }
        yaml.dump(registered, path)

    return _turn_on


@pytest.fixture
def refreshed(geo: Path) -> Refresh:
    """Return a way to refresh a layer; it tells what became of it."""

    def _refreshed(layer: str = "flom", **options: Any) -> Refreshed:
        get_settings.cache_clear()
        return refresh(read_entries(geo / "layers")[layer], get_settings(), **options)

    return _refreshed


@pytest.fixture
def flood_file(geo: Path) -> Path:
    """Return a GeoPackage with flood zones inside the region, and one far outside it."""
    file = geo / "nve.gpkg"
    write_floods(file, FLOOD_ZONES)
    return file


def write_floods(file: Path, number: int) -> None:
    """Write ``number`` flood zones with names that need Norwegian letters."""
    shapes: list[shapely.Geometry | None] = [
        shapely.box(330_000 + 100 * i, 6_680_000, 330_080 + 100 * i, 6_680_080)
        for i in range(number)
    ]
    shapes.append(shapely.box(260_000, 6_620_000, 260_080, 6_620_080))
    write_layer(
        file,
        "FlomAreal",
        shapes,
        gjentaksintervall=[200 if i % 2 else 20 for i in range(number + 1)],
        elv=[f"Åsæø {i}" for i in range(number + 1)],
    )


@pytest.fixture
def nve(tmp_path: Path, flood_file: Path) -> Iterator[Service]:
    """Return a MapServer that serves the flood zones as WFS and OGC API Features."""
    folder = tmp_path / "mapserver"
    folder.mkdir()
    with mapserver(folder, flood_file, {"FlomAreal": "POLYGON"}) as service:
        yield service


@pytest.fixture
def wfs(nve: Service, floods: dict[str, Any]) -> dict[str, Any]:
    """Return the question that fetches the flood zones from the service."""
    return {**floods, "connection": f"WFS:{nve.address}/wfs", "page_size": 10}


@pytest.fixture
def floods(flood_file: Path) -> dict[str, Any]:
    """Return the question that reads the flood zones from their file: the quickest of them."""
    return {
        "connection": f"file:{flood_file.name}",
        "layer": "FlomAreal",
        "filter": "gjentaksintervall IN (20, 200)",
        "code": [{"attribute": "gjentaksintervall"}],
        "name": "elv",
        "keep": ["objid"],
    }


@pytest.fixture(autouse=True)
def _no_proxy_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own proxies out of it."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
