"""Pairs of rows that claim the same land are found whichever strip of the map they lie in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from areal.ingest.imports import outlines, overlaps
from areal.ingest.imports.outlines import Outlines


def _kept(shapes: list[Any], batch: int = 50) -> Outlines:
    kept = Outlines()
    for first in range(0, len(shapes), batch):
        part = np.array(shapes[first : first + batch], dtype=object)
        kept.add(first + 1, part, shapely.to_wkb(part))
    return kept


def _by_all(shapes: list[Any]) -> set[tuple[int, int]]:
    """Return the pairs by holding every shape against every other."""
    return {
        (a + 1, b + 1)
        for a in range(len(shapes))
        for b in range(a + 1, len(shapes))
        if shapes[a] is not None
        and shapes[b] is not None
        and shapely.intersects(shapes[a], shapes[b])
        and not shapely.touches(shapes[a], shapes[b])
    }


@pytest.mark.parametrize("strip", [7, 40, 12_000])
def test_pairs_are_those_of_every_shape_with_every_other(
    monkeypatch: pytest.MonkeyPatch, strip: int
) -> None:
    monkeypatch.setattr(outlines, "_STRIP", strip)
    draw = np.random.default_rng(5)
    shapes: list[Any] = [
        shapely.box(x, y, x + width, y + height)
        for x, y, width, height in draw.uniform((0, 0, 5, 5), (900, 300, 60, 40), (150, 4))
    ]
    # Long ones reach across strips; neighbours share a border; rows may have no outline.
    shapes += [shapely.box(0, 50, 900, 60), shapely.box(0, 60, 900, 70), None, shapes[3]]

    with _kept(shapes) as kept:
        found = overlaps.find_pairs(kept)

    assert {(int(a), int(b)) for a, b in found} == _by_all(shapes)
    assert len(found) > 100


def test_one_outline_many_times_is_told_of_a_few_others_each() -> None:
    shapes = [shapely.box(0, 0, 10, 10)] * 600

    with _kept(shapes) as kept:
        found = overlaps.find_pairs(kept)

    assert set(found.ravel()) == set(range(1, 601))
    assert len(found) <= 600 * 2 * overlaps._OTHERS


def test_a_search_that_is_over_looks_at_no_more_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlines, "_STRIP", 10)
    looked = []
    search = overlaps._pairs
    monkeypatch.setattr(overlaps, "_pairs", lambda *both: looked.append(1) or search(*both))

    def fail() -> None:
        raise RuntimeError("the database went away")

    with (
        _kept([shapely.box(n, 0, n + 1, 1) for n in range(5_000)]) as kept,
        pytest.raises(RuntimeError),
        overlaps.searching(kept),
    ):
        fail()
    assert len(looked) < 500
