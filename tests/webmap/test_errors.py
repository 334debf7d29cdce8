"""Failures: the right status and a way out, never a stack trace or the server's own words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from areal import errors as areal_errors
from areal.database import Role, connect, dispose, engine
from areal.errors import ArealError, BadParameter, DatabaseUnavailable
from areal.queries import reading
from areal.settings import get_settings
from webmap import create_app
from webmap.errors import STATUS, status_of

PAGES = ("/", "/en/")
DATA = (
    "/readyz",
    "/api/v1/parcels.geojson",
    "/api/v1/parcels/slomarka-1",
    "/api/v1/sites.geojson",
    "/api/v1/kommuner.geojson",
    "/api/v1/layers/veg.geojson",
    "/api/v1/rules",
    "/api/v1/openapi.json",
)


def assert_is_problem(answer, status: int) -> dict[str, object]:
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    problem = answer.json
    assert problem["status"] == status
    assert problem["type"].startswith("urn:areal:problem:")
    assert problem["title"]
    assert problem["detail"]
    assert "Traceback" not in answer.text
    return problem


def assert_is_page(answer, status: int) -> None:
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert "Traceback" not in answer.text
    assert "<h1" in answer.text


@pytest.fixture
def down(monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """Return a client of an app whose database is not there."""
    url = "postgresql+psycopg://areal_public:hemmelig@/areal?host=/tmp/areal-nowhere"
    for name in ("DATABASE_URL", "APP_DATABASE_URL", "PUBLIC_DATABASE_URL"):
        monkeypatch.setenv(f"AREAL_{name}", url)
    get_settings.cache_clear()
    dispose()
    yield create_app().test_client()
    monkeypatch.undo()
    get_settings.cache_clear()
    dispose()


@pytest.fixture
def broken(published_app: Flask) -> FlaskClient:
    """Return a client of an app with views that fail in every way."""
    app = create_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(error: Exception):
        def view():
            raise error

        return view

    failures = {
        "bug": ZeroDivisionError("secret of the house"),
        "setting": areal_errors.ConfigurationError("/etc/areal is wrong", hint="Mend /etc/areal."),
        "file": areal_errors.InputError("bad", file="/srv/data/x.yaml", line=3),
    }
    for name, error in failures.items():
        app.add_url_rule(f"/api/v1/{name}", f"api_{name}", fail(error))
        app.add_url_rule(f"/{name}", f"page_{name}", fail(error))
    return app.test_client()


class TestDatabaseDown:
    """Without a database everything says so, and that it is not the visitor's fault."""

    @pytest.mark.parametrize("path", DATA)
    def test_data(self, down, path):
        problem = assert_is_problem(down.get(path), 503)
        assert problem["type"] == "urn:areal:problem:database-unavailable"
        assert problem["hint"]

    @pytest.mark.parametrize("path", PAGES)
    def test_pages(self, down, path):
        assert_is_page(down.get(path), 503)

    @pytest.mark.parametrize("path", [*DATA, *PAGES])
    def test_names_neither_host_nor_password(self, down, path):
        answer = down.get(path).text
        assert "nowhere" not in answer
        assert "hemmelig" not in answer

    def test_says_when_to_try_again(self, down):
        assert int(down.get("/readyz").headers["Retry-After"]) > 0

    def test_wrong_parameters_are_told_all_the_same(self, down):
        assert down.get("/api/v1/parcels.geojson?bbox=x").status_code == 400

    def test_static_files_are_still_served(self, down):
        assert down.get("/static/css/base.css").status_code == 200


class TestDatabaseNotReady:
    """A database without structure or without a published run answers 503 with the command."""

    @pytest.mark.usefixtures("empty_database")
    @pytest.mark.parametrize("path", DATA)
    def test_nothing_published(self, path):
        problem = assert_is_problem(create_app().test_client().get(path), 503)
        assert problem["type"] == "urn:areal:problem:nothing-published"
        assert "areal check --publish" in problem["hint"]

    @pytest.mark.usefixtures("empty_database")
    def test_nothing_published_as_a_page(self):
        assert_is_page(create_app().test_client().get("/"), 503)

    def test_not_set_up(self, server):
        name = server.create()
        with server.use(name):
            problem = assert_is_problem(create_app().test_client().get("/readyz"), 503)
        server.drop(name)
        assert "areal migrate" in problem["hint"]


