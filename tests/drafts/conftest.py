"""A published sample of each file's own, with people of two kommuner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from areal.accounts.people import Person
from tests.support.staff import forget_everybody, person

GRUE, KONGSVINGER = "3417", "3401"


@pytest.fixture(scope="module")
def catalogue(server: Any, sample_template: str) -> Iterator[None]:
    """Use a database of this file's own."""
    name = server.create(sample_template)
    with server.use(name):
        yield
    server.drop(name)


@pytest.fixture
def kari(catalogue: None) -> Iterator[Person]:
    """Return an editor in Grue."""
    yield person("kari@grue.example", ("editor", GRUE))
    forget_everybody()


@pytest.fixture
def ola(kari: Person) -> Person:
    """Return another editor in Grue."""
    return person("ola@grue.example", ("editor", GRUE))
