"""Make the data set of the benchmark, once for each number of parcels, in a cache folder.

Run by the environment of the peers: ``python -m bench.dataset SOURCE FOLDER PARCELS``.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from bench import layers, parcels, store

#: Of real shapes; beyond it the whole country is repeated beside itself.
REAL = 100_000
#: How far the copies lie apart (m): more than the width and height of the country.
STEP = (680_000.0, 740_000.0)
#: Copies in a row, and how far the first lies south-west of where one alone would.
ROW, START = 3, (-500_000.0, -700_000.0)
SRID = 25833

Props = dict[str, Any]


def make(source: Path, folder: Path, count: int) -> dict[str, Any]:
    """Write the data set of ``count`` parcels into ``folder``; return what it consists of."""
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    copies = max(1, round(count / REAL))
    offsets = _offsets(copies)
    land = parcels.read_land(source, min(count, REAL))
    number, boxes = parcels.partition(land.centres, min(parcels.KOMMUNER, len(land.centres) // 25))
    numbers = parcels.kommunenummer(len(boxes) * copies)
    site = parcels.group_sites(number)
    first = np.flatnonzero(np.diff(site, prepend=-1))
    site_rows = parcels.site_rows([numbers[n] for n in number[first]])
    parcel_rows = parcels.parcel_rows(site)
    counts = {
        "kommune": store.write(partial, "kommune", _kommuner(numbers, boxes, offsets)),
        "site": store.write(
            partial, "site", _renamed(((row, None) for row in site_rows), offsets, numbers)
        ),
        "parcel": store.write(
            partial, "parcel", _renamed(zip(parcel_rows, land.shapes, strict=True), offsets)
        ),
    }
    counts |= _layers(partial, land, site, offsets)
    (partial / "counts.json").write_text(json.dumps(counts, indent=1))
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return counts


def _layers(
    folder: Path, land: parcels.Land, site: Any, offsets: list[tuple[float, float]]
) -> dict[str, int]:
    counts = {}
    plan = layers.Layer("plan", 0, {})
    for layer in (plan, *layers.LAYERS):
        rows = layers.plans(land, site) if layer is plan else layers.features(layer, land)
        name = f"layer_{layer.name}"
        counts[name] = store.write(folder, name, _copied(rows, offsets))
        store.write(
            folder, f"coverage_{layer.name}", _copied(layers.coverage(layer, land), offsets)
        )
    return counts


def _offsets(copies: int) -> list[tuple[float, float]]:
    if copies == 1:
        return [(0.0, 0.0)]
    return [(START[0] + n % ROW * STEP[0], START[1] + n // ROW * STEP[1]) for n in range(copies)]


def _copied(
    rows: Iterable[tuple[Props, Any]], offsets: list[tuple[float, float]]
) -> Iterator[tuple[Props, bytes]]:
    kept = list(rows)
    shapes = np.array([shape for _, shape in kept], dtype=object)
    for offset in offsets:
        moved = shapely.transform(shapes, lambda xy, by=offset: xy + np.array(by))
        wkb = shapely.to_wkb(shapely.set_srid(moved, SRID), include_srid=True)
        yield from ((props, shape) for (props, _), shape in zip(kept, wkb, strict=True))


def _renamed(
    rows: Iterable[tuple[Props, Any]],
    offsets: list[tuple[float, float]],
    numbers: Sequence[str] = (),
) -> Iterator[tuple[Props, bytes]]:
    """Repeat sites or parcels (no shape: an empty record), each copy under names of its own.

    ``numbers`` are the kommuner, those of the first copy first.
    """
    each = len(numbers) // len(offsets)
    place = {number: n for n, number in enumerate(numbers[:each])}
    kept = list(rows)
    bare = kept[0][1] is None
    shapes = None if bare else np.array([shape for _, shape in kept], dtype=object)
    for copy, offset in enumerate(offsets):
        wkb: Any = [b""] * len(kept)
        if shapes is not None:
            moved = shapely.transform(shapes, lambda xy, by=offset: xy + np.array(by))
            wkb = shapely.to_wkb(shapely.set_srid(moved, SRID), include_srid=True)
        for (props, _), shape in zip(kept, wkb, strict=True):
            names = {key: f"{props[key]}-{copy}" for key in ("slug", "site") if key in props}
            if "kommunenummer" in props:
                names["kommunenummer"] = numbers[copy * each + place[props["kommunenummer"]]]
            yield ({**props, **names} if len(offsets) > 1 else props), shape


def _kommuner(
    numbers: list[str], boxes: list[Any], offsets: list[tuple[float, float]]
) -> Iterator[tuple[Props, bytes]]:
    """Yield one border a kommune, its box; each copy of the country has kommuner of its own.

    One border in ten far places would be a candidate for every parcel there is, as no real one is.
    """
    moved = [box + np.array([*by, *by]) for by in offsets for box in boxes]
    for number, box in zip(numbers, moved, strict=True):
        shape = shapely.set_srid(shapely.MultiPolygon([shapely.box(*box)]), SRID)
        yield (
            {"kommunenummer": number, "navn": f"Kommune {number}"},
            shapely.to_wkb(shape, include_srid=True),
        )


if __name__ == "__main__":
    print(json.dumps(make(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
