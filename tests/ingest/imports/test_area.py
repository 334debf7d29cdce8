"""Areas measured as rows are read are those PostGIS measures, all over Norway."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from sqlalchemy import Connection, text

from areal.ingest.imports.area import geodesic_areas

#: Of the area, and square metres: PostGIS itself is unsure of the latter.
_SHARE, _LEAST = 2e-7, 2e-4


def _star(draw: np.random.Generator, size: float) -> Any:
    """Return a star of some points around a place in Norway, by the borders of EPSG:25833."""
    middle = (draw.uniform(-80_000, 1_120_000), draw.uniform(6_440_000, 7_950_000))
    angles = np.sort(draw.uniform(0, 2 * np.pi, draw.integers(4, 14)))
    reach = draw.uniform(0.4, 1, len(angles)) * size
    ring = np.column_stack([np.cos(angles) * reach, np.sin(angles) * reach]) + middle
    return shapely.Polygon(ring)


def _stars(size: float, count: int) -> list[Any]:
    draw = np.random.default_rng(int(size))
    stars = (_star(draw, size) for _ in range(count * 4))
    return [star for star in stars if star.is_valid and star.area > 0.1 * size * size][:count]


def _by_postgis(connection: Connection, shapes: list[Any]) -> np.ndarray[Any, Any]:
    rows = connection.execute(
        text(
            "SELECT areal.geodesic_area(ST_GeomFromEWKB(w.wkb)) "
            "FROM unnest(cast(:wkb AS bytea[])) WITH ORDINALITY AS w (wkb, place) ORDER BY w.place"
        ),
        {"wkb": [shapely.to_wkb(shapely.set_srid(s, 25833), include_srid=True) for s in shapes]},
    )
    return np.array([row[0] for row in rows])


@pytest.mark.parametrize("size", [10.0, 200.0, 2_000.0])
def test_areas_are_those_of_postgis(connection: Connection, size: float) -> None:
    plain = _stars(size, 120)
    holed = [
        shapely.difference(star, shapely.buffer(star.representative_point(), size / 30))
        for star in plain[:40]
    ]
    pairs = [
        shapely.MultiPolygon([a, shapely.affinity.translate(a, 3 * size, size)]) for a in plain[:40]
    ]
    turned = [shapely.reverse(shape) for shape in (*holed[:10], *plain[:10])]
    singles = [*plain, *holed, *turned]
    shapes = [*(shapely.MultiPolygon([s]) for s in singles), *pairs]

    ours = geodesic_areas(np.array(shapes, dtype=object))

    theirs = _by_postgis(connection, shapes)
    assert np.abs(ours - theirs).max() < max(_LEAST, _SHARE * theirs.max())
    # In the plane they would be off by up to 0.7 %: the test can tell.
    assert np.abs(shapely.area(shapes) / theirs - 1).max() > 0.001


def test_rows_without_an_outline_have_no_area() -> None:
    shapes = np.array([None, shapely.MultiPolygon(), None], dtype=object)

    assert np.isnan(geodesic_areas(shapes)).all()
