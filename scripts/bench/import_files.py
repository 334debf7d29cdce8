"""Make the files an import is measured on: ``python -m bench.import_files SOURCE FOLDER COPIES``.

Runs in the environment of the peers. The census areas are moved into EPSG:25833 as in
``bench.parcels``, invalid ones as they are; every copy lies 700 km north of the last.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import geopandas
import numpy as np
import shapely

from bench.parcels import KOMMUNER, SHIFT, kommunenummer, partition

_NORTH = 700_000.0
_SITES = 200


def make(source: Path, folder: Path, copies: int) -> dict[str, int]:
    """Write ``areas-<copies>.gpkg``, and the borders and sites that hold them, into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    frame = geopandas.read_parquet(source).to_crs(27700)
    frame = frame.iloc[np.argsort(frame.hilbert_distance().to_numpy(), kind="stable")]
    shapes = shapely.transform(
        shapely.force_2d(frame.geometry.to_numpy()), lambda xy: xy + np.array(SHIFT)
    )
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    number, boxes = partition(centres, KOMMUNER)
    numbers = kommunenummer(KOMMUNER)
    parts = []
    for copy in range(copies):
        moved = shapely.transform(shapes, lambda xy, copy=copy: xy + np.array((0, copy * _NORTH)))
        parts.append(
            geopandas.GeoDataFrame(
                {
                    "objid": [f"{copy}-{row}" for row in range(len(moved))],
                    "navn": [f"Felt {copy}-{row}" for row in range(len(moved))],
                    "område": [f"sted-{each % _SITES}" for each in number],
                    "pris": [100 + row % 900 for row in range(len(moved))],
                    "formål": [str(1300 + 10 * (row % 5)) for row in range(len(moved))],
                },
                geometry=moved,
                crs=25833,
            )
        )
    whole = geopandas.pd.concat(parts) if copies > 1 else parts[0]
    whole.to_file(folder / f"areas-{copies}.gpkg", layer="areas", engine="pyogrio")
    borders = {
        name: shapely.MultiPolygon(
            [shapely.box(*(box + np.array([0, c * _NORTH] * 2))) for c in range(copies)]
        ).wkt
        for name, box in zip(numbers, boxes, strict=True)
    }
    (folder / f"borders-{copies}.json").write_text(json.dumps(borders))
    return {"features": len(whole), "vertices": int(shapely.get_num_coordinates(shapes).sum())}


if __name__ == "__main__":
    print(json.dumps(make(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
