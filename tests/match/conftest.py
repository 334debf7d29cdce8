"""The board matches are drawn on: two kommuner, the shipped strategies, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from areal.database import Role, connect
from tests.support.board import clean_board, lay_out
from tests.support.databases import TestServer


@pytest.fixture(scope="module")
def drawing_board(server: TestServer, structure_template: str) -> Iterator[None]:
    """Use a database with two kommuner and the shipped strategies."""
    name = server.create(structure_template)
    with server.use(name):
        with connect(Role.APP) as connection:
            lay_out(connection)
        yield
    server.drop(name)


@pytest.fixture
def board(drawing_board: None) -> Iterator[Connection]:
    """Return a transaction that is thrown away after the case."""
    with clean_board() as connection:
        yield connection
