"""Find the rows of a file that claim the same land, a strip of the map at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from areal.database import driver, sql

#: So many rows are looked at together; memory is for these, not for the file.
_STRIP = 12_000
_AT_ONCE = 2


def find_overlaps(connection: Connection) -> None:
    """Note what rows claim together, and claim of the catalogue, in ``import_issue``."""
    pairs: set[tuple[int, int]] = set()
    waiting: deque[Future[list[tuple[int, int]]]] = deque()
    # GEOS lets go of Python's lock: while some are compared, the next are fetched.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for fresh, carried in _strips(connection):
            waiting.append(pool.submit(_pairs, fresh, carried))
            if len(waiting) > _AT_ONCE:
                pairs.update(waiting.popleft().result())
        for one in waiting:
            pairs.update(one.result())
    connection.execute(
        text(sql("import/overlaps.sql")),
        {"row_a": [a for a, _ in sorted(pairs)], "row_b": [b for _, b in sorted(pairs)]},
    )


def _strips(connection: Connection) -> Iterator[tuple[_Shapes, _Shapes]]:
    """Yield the shapes of each strip, from west to east, and those before that reach into it.

    Read by a cursor of the server: only a strip is here at a time.
    """
    carried = _Shapes.none()
    query = (
        "SELECT row_no, ST_AsBinary(geom) FROM import_row WHERE geom IS NOT NULL AND NOT errors "
        "AND (row_no IN (SELECT i.row_no FROM import_issue AS i WHERE i.is_error)) IS NOT TRUE "
        "ORDER BY ST_XMin(geom), row_no"
    )
    with driver(connection).cursor(name="import_strips", binary=True) as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_STRIP):
            fresh = _Shapes.of(rows)
            yield fresh, carried
            both = carried.with_others(fresh)
            # The next strip begins no further west than this one ended.
            carried = both.reaching(fresh.west[-1])


class _Shapes:
    """Row numbers with their shapes and how far west and east they reach."""

    def __init__(self, numbers: NDArray[np.int64], shapes: NDArray[Any]) -> None:
        self.numbers = numbers
        self.shapes = shapes
        bounds = shapely.bounds(shapes)
        self.west, self.east = bounds[:, 0], bounds[:, 2]

    @classmethod
    def none(cls) -> _Shapes:
        return cls(np.array([], dtype=np.int64), np.array([], dtype=object))

    @classmethod
    def of(cls, rows: list[Any]) -> _Shapes:
        numbers = np.array([number for number, _ in rows], dtype=np.int64)
        return cls(numbers, shapely.from_wkb([bytes(wkb) for _, wkb in rows]))

    def with_others(self, others: _Shapes) -> _Shapes:
        return _Shapes(
            np.concatenate([self.numbers, others.numbers]),
            np.concatenate([self.shapes, others.shapes]),
        )

    def reaching(self, west: float) -> _Shapes:
        keep = self.east >= west
        return _Shapes(self.numbers[keep], self.shapes[keep])


def _pairs(fresh: _Shapes, carried: _Shapes) -> list[tuple[int, int]]:
    """Return the pairs whose interiors meet, of the fresh with one another and with the carried.

    Neighbours that share their borders exactly are told apart from the others in one pass over all
    edges; only those that don't are held against the rest.
    """
    every = carried.with_others(fresh)
    loose = ~shapely.is_empty(shapely.coverage_invalid_edges(every.shapes))
    if not loose.any():
        return []
    tree = shapely.STRtree(every.shapes)
    found: set[tuple[int, int]] = set()
    # Prepared, and told by three questions; «intersects» would bring every neighbour.
    for predicate in ("overlaps", "contains", "within"):
        left, right = tree.query(every.shapes[loose], predicate=predicate)
        for a, b in zip(every.numbers[loose][left], every.numbers[right], strict=True):
            if a != b:
                found.add((int(min(a, b)), int(max(a, b))))
    return sorted(found)
