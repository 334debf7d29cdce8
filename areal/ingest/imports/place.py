"""Which coordinate system a file is in, judged by what it says and by its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from areal.crs import STORAGE
from areal.errors import InputError
from areal.ingest.imports.issues import Issue

#: What files in Norway are in, the likeliest first.
USUAL = (
    "EPSG:25833",
    "EPSG:25832",
    "EPSG:4326",
    "EPSG:25835",
    "EPSG:3857",
    "EPSG:32633",
    "EPSG:32632",
)
_WEB_MERCATOR = ("EPSG:3857", "EPSG:900913", "EPSG:3785", "EPSG:102100", "ESRI:102100")
#: Metres around the borders within which a file is taken to be about the region.
_NEAR = 50_000.0
_DEGREES = 180.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Transform:
    """From a file's system into the storage system; ``swap`` when its axes are y, x."""

    crs: str
    swap: bool = False

    def shapes(self, shapes: NDArray[Any]) -> NDArray[Any]:
        """Return shapes in EPSG:25833, all at once."""
        if not self.swap and self.crs == f"EPSG:{STORAGE}":
            return shapes
        points = self.points(shapely.get_coordinates(shapes))
        # A copy: the coordinates of an array of shapes are set in place.
        out: NDArray[Any] = shapely.set_coordinates(shapes.copy(), points)
        return out

    def points(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return coordinates in EPSG:25833; beyond what the system holds they are infinite."""
        x, y = (points[:, 1], points[:, 0]) if self.swap else (points[:, 0], points[:, 1])
        if self.crs == f"EPSG:{STORAGE}":
            return np.column_stack([x, y])
        return np.column_stack(_transformer(self.crs).transform(x, y))


@lru_cache(maxsize=32)
def _transformer(crs: str) -> Transformer:
    try:
        return Transformer.from_crs(crs, STORAGE, always_xy=True)
    except (CRSError, ProjError) as error:
        raise InputError(
            f"'{crs[:80]}' is not a coordinate system.", hint="Give it as EPSG:25833."
        ) from error


@dataclass(frozen=True)
class Judged:
    """The system to read a file by (None: it can't be known), and what is to be said of it."""

    transform: Transform | None
    issues: tuple[Issue, ...]


def judge(said: str | None, sample: NDArray[np.float64], region: Box, *, swap: bool) -> Judged:
    """Return how to read coordinates of which ``sample`` are some, in the file's system.

    ``region`` is the box of the borders in EPSG:25833. What the file says is believed as long as
    its numbers don't contradict it.
    """
    name = None if said is None else _named(said)
    if sample.size == 0:
        return Judged(Transform(name or f"EPSG:{STORAGE}", swap), ())
    if name is None:
        return _guessed(sample, region, swap)
    if _lies_in(Transform(name, swap), sample, region):
        return Judged(Transform(name, swap), tuple(_mercator(name)))
    x, y = (f"{value:g}" for value in np.median(sample, axis=0))
    values = {"said": name, "x": x, "y": y}
    if not swap and _lies_in(Transform(name, swap=True), sample, region):
        return Judged(None, (Issue("axes_swapped", values=values),))
    fitting = [one for one in USUAL if _lies_in(Transform(one, swap), sample, region)]
    if fitting and fitting[0] != name:
        return Judged(None, (Issue("crs_contradicts", values={**values, "fits": fitting[0]}),))
    if _impossible(name, sample):
        return Judged(None, (Issue("crs_contradicts", values={**values, "fits": "–"}),))
    # Elsewhere in the world, in the system it says: each row is told so.
    return Judged(Transform(name, swap), tuple(_mercator(name)))


def _guessed(sample: NDArray[np.float64], region: Box, swap: bool) -> Judged:
    for one in USUAL:
        if _lies_in(Transform(one, swap), sample, region):
            found = (Issue("crs_guessed", values={"crs": one}), *_mercator(one))
            return Judged(Transform(one, swap), found)
    x, y = (f"{value:g}" for value in np.median(sample, axis=0))
    if not swap and any(_lies_in(Transform(one, swap=True), sample, region) for one in USUAL):
        return Judged(None, (Issue("axes_swapped", values={"x": x, "y": y}),))
    return Judged(None, (Issue("crs_unknown", values={"x": x, "y": y}),))


@lru_cache(maxsize=32)
def _named(said: str) -> str:
    """Return a system by its number where it has one, without heights."""
    try:
        crs = CRS.from_user_input(said)
    except CRSError as error:
        raise InputError(
            f"'{said[:80]}' is not a coordinate system.", hint="Give it as EPSG:25833."
        ) from error
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    known = crs.to_authority(min_confidence=70)
    name = ":".join(known) if known else crs.to_wkt()
    return "EPSG:4326" if name == "OGC:CRS84" else name


def _mercator(name: str) -> Sequence[Issue]:
    return [Issue("web_mercator", values={"crs": name})] if name in _WEB_MERCATOR else []


def _lies_in(transform: Transform, sample: NDArray[np.float64], region: Box) -> bool:
    """Return whether most of the sample lies near the region when it is read so."""
    if _impossible(transform.crs, sample):
        return False
    with np.errstate(all="ignore"):
        points = transform.points(sample)
    west, south, east, north = region
    inside = (
        (points[:, 0] > west - _NEAR)
        & (points[:, 0] < east + _NEAR)
        & (points[:, 1] > south - _NEAR)
        & (points[:, 1] < north + _NEAR)
    )
    return bool(inside.mean() > 0.5)  # noqa: PLR2004 - most


def _impossible(name: str, sample: NDArray[np.float64]) -> bool:
    """Return whether numbers can't be of a system: degrees beyond 180, metres within it."""
    largest = float(np.abs(sample).max())
    degrees = CRS.from_user_input(name).is_geographic
    return (degrees and largest > 2 * _DEGREES) or (not degrees and largest <= _DEGREES)
