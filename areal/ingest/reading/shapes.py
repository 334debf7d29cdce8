"""Geometry as it is sent: WKB that can be read, in two dimensions, of straight lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely

from areal.ingest.reading.contract import Limits
from areal.ingest.reading.curves import Stroker, has_curve
from areal.ingest.reading.refused import FileRefused

if TYPE_CHECKING:
    from areal.ingest.reading.opened import Opened

_PAIR = 16
#: Type numbers of WKB without curves and heights: point to geometry collection.
_PLAIN = range(1, 8)
_HEAD = 5


class Shapes:
    """Makes the geometry of one file plain; says in the file's notes what it did."""

    def __init__(self, file: Opened, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._stroker = Stroker(file.crs, limits.max_vertices)
        self._told_heights = False
        self._told_gap = 0.0

    def simple(self, geometry: pa.Array, done: int) -> pa.Array:
        """Return WKB for each row, None where there is none; ``done`` rows came before."""
        wkb = geometry.cast(pa.large_binary())
        self._check_size(wkb, done)
        kinds = _kinds(wkb)
        values = wkb.to_numpy(zero_copy_only=False)
        changed = np.zeros(len(values), dtype=bool)
        for row in np.flatnonzero([has_curve(int(kind)) for kind in kinds]):
            values[row] = self._stroker.straight(values[row])
            changed[row] = True
        self._note_gap()
        values = self._readable(values, changed, done)
        return pa.array(values, pa.large_binary()) if changed.any() else wkb

    def _check_size(self, wkb: pa.Array, done: int) -> None:
        lengths = np.diff(np.frombuffer(wkb.buffers()[1], np.int64)[wkb.offset :][: len(wkb) + 1])
        most = self._limits.max_vertices * _PAIR * 2
        if len(lengths) and lengths.max() > most:
            row = done + int(lengths.argmax()) + 1
            raise FileRefused("too_many_vertices", row=row, limit=self._limits.max_vertices)

    def _readable(self, values: Any, changed: Any, done: int) -> Any:
        """Drop heights, close rings, and leave out what is damaged."""
        shapes = shapely.from_wkb(values, on_invalid="ignore")
        given = np.array([value is not None for value in values], dtype=bool)
        broken = np.flatnonzero(given & shapely.is_missing(shapes))
        if len(broken):
            _check_memory(values[broken])
            shapes[broken] = shapely.from_wkb(values[broken], on_invalid="fix")
            self._note_broken(shapes, broken, done)
        vertices = shapely.get_num_coordinates(shapes)
        if len(vertices) and vertices.max() > self._limits.max_vertices:
            row = done + int(vertices.argmax()) + 1
            raise FileRefused("too_many_vertices", row=row, limit=self._limits.max_vertices)
        high = np.flatnonzero(shapely.has_z(shapes) | shapely.has_m(shapes))
        if len(high) and not self._told_heights:
            self._told_heights = True
            self._file.note("heights_dropped")
        anew = np.union1d(high, broken)
        if len(anew):
            values[anew] = shapely.to_wkb(shapely.force_2d(shapes[anew]), output_dimension=2)
            changed[anew] = True
        return values

    def _note_broken(self, shapes: Any, broken: Any, done: int) -> None:
        lost = broken[shapely.is_missing(shapes[broken])]
        if len(lost):
            self._file.note("geometry_unreadable", count=len(lost), row=done + int(lost[0]) + 1)
        if len(lost) < len(broken):
            self._file.note("rings_closed", count=len(broken) - len(lost))

    def _note_gap(self) -> None:
        gap = self._stroker.gap
        if gap > self._told_gap:
            self._told_gap = gap
            self._file.note("curves_stroked", max_gap_m=gap)


def _check_memory(values: Any) -> None:
    """Tell what is damaged from what there was no memory for, which GEOS gives as one."""
    for value in values:
        try:
            shapely.from_wkb(value)
        except shapely.errors.ShapelyError as error:
            if "bad_alloc" in str(error):
                raise MemoryError from error


def _kinds(wkb: pa.Array) -> Any:
    """Return the type number of each WKB, 0 for none."""
    offsets = np.frombuffer(wkb.buffers()[1], np.int64)[wkb.offset :][: len(wkb) + 1]
    content = wkb.buffers()[2]
    bytes_ = np.frombuffer(content, np.uint8) if content is not None else np.zeros(0, np.uint8)
    kinds = np.zeros(len(wkb), np.uint32)
    whole = np.flatnonzero(np.diff(offsets) >= _HEAD)
    if len(whole):
        at = offsets[:-1][whole]
        four = np.stack([bytes_[at + step] for step in range(1, _HEAD)], axis=1)
        little = np.ascontiguousarray(four).view("<u4")[:, 0]
        big = np.ascontiguousarray(four).view(">u4")[:, 0]
        kinds[whole] = np.where(bytes_[at] == 1, little, big)
    return kinds
