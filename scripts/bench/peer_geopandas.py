"""Single rules with geopandas' own calls: ``python -m bench.peer_geopandas FOLDER TASK``.

``nearest``: the nearest line to every parcel. ``big``: how much of every parcel lies on polygons of
20,000 vertices, as they come.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import geopandas
import numpy as np

from bench import peer_frames
from bench.measure import memory
from bench.peer_logic import judge


def nearest(folder: Path) -> float:
    """Return the seconds of ``sjoin_nearest`` and the verdicts that follow from it."""
    parcels = peer_frames.frame(folder, "parcel")[["slug", "geometry"]]
    lines = peer_frames.frame(folder, "layer_veg")[["code", "name", "geometry"]]
    began = time.perf_counter()
    found = geopandas.sjoin_nearest(parcels, lines, distance_col="metres")
    found = found[~found.index.duplicated()]
    found["verdict"] = judge(found["metres"], "at_most", {"met": 2000, "deviates": 5000}, "skal")
    return time.perf_counter() - began


def big(folder: Path) -> float:
    """Return the seconds of ``overlay`` with the raw polygons and of the shares that follow."""
    parcels = peer_frames.parcels(folder)[["slug", "area_m2", "geometry"]]
    zones = peer_frames.frame(folder, "layer_flom")[["code", "name", "geometry"]]
    hard = zones["code"].isin(["200", "2100"])
    began = time.perf_counter()
    cut = geopandas.overlay(parcels, zones[hard], how="intersection")
    taken = cut.dissolve("slug").area.reindex(parcels["slug"]).fillna(0).to_numpy()
    daa = taken / parcels.area.to_numpy() * parcels["area_m2"].to_numpy(dtype=float) / 1000
    np.where(daa > 0, "deviates", "met")
    return time.perf_counter() - began


if __name__ == "__main__":
    task = {"nearest": nearest, "big": big}[sys.argv[2]]
    print(json.dumps({"seconds": task(Path(sys.argv[1])), "memory_mb": memory()}))
