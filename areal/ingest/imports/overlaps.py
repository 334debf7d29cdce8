"""Find the rows of a file that claim the same land, while the database is at other work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from areal.database import sql
from areal.ingest.imports.outlines import Outlines, Shapes

Pairs = NDArray[np.int64]

#: So many shapes are held against their strip at a time.
_AT_ONCE = 256
#: A heap of outlines has far more pairs than anyone can be told of: one with more around it than
#: the first number is held against so many, and the second number is told of.
_CROWD, _OTHERS = 100, 20


@contextmanager
def searching(outlines: Outlines) -> Iterator[Callable[[], Pairs]]:
    """Search for pairs of rows beside the block; call what it yields to wait for them.

    GEOS lets go of Python's lock, and the database's answers are waited for without it. A block
    that ends by a fault waits for no more than the strip that is being looked at.
    """
    over = Event()
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(find_pairs, outlines, over)
        try:
            yield found.result
        finally:
            over.set()


def find_pairs(outlines: Outlines, over: Event | None = None) -> Pairs:
    """Return the pairs of rows whose interiors meet, the lower number first, each pair once."""
    found = [np.empty((0, 2), dtype=np.int64)]
    for fresh, carried in outlines.strips():
        if over is not None and over.is_set():
            break
        found.append(_pairs(fresh, carried))
    return np.unique(np.concatenate(found), axis=0)


def tell_overlaps(connection: Connection, pairs: Pairs) -> None:
    """Note what rows claim together in ``import_issue``; those with errors claim nothing."""
    connection.execute(
        text(sql("import/overlaps_file.sql")),
        {"row_a": pairs[:, 0].tolist(), "row_b": pairs[:, 1].tolist()},
    )


def _pairs(fresh: Shapes, carried: Shapes) -> Pairs:
    """Return the pairs of the fresh with one another and with the carried.

    Neighbours that share their borders exactly are told apart from the others in one pass over all
    edges; only those that don't are held against the rest. In a heap that pass would take for ever.
    """
    every = carried.with_others(fresh)
    tree = shapely.STRtree(every.shapes)
    crowded, beside = _crowds(tree, every.shapes)
    loose = crowded | beside
    alone = np.flatnonzero(~crowded)
    loose[alone] |= ~shapely.is_empty(shapely.coverage_invalid_edges(every.shapes[alone]))
    asked = np.flatnonzero(loose)
    pairs = [_held_against(tree, every, part) for part in _parts(asked)]
    return np.concatenate([np.empty((0, 2), dtype=np.int64), *pairs])


def _parts(numbers: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    for begin in range(0, len(numbers), _AT_ONCE):
        yield numbers[begin : begin + _AT_ONCE]


def _crowds(tree: Any, shapes: NDArray[Any]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which shapes have too many around them, and which have such a one around them."""
    around = np.concatenate(
        [
            np.bincount(tree.query(shapes[part])[0], minlength=len(part))
            for part in _parts(np.arange(len(shapes)))
        ]
    )
    crowded = around > _CROWD
    beside = np.zeros(len(shapes), dtype=bool)
    for part in _parts(np.flatnonzero(crowded)):
        beside[tree.query(shapes[part])[1]] = True
    return crowded, beside


def _held_against(tree: Any, every: Shapes, asked: NDArray[np.int64]) -> Pairs:
    left, right = tree.query(every.shapes[asked])
    left, right = _first_of_each(left, right, _CROWD + 1)
    left, right = left[asked[left] != right], right[asked[left] != right]
    one, other = every.shapes[asked[left]], every.shapes[right]
    shapely.prepare(every.shapes[asked])
    meet = shapely.intersects(one, other)
    meet[meet] = ~shapely.touches(one[meet], other[meet])
    left, right = _first_of_each(left[meet], right[meet], _OTHERS)
    return np.sort(np.column_stack([every.numbers[asked[left]], every.numbers[right]]), axis=1)


def _first_of_each(left: Any, right: Any, most: int) -> tuple[Any, Any]:
    """Return no more than so many of each left; the left are sorted."""
    few = np.arange(len(left)) - np.searchsorted(left, left) < most
    return left[few], right[few]
