"""Files as kommuner send them, written by the tests, and what is read of them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyogrio import raw

from areal.ingest.reading import Asked, FileRefused, Limits, Note, Told, reading

LIMITS = Limits(
    max_bytes=200_000_000,
    max_unpacked_bytes=400_000_000,
    max_vertices=200_000,
    timeout_ms=30_000,
)
#: Three parcels by Kongsvinger in EPSG:25833; the second has a hole, the third two parts.
SQUARES = (
    shapely.box(337_000, 6_676_000, 337_400, 6_676_300),
    shapely.box(338_000, 6_676_000, 338_400, 6_676_300).difference(
        shapely.box(338_100, 6_676_100, 338_200, 6_676_200)
    ),
    shapely.MultiPolygon(
        [
            shapely.box(339_000, 6_676_000, 339_100, 6_676_100),
            shapely.box(339_200, 6_676_000, 339_300, 6_676_100),
        ]
    ),
)
NAMES = ("Rådyrvegen", "Ærfuglåsen", "Øvre Åsen – «nord»")
ROWS: Mapping[str, Sequence[Any]] = {
    "navn": NAMES,
    "areal": (12.5, 8.25, 2.0),
    "gnr": (7, 12, 141),
}


@dataclass(frozen=True)
class Read:
    """All of a file: what was told, the columns, the shapes and every note."""

    told: Told
    columns: Mapping[str, list[Any]]
    shapes: Sequence[Any]
    notes: tuple[Note, ...]
    firsts: tuple[int, ...]

    @property
    def codes(self) -> set[str]:
        return {note.code for note in self.notes}


def read(path: Path, limits: Limits = LIMITS, **asked: str | None) -> Read:
    with reading(path, Asked(**asked), limits) as (told, batches):
        columns: dict[str, list[Any]] = {name: [] for name in told.fields}
        shapes: list[Any] = []
        notes, firsts = list(told.notes), []
        for batch in batches:
            assert batch.columns.keys() == columns.keys()
            assert {len(values) for values in batch.columns.values()} <= {len(batch.geometry)}
            firsts.append(batch.first)
            notes += batch.notes
            shapes += list(shapely.from_wkb(batch.geometry))
            for name, values in batch.columns.items():
                columns[name] += values
    return Read(told, columns, shapes, tuple(notes), tuple(firsts))


def refused(path: Path, limits: Limits = LIMITS, **asked: str | None) -> str:
    """Read a file that must be refused; returns why."""
    with pytest.raises(FileRefused) as caught:
        read(path, limits, **asked)
    error = caught.value
    assert error.told("nb")
    assert error.told("en")
    assert error.way_out("nb")
    assert error.hint == error.way_out("en")
    return error.reason


def write(
    path: Path,
    driver: str,
    *,
    shapes: Sequence[Any] = SQUARES,
    rows: Mapping[str, Sequence[Any]] = ROWS,
    crs: str | None = "EPSG:25833",
    geometry_type: str | None = None,
    **options: Any,
) -> Path:
    """Write a file with pyogrio."""
    kinds = {each.geom_type for each in shapes if each is not None}
    raw.write(
        path,
        geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
        field_data=[
            np.array(values, dtype=None if isinstance(values[0], int | float) else object)
            for values in rows.values()
        ],
        fields=list(rows),
        geometry_type=geometry_type or (next(iter(kinds)) if len(kinds) == 1 else "Unknown"),
        crs=crs,
        driver=driver,
        **options,
    )
    return path


def zipped(target: Path, members: Mapping[str, bytes | Path]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content if isinstance(content, bytes) else content.read_bytes())
    return target


def feature(shape: Any, **properties: Any) -> dict[str, Any]:
    geometry = None if shape is None else shapely.geometry.mapping(shape)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(features: Iterable[Mapping[str, Any]], crs: str | None = None) -> dict[str, Any]:
    tree: dict[str, Any] = {"type": "FeatureCollection", "features": list(features)}
    if crs is not None:
        tree["crs"] = {"type": "name", "properties": {"name": crs}}
    return tree


def saved(path: Path, tree: Any) -> Path:
    path.write_text(json.dumps(tree, ensure_ascii=False), "utf-8")
    return path


def same(one: Sequence[Any], other: Sequence[Any], within: float = 0.001) -> bool:
    """Return whether shapes are the same, up to a distance in their own units."""
    pairs = zip(one, other, strict=True)
    return all(shapely.hausdorff_distance(a, b) <= within for a, b in pairs)
