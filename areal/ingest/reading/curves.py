"""Arcs made straight lines that lie within a stated distance of them."""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np

#: The distance aimed at, in metres: a tenth of what a boundary is measured to.
TOLERANCE_M = 0.01
_DEGREE_M = 111_320.0
_FEWEST, _MOST = 2, 4_000
_CIRCULAR, _COMPOUND, _CURVE_POLYGON, _MULTI_CURVE, _MULTI_SURFACE = 8, 9, 10, 11, 12
_SURFACES = {15: 6, 16: 6, 17: 3}
#: Curve type → the straight one it becomes.
_STRAIGHT = {8: 2, 9: 2, 10: 3, 11: 5, 12: 6, 13: 2, 14: 3, **_SURFACES}
_LINE, _POLYGON, _COLLECTION = 2, 3, 7
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000
_THOUSAND = 1_000
_DEEPEST = 20


def _flat(kind: int) -> tuple[int, int]:
    """Return a WKB type without its dimensions, and how many numbers a point has."""
    size = 2 + bool(kind & _Z) + bool(kind & _M)
    plain = kind & 0x0FFFFFFF
    size += (0, 1, 1, 2)[plain // _THOUSAND] if plain < 4 * _THOUSAND else 0
    return plain % _THOUSAND, size


def has_curve(kind: int) -> bool:
    """Return whether a WKB of this type may hold arcs, or a surface GEOS does not know."""
    plain, _ = _flat(kind)
    return plain in _STRAIGHT or plain == _COLLECTION


class Stroker:
    """Makes the curves of one file straight; ``gap`` is the largest distance so far, in metres."""

    def __init__(self, crs: str | None, max_vertices: int) -> None:
        self._crs = crs
        self._max_vertices = max_vertices
        self.gap = 0.0

    def straight(self, wkb: bytes) -> bytes | None:
        """Return WKB (2D) without curves; None where it is damaged."""
        try:
            return _Walk(self, wkb).geometry()
        except (struct.error, ValueError, IndexError, OverflowError, RecursionError):
            return None

    def arc(self, start: Any, middle: Any, end: Any) -> Any:
        """Return the points after ``start`` of lines along the arc through three points."""
        circle = _circle(start, middle, end)
        if circle is None:
            return np.array([middle, end])
        centre, radius, first, turn = circle
        metres = self._metres(start)
        return self._points(centre, radius, first, turn, end, metres)

    def _points(
        self, centre: Any, radius: float, first: float, turn: float, end: Any, metres: float
    ) -> Any:
        tolerance = TOLERANCE_M / metres
        step = 2 * math.acos(max(1 - tolerance / radius, -1)) if radius > tolerance else math.pi / 2
        count = min(max(_FEWEST, math.ceil(abs(turn) / max(step, 1e-9))), _MOST)
        self.gap = max(self.gap, radius * (1 - math.cos(abs(turn) / count / 2)) * metres)
        angles = first + turn * np.arange(1, count + 1) / count
        points = centre + radius * np.column_stack([np.cos(angles), np.sin(angles)])
        points[-1] = end
        return points

    def _metres(self, point: Any) -> float:
        """Return the length of a unit: that of a degree, where the numbers are degrees."""
        return _DEGREE_M if _is_degrees(self._crs, point) else 1.0


def _is_degrees(crs: str | None, point: Any) -> bool:
    half, quarter = 180, 90
    small = abs(point[0]) <= half and abs(point[1]) <= quarter
    return small and (crs is None or crs in ("EPSG:4326", "EPSG:4258") or "GEOG" in crs[:4])


def _circle(a: Any, b: Any, c: Any) -> tuple[Any, float, float, float] | None:
    """Return centre, radius, first angle and turn of the arc; None for three points in a line."""
    if np.array_equal(a, c):  # a whole circle: the middle lies opposite
        centre = (a + b) / 2
        radius = float(np.hypot(*(a - centre)))
        return (centre, radius, _angle(a, centre), 2 * math.pi) if radius else None
    # Differences first: coordinates of seven digits leave few for their squares.
    p, q = b - a, c - a
    cross = 2 * (p[0] * q[1] - p[1] * q[0])
    if not np.isfinite(cross) or abs(cross) <= 1e-12 * float(np.dot(q, q)):
        return None
    pp, qq = float(np.dot(p, p)), float(np.dot(q, q))
    offset = np.array([q[1] * pp - p[1] * qq, p[0] * qq - q[0] * pp]) / cross
    centre, radius = a + offset, float(np.hypot(*offset))
    first, last = _angle(a, centre), _angle(c, centre)
    turn = (last - first) % (2 * math.pi)
    return centre, radius, first, turn if cross > 0 else turn - 2 * math.pi


def _angle(point: Any, centre: Any) -> float:
    return math.atan2(point[1] - centre[1], point[0] - centre[0])


class _Walk:
    """Goes through one WKB and writes it anew without curves."""

    def __init__(self, stroker: Stroker, wkb: bytes) -> None:
        self._stroker = stroker
        self._wkb = wkb
        self._at = 0
        self._order = "<"
        self._depth = 0

    def geometry(self) -> bytes:
        """Return the geometry that begins here."""
        kind, size = self._head()
        if kind in (1, 2, 8):
            return self._simple(kind, size)
        if kind in (3, 17):
            rings = [self._pairs(size) for _ in range(self._count())]
            return _packed(_POLYGON, len(rings), b"".join(map(_counted, rings)))
        if kind == _COMPOUND:
            return _line(self._joined())
        members = [self._member() for _ in range(self._count())]
        if kind in (_CURVE_POLYGON, 14):
            inner = [member[5:] for member in members]
            return _packed(_POLYGON, len(inner), b"".join(inner))
        return _packed(_STRAIGHT.get(kind, kind), len(members), b"".join(members))

    def _simple(self, kind: int, size: int) -> bytes:
        if kind == 1:
            return struct.pack("<BI", 1, 1) + bytes(self._numbers(1, size).tobytes())
        points = self._pairs(size)
        return _line(self._stroked(points) if kind == _CIRCULAR else points)

    def _member(self) -> bytes:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("nested too deeply")
        try:
            return self.geometry()
        finally:
            self._depth -= 1

    def _joined(self) -> Any:
        parts = [
            np.frombuffer(self._member(), "<f8", offset=9).reshape(-1, 2)
            for _ in range(self._count())
        ]
        whole = [part if number == 0 else part[1:] for number, part in enumerate(parts)]
        return np.concatenate(whole) if whole else np.zeros((0, 2))

    def _stroked(self, points: Any) -> Any:
        arcs = [points[:1]]
        for at in range(0, len(points) - 2, 2):
            arcs.append(self._stroker.arc(*points[at : at + 3]))
        return np.concatenate(arcs)

    def _head(self) -> tuple[int, int]:
        self._order = "<" if self._wkb[self._at] == 1 else ">"
        self._at += 1
        kind = self._count()
        if kind & _SRID:
            self._at += 4
        return _flat(kind & ~_SRID)

    def _count(self) -> int:
        (count,) = struct.unpack_from(f"{self._order}I", self._wkb, self._at)
        self._at += 4
        return int(count)

    def _pairs(self, size: int) -> Any:
        return self._numbers(self._count(), size)

    def _numbers(self, count: int, size: int) -> Any:
        numbers = np.frombuffer(self._wkb, f"{self._order}f8", count * size, self._at)
        self._at += numbers.nbytes
        return np.ascontiguousarray(numbers.reshape(count, size)[:, :2].astype("<f8"))


def _packed(kind: int, count: int, content: bytes) -> bytes:
    return struct.pack("<BII", 1, kind, count) + content


def _counted(points: Any) -> bytes:
    return struct.pack("<I", len(points)) + bytes(points.tobytes())


def _line(points: Any) -> bytes:
    return _packed(_LINE, len(points), points.tobytes())
