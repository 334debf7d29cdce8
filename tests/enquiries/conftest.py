"""The app over a sample of its own, with the enquiries of each test removed after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from areal.database import Role, connect
from areal.settings import Settings
from tests.support.staff import forget_everybody
from webmap import create_app
from webmap.pages import form_guard

KEY = "k" * 40
OFFICE = "post@region.example"


@pytest.fixture(scope="module")
def enquiry_app(server: Any, sample_template: str) -> Iterator[Flask]:
    """Return the app over a sample of this file's own."""
    name = server.create(sample_template)
    with server.use(name):
        yield create_app(Settings(secret_key=KEY, contact_email=OFFICE, controller="Regionen"))
    server.drop(name)


@pytest.fixture(autouse=True)
def _clean(enquiry_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(form_guard, "FASTEST_S", 0)
    yield
    forget_everybody()
    with connect(Role.OWNER) as owner:
        owner.execute(
            text(
                "TRUNCATE areal.enquiry, areal.enquiry_person, areal.enquiry_event, "
                "areal.shortlist_sent, areal.site_count, areal.unmet_need RESTART IDENTITY"
            )
        )


@pytest.fixture
def public(enquiry_app: Flask) -> FlaskClient:
    """Return a client of somebody of the public."""
    return enquiry_app.test_client()
