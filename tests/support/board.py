"""The board rule cases are drawn on: a database with two kommuner and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import shapely
from sqlalchemy import Connection, text

from areal.assess.snapshot import store_snapshot
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from tests.support.drawn import ORIGIN
from tests.support.shipped import shipped_strategies


def lay_out(connection: Connection) -> None:
    """Put two kommuner side by side, wide enough for any grid, and the strategies."""
    x, y = ORIGIN
    # Stored once, so that no case spends its time on it.
    for strategy in shipped_strategies().values():
        store_snapshot(connection, strategy)
    connection.execute(text("INSERT INTO areal.region VALUES ('region', 'R', 'R')"))
    connection.execute(
        text(
            "INSERT INTO areal.boundary_version (source, source_version, licence, "
            "attribution, checksum, in_force) VALUES ('t', 't', 't', 't', 't', TRUE)"
        )
    )
    for number, shift in (("3401", 0), ("3414", 90_000)):
        square = shapely.box(x + shift - 90_000, y - 90_000, x + shift, y + 90_000)
        connection.execute(
            text("INSERT INTO areal.kommune VALUES (:n, :n, 'region')"), {"n": number}
        )
        connection.execute(
            text(
                "INSERT INTO areal.boundary "
                "(boundary_version_id, kommunenummer, geom, area_m2) "
                "SELECT boundary_version_id, :n, "
                "ST_Multi(ST_GeomFromText(:wkt, 25833)), 1 FROM areal.boundary_version"
            ),
            {"n": number, "wkt": square.wkt},
        )


@contextmanager
def clean_board() -> Iterator[Connection]:
    """Give a transaction on the board in use that is thrown away in the end."""
    with connect(Role.APP) as connection, connection.begin_nested() as case:
        write_as(connection, "test")
        yield connection
        case.rollback()
