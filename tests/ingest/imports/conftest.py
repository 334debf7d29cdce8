"""A catalogue to import into, put back after each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import shapely
from sqlalchemy import Connection, text

from areal.database import Role, connect
from tests.support import parcel_files
from tests.support.databases import TestServer


@pytest.fixture(scope="module")
def catalogue(server: TestServer, sample_template: str) -> Iterator[None]:
    """Use the sample; tell the files of tests where its border and one of its parcels lie."""
    name = server.create(sample_template)
    with server.use(name):
        with connect(Role.APP) as connection:
            _look_up(connection)
        yield
    server.drop(name)


@pytest.fixture
def connection(catalogue: None) -> Iterator[Connection]:
    """Return a connection whose work is taken back."""
    with connect(Role.APP) as connection:
        yield connection
        connection.rollback()


def _look_up(connection: Connection) -> None:
    border = connection.execute(
        text(
            "SELECT ST_AsBinary(ST_PointOnSurface(ST_CollectionExtract("
            "ST_Intersection(a.geom, b.geom), 2))) FROM areal.boundary AS a "
            "INNER JOIN areal.boundary AS b "
            "ON a.kommunenummer = '3401' AND b.kommunenummer = '3416' "
            "INNER JOIN areal.boundary_version AS v "
            "ON v.boundary_version_id = a.boundary_version_id AND v.in_force "
            "WHERE a.boundary_version_id = b.boundary_version_id"
        )
    ).scalar_one()
    parcel_files.CROSSING[:] = shapely.from_wkb(bytes(border)).coords[0]
    known: Any = connection.execute(
        text(
            "SELECT slug, ST_AsBinary(geom), kommunenummer FROM areal.parcel "
            "WHERE slug = 'slomarka-1'"
        )
    ).one()
    parcel_files.KNOWN.update(
        slug=known[0], shape=shapely.from_wkb(bytes(known[1])), kommune=known[2]
    )
