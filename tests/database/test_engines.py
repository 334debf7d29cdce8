"""One log-in for everything still becomes the role it is used for."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from areal.database import Role, connect, dispose
from areal.settings import get_settings
from tests.support.databases import TestServer


@pytest.fixture
def _one_login(server: TestServer, sample_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AREAL_DATABASE_URL", server.cluster.url("postgres", sample_database))
    monkeypatch.delenv("AREAL_APP_DATABASE_URL")
    monkeypatch.delenv("AREAL_PUBLIC_DATABASE_URL")
    get_settings.cache_clear()
    dispose()


@pytest.mark.usefixtures("_one_login")
def test_each_connection_becomes_its_role() -> None:
    for role in Role:
        with connect(role) as connection:
            assert connection.execute(text("SELECT current_user")).scalar_one() == role.value
    with connect(Role.PUBLIC) as public, pytest.raises(ProgrammingError, match="denied"):
        public.execute(text("SELECT * FROM areal.parcel"))
