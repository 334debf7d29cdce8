"""A catalogue to publish in: the sample, one person for each task in Sør-Odal, one elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from areal.accounts.people import Person
from areal.database import Role, connect
from areal.settings import Settings
from tests.support.staff import person
from webmap import create_app

OWN, OTHER = "3415", "3401"
KEY = "k" * 40


@dataclass(frozen=True)
class Staff:
    """Who works here."""

    editor: Person
    publisher: Person
    both: Person
    reader: Person
    stranger: Person


@pytest.fixture
def app(sample_database: str) -> Flask:
    """Return the app over a sample of this test's own."""
    del sample_database
    return create_app(Settings(secret_key=KEY))


@pytest.fixture
def public(app: Flask) -> FlaskClient:
    """Return a client of the public pages."""
    return app.test_client()


@pytest.fixture
def staff(sample_database: str) -> Staff:
    """Return the people."""
    del sample_database
    return Staff(
        person("editor@sor-odal.example", ("editor", OWN)),
        person("publisher@sor-odal.example", ("publisher", OWN)),
        person("both@sor-odal.example", ("editor", OWN), ("publisher", OWN)),
        person("reader@sor-odal.example", ("reader", OWN)),
        person("else@kongsvinger.example", ("editor", OTHER), ("publisher", OTHER)),
    )


def asked(statement: str, **binds: Any) -> Any:
    """Return one value from the catalogue."""
    with connect(Role.OWNER) as owner:
        return owner.execute(text(statement), binds).scalar()


def site_id(slug: str) -> int:
    return int(asked("SELECT site_id FROM areal.site WHERE slug = :slug", slug=slug))


def parcel_id(slug: str) -> int:
    return int(asked("SELECT parcel_id FROM areal.parcel WHERE slug = :slug", slug=slug))


def revision() -> int:
    return int(asked("SELECT revision FROM areal.publication"))
