"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection

from areal.assess.publish import publish
from areal.assess.strategies import check_day, run_check, strategy_file
from areal.database import Role, connect
from areal.database.migrate import upgrade
from areal.ingest.folder import load_folder
from areal.settings import ROOT, get_settings
from tests.support.databases import TestServer

#: Real data for tests; never part of the repository, so tests that want it skip without it.
SHARED_GEO = ROOT.parent / "shared" / "geo"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with files that take long, so that none is left for a worker alone at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    browser = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path not in slow, item.path not in browser))


@pytest.fixture(autouse=True, scope="session")
def _plain_settings() -> Iterator[None]:
    """Keep what the developer's shell says about AREAL_* out of the tests."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("AREAL_")}
    get_settings.cache_clear()
    yield
    os.environ.update(kept)


@pytest.fixture(scope="session")
def shared_geo() -> Path:
    """Return the folder of real data, or skip the test with the reason."""
    if not SHARED_GEO.is_dir():
        pytest.skip(f"{SHARED_GEO} is not on this machine")
    return SHARED_GEO


@pytest.fixture(scope="session")
def server(_plain_settings: None) -> Iterator[TestServer]:
    """Return a running cluster, made for this worker."""
    server = TestServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def structure_template(server: TestServer) -> str:
    """Return a database with the structure and no rows."""
    name = server.create()
    with server.use(name):
        upgrade()
    return name


@pytest.fixture(scope="session")
def sample_template(server: TestServer, structure_template: str) -> str:
    """Return a database with the sample loaded, checked and published."""
    name = server.create(structure_template)
    with server.use(name):
        load_folder(ROOT / "data" / "geo", author="test")
        with connect(Role.APP) as connection:
            day = check_day(connection)
            result = run_check(connection, strategy_file(None, day), day, lambda _: None)
            publish(connection, result.run_id, "test")
    return name


@pytest.fixture(scope="session")
def published_app(server: TestServer, sample_template: str) -> Iterator[Flask]:
    """Return the app over the published sample, shared by tests that only read."""
    from webmap import create_app  # noqa: PLC0415 - only tests of the web need it

    name = server.create(sample_template)
    with server.use(name):
        yield create_app()


@pytest.fixture
def client(published_app: Flask) -> FlaskClient:
    """Return a client of the published sample."""
    return published_app.test_client()


@pytest.fixture
def empty_database(server: TestServer, structure_template: str) -> Iterator[str]:
    """Use a database of this test's own: the structure, no rows."""
    name = server.create(structure_template)
    with server.use(name):
        yield name
    server.drop(name)


@pytest.fixture
def sample_database(server: TestServer, sample_template: str) -> Iterator[str]:
    """Use a database of this test's own: the sample, checked and published."""
    name = server.create(sample_template)
    with server.use(name):
        yield name
    server.drop(name)


@pytest.fixture
def app_connection(sample_database: str) -> Iterator[Connection]:
    """Return a connection of the app role to the sample, rolled back by dropping the database."""
    with connect(Role.APP) as connection:
        yield connection
