"""A client of the staff's rooms over the published sample, emptied of people after each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from areal.settings import Settings
from tests.support.staff import forget_everybody
from webmap import create_app

KEY = "k" * 40


@pytest.fixture(scope="module")
def staff_app(server: Any, sample_template: str) -> Iterator[Flask]:
    """Return the app over a sample of this file's own."""
    name = server.create(sample_template)
    with server.use(name):
        yield create_app(Settings(secret_key=KEY))
    server.drop(name)


@pytest.fixture(autouse=True)
def _nobody(staff_app: Flask) -> Iterator[None]:
    yield
    forget_everybody()


@pytest.fixture
def door(staff_app: Flask) -> FlaskClient:
    """Return a client that nobody is signed in with."""
    return staff_app.test_client()