@pytest.mark.usefixtures("published_app")
class TestConnections:
    """A connection that goes away or takes too long is the database's failure, not a bug."""

    def test_a_server_that_came_back_is_used_again(self, client):
        assert client.get("/readyz").status_code == 200
        with connect(Role.PUBLIC) as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE usename = 'areal_public' AND pid <> pg_backend_pid()"
                )
            )
        assert client.get("/readyz").status_code == 200

    def test_a_connection_cut_in_the_middle(self):
        def cut_off() -> None:
            with reading() as connection, connect(Role.PUBLIC) as other:
                number = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
                other.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
                connection.execute(text("SELECT 1"))

        with pytest.raises(DatabaseUnavailable, match="lost"):
            cut_off()

    @pytest.mark.parametrize(
        ("statement", "told"),
        [
            ("SET LOCAL statement_timeout = 20; SELECT pg_sleep(5)", "longer than it may"),
            ("DELETE FROM areal.parcel", "refuses"),
            ("SELECT * FROM published.nothing", "not been set up"),
        ],
    )
    def test_what_the_database_refuses(self, statement, told):
        def run() -> None:
            with reading() as connection:
                connection.exec_driver_sql(statement)

        with pytest.raises(DatabaseUnavailable, match=told):
            run()

    def test_no_connection_is_left_open(self, client):
        for path in ("/readyz", "/api/v1/parcels/nowhere", "/api/v1/parcels.geojson?market=x"):
            client.get(path)
        assert engine(Role.PUBLIC).pool.checkedout() == 0


class TestAddresses:
    """Addresses that do not exist, and methods that are not for them."""

    @pytest.mark.parametrize("path", ["/api/v1/nowhere", "/api/v2/", "/api/v1/", "/api/"])
    def test_unknown_in_the_api(self, client, path):
        assert_is_problem(client.get(path), 404)

    @pytest.mark.parametrize("path", ["/nowhere", "/en/nowhere", "/apix", "/static/nowhere.js"])
    def test_unknown_page(self, client, path):
        assert_is_page(client.get(path), 404)

    def test_method_of_a_page(self, client):
        answer = client.post("/")
        assert_is_page(answer, 405)
        assert "GET" in answer.headers["Allow"]

    @pytest.mark.parametrize("path", ["/static/../__init__.py", "/static/%2e%2e/__init__.py"])
    def test_nothing_outside_the_static_folder(self, client, path):
        assert client.get(path).status_code == 404

    def test_names_in_the_address_are_text_on_the_error_page(self, client):
        answer = client.get("/<script>alert(1)</script>")
        assert "<script>alert" not in answer.text


class TestUnforeseen:
    """A bug is logged with its trace and told without it."""

    def test_in_the_api(self, broken, caplog):
        assert_is_problem(broken.get("/api/v1/bug"), 500)
        assert "secret" not in broken.get("/api/v1/bug").text
        assert any("ZeroDivisionError" in str(record.msg) for record in caplog.records)

    def test_on_a_page(self, broken):
        answer = broken.get("/bug")
        assert_is_page(answer, 500)
        assert "secret" not in answer.text

    @pytest.mark.parametrize("name", ["setting", "file"])
    def test_faults_of_the_installation_name_no_folder(self, broken, name):
        problem = assert_is_problem(broken.get(f"/api/v1/{name}"), 500)
        assert "/etc" not in str(problem["detail"])
        assert "/srv" not in str(problem["detail"])

    @pytest.mark.usefixtures("published_app")
    def test_an_error_page_that_fails_itself(self, monkeypatch):
        app = create_app()
        app.jinja_env.globals["url_for"] = None
        monkeypatch.setattr("webmap.pages.frame.asset", None)
        assert_is_page(app.test_client().get("/nowhere"), 404)


class TestTable:
    """Every failure the domain has is in the table."""

    def test_every_error_has_a_status(self):
        for name in dir(areal_errors):
            kind = getattr(areal_errors, name)
            if isinstance(kind, type) and issubclass(kind, ArealError):
                assert kind in STATUS, f"{name} is not in webmap.errors.STATUS"

    def test_an_error_of_its_own_kind_gets_its_nearest_relation(self):
        class Worse(BadParameter):
            """A finer failure."""

        assert status_of(Worse("x", "y")) == 400
