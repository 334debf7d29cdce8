"""An answer holds as long as the revision: 304 costs two statements, a publish ends it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import event, text

from areal.database import Role, connect, engine
from webmap import create_app

PATHS = {
    "/api/v1/parcels.geojson": 3,
    "/api/v1/parcels.geojson?kommune=3415&market=ledig": 4,
    "/api/v1/sites.geojson": 3,
    "/api/v1/kommuner.geojson": 3,
    "/api/v1/layers": 3,
    "/api/v1/layers/veg.geojson": 3,
    "/api/v1/rules": 3,
    "/api/v1/codes": 3,
    "/api/v1/openapi.json": 3,
    "/api/v1/parcels/slomarka-1": 8,
}
#: Fixing the moment that is read, and reading the revision.
CHEAP = 2


@pytest.fixture
def statements(published_app) -> Iterator[list[str]]:
    """Note every statement the public role sends."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    public = engine(Role.PUBLIC)
    event.listen(public, "before_cursor_execute", note)
    yield seen
    event.remove(public, "before_cursor_execute", note)


@pytest.mark.parametrize(("path", "budget"), PATHS.items())
def test_statement_budget(client, statements, path, budget):
    assert client.get(path).status_code == 200
    assert len(statements) <= budget, statements


@pytest.mark.parametrize("path", PATHS)
def test_the_same_revision_is_not_sent_or_made_again(client, statements, path):
    tag = client.get(path).headers["ETag"]
    statements.clear()
    again = client.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == tag
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert len(statements) == CHEAP


def test_a_weakened_tag_still_counts(client):
    """Proxies that compress make the tag weak."""
    tag = client.get("/api/v1/rules").headers["ETag"]
    again = client.get("/api/v1/rules", headers={"If-None-Match": f'"x", W/{tag}'})
    assert again.status_code == 304


def test_tags_differ_between_addresses(client):
    tags = [client.get(path).headers["ETag"] for path in PATHS]
    assert len(set(tags)) == len(tags)


def test_a_known_tag_does_not_make_an_address_exist(client):
    tag = client.get("/api/v1/parcels/slomarka-1").headers["ETag"]
    assert client.get("/api/v1/parcels/nowhere", headers={"If-None-Match": tag}).status_code == 404


def test_answers_are_kept_but_asked_for_again(client):
    assert client.get("/api/v1/rules").headers["Cache-Control"] == "public, no-cache"


def test_a_publish_ends_it(sample_database):
    client = create_app().test_client()
    before = client.get("/api/v1/parcels.geojson")
    with connect(Role.OWNER) as connection:
        connection.execute(text("UPDATE areal.publication SET revision = revision + 1"))
    after = client.get("/api/v1/parcels.geojson", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.json["revision"] == before.json["revision"] + 1
