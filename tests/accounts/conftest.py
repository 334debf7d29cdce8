"""A database with two regions and nothing else, emptied of people after each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from areal.database import Role, connect
from areal.settings import get_settings
from tests.support.staff import forget_everybody

KOMMUNER = ("3401", "3414", "3415", "3416", "3417", "3418")


@pytest.fixture(scope="module")
def staffed(server: Any, structure_template: str) -> Iterator[str]:
    """Use a database of this file's own, with kommuner."""
    name = server.create(structure_template)
    with server.use(name):
        with connect(Role.OWNER) as owner:
            owner.execute(
                text(
                    "INSERT INTO areal.region VALUES ('kongsvingerregionen', 'K', 'K'), "
                    "('naboregionen', 'N', 'N')"
                )
            )
            for number in KOMMUNER:
                owner.execute(
                    text("INSERT INTO areal.kommune VALUES (:k, :k, 'kongsvingerregionen')"),
                    {"k": number},
                )
            owner.execute(text("INSERT INTO areal.kommune VALUES ('3420', 'E', 'naboregionen')"))
        yield name
    server.drop(name)


@pytest.fixture(autouse=True)
def _nobody(staffed: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Begin with no accounts, and a key of the tests."""
    monkeypatch.setenv("AREAL_SECRET_KEY", "k" * 40)
    get_settings.cache_clear()
    yield
    forget_everybody()
