"""The import wizard: a file, its columns, what is wrong, what would change, in, and out again."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from areal.database import Role, connect
from areal.intake import files, jobs, worker
from areal.settings import Settings, get_settings
from tests.support.staff import hidden, person, signed_in
from webmap import create_app

OWN, OTHER = "3417", "3401"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: Any, tmp_path: Path, staff_app: Any) -> Iterator[None]:
    """Work on a file while the form is sent, with a data folder of the test's own."""
    monkeypatch.setenv("AREAL_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    monkeypatch.setitem(
        staff_app.config, "AREAL_SETTINGS", Settings(secret_key="k" * 40, data_dir=tmp_path)
    )
    monkeypatch.setattr(worker, "start", worker.work_on)
    yield
    get_settings.cache_clear()


@pytest.fixture
def editor(door: FlaskClient) -> FlaskClient:
    return signed_in(door, person("rita@grue.example", ("editor", OWN)))


def inside(kommune: str, offset: int = 0) -> list[list[float]]:
    """Return a square of 60 m in a kommune where no parcel is, EPSG:25833."""
    with connect(Role.APP) as connection:
        row = connection.execute(
            text(
                "SELECT ST_X(p.geom) AS x, ST_Y(p.geom) AS y FROM (SELECT (ST_DumpPoints("
                "ST_GeneratePoints(b.geom, 60, 7))).geom FROM areal.boundary AS b "
                "INNER JOIN areal.boundary_version AS v USING (boundary_version_id) "
                "WHERE v.in_force AND b.kommunenummer = :k) AS p WHERE NOT EXISTS ("
                "SELECT 1 FROM areal.parcel AS o WHERE ST_DWithin(o.geom, p.geom, 400)) "
                "AND (SELECT ST_Contains(b.geom, ST_Buffer(p.geom, 300)) FROM areal.boundary AS b "
                "INNER JOIN areal.boundary_version AS v USING (boundary_version_id) "
                "WHERE v.in_force AND b.kommunenummer = :k) "
                "ORDER BY 1 LIMIT 1 OFFSET :o"
            ),
            {"k": kommune, "o": offset},
        ).one()
    x, y = round(row.x), round(row.y)
    return [[x, y], [x + 60, y], [x + 60, y + 60], [x, y + 60], [x, y]]


def site_of(kommune: str) -> str:
    with connect(Role.APP) as connection:
        return str(
            connection.execute(
                text("SELECT slug FROM areal.site WHERE kommunenummer = :k ORDER BY 1 LIMIT 1"),
                {"k": kommune},
            ).scalar_one()
        )


def geojson(*rows: tuple[str, str, dict[str, Any]]) -> bytes:
    """Return a file: kommune the square lies in, name, further columns."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [inside(kommune, number)]},
            "properties": {"Tomt": name, "Område": site_of(kommune), **more},
        }
        for number, (kommune, name, more) in enumerate(rows)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}).encode()


def upload(
    client: FlaskClient, content: bytes, name: str = "tomter.geojson", **fields: str
) -> TestResponse:
    values = {"sender": "Plankontoret", "kommune": OWN, **fields}
    return client.post(
        "/staff/import",
        data={**hidden(client, "/staff/import"), **values, "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def press(client: FlaskClient, path: str, do: str, **fields: str) -> TestResponse:
    return client.post(path, data={**hidden(client, path), "do": do, **fields})


def parcels(label: str) -> list[Any]:
    with connect(Role.APP) as connection:
        return list(
            connection.execute(
                text("SELECT * FROM areal.parcel WHERE label = :label"), {"label": label}
            ).all()
        )


def checked(
    client: FlaskClient, content: bytes, name: str = "tomter.geojson", **fields: str
) -> str:
    sent = upload(client, content, name, **fields)
    assert sent.status_code == 303, re.findall(r"field__error[^>]*>([^<]*)", sent.text)
    path = sent.headers["Location"]
    assert press(client, path, "check").status_code == 303
    return path


def test_a_file_goes_all_the_way_in_and_out_again(editor):
    sent = upload(editor, geojson((OWN, "Ny 1", {"Pris": "450", "Eier": "Kari Nordmann"})))
    path = sent.headers["Location"]
    mapping = editor.get(path).text
    assert "Hva kolonnene betyr" in mapping
    assert re.search(r'value="label" selected', mapping)
    assert "Om personer: leses ikke" in mapping
    assert "Nordmann" not in mapping
    assert not parcels("Ny 1")

    assert press(editor, path, "check").status_code == 303
    shown = editor.get(path).text
    assert "Dette vil skje" in shown
    assert re.search(r"Nye tomter</dt><dd>1<", shown)
    assert "<svg" in shown
    assert not parcels("Ny 1"), "a check writes nothing"

    assert press(editor, path, "load").status_code == 303
    assert "Tatt inn" in editor.get(path).text
    (row,) = parcels("Ny 1")
    assert row.kommunenummer == OWN
    assert not row.published
    assert row.changed_by.startswith("Rita <rita@grue.example>")
    # Twice is once.
    assert press(editor, path, "load").status_code == 409
    assert len(parcels("Ny 1")) == 1
    assert press(editor, path, "undo").status_code == 303
    assert not parcels("Ny 1")
    assert "Angret" in editor.get(path).text


def test_rows_of_another_kommune_are_kept_out_by_the_check_and_by_the_database(editor, monkeypatch):
    content = geojson((OWN, "Min", {}), (OTHER, "Andres", {}))
    both = signed_in(
        editor.application.test_client(),
        person("to@x.example", ("editor", OWN), ("editor", "3418")),
    )
    path = checked(both, content, kommune="alle")
    shown = both.get(path).text
    assert f"Raden gjelder kommune {OTHER}, der du ikke har rollen redaktør." in shown
    press(both, path, "load")
    assert len(parcels("Min")) == 1
    assert not parcels("Andres")
    press(both, path, "undo")

    # The check left out: row policies refuse all of it.
    monkeypatch.setattr(
        "areal.ingest.imports.compare.sql",
        lambda name: "SELECT 1" if name == "import/own.sql" else _sql(name),
    )
    path = checked(both, content, kommune="alle", sender="Andre")
    assert "Kom ikke gjennom" in both.get(path).text
    assert not parcels("Min")
    assert not parcels("Andres")


def _sql(name: str) -> str:
    from areal.database import sql  # noqa: PLC0415

    return sql(name)


def test_a_parcel_of_another_kommune_is_not_changed_by_its_name(editor):
    with connect(Role.APP) as connection:
        row = connection.execute(
            text("SELECT slug, label FROM areal.parcel WHERE kommunenummer = :k LIMIT 1"),
            {"k": OTHER},
        ).one()
    content = f"kortnavn;navn\n{row.slug};Kapret\n".encode()
    path = checked(editor, content, "tomter.csv")
    assert "ikke har rollen redaktør" in editor.get(path).text
    press(editor, path, "load")
    assert not parcels("Kapret")


def test_an_editor_publishes_nothing_by_a_column(editor):
    content = geojson((OWN, "Skjult", {"publisert": "ja"}))
    path = checked(editor, content)
    assert 'value="published"' not in editor.get(path).text
    press(editor, path, "load")
    assert not parcels("Skjult")[0].published
    # Nor by sending the field all the same.
    sent = upload(editor, geojson((OWN, "Skjult 2", {"publisert": "ja"})), sender="B")
    number = (
        editor.get(sent.headers["Location"]).text.split("publisert")[0].count('scope="row"') - 1
    )
    press(editor, sent.headers["Location"], "check", **{f"c{number}": "published"})
    press(editor, sent.headers["Location"], "load")
    assert not any(row.published for row in parcels("Skjult 2"))


def test_columns_are_remembered_for_the_sender(editor):
    first = upload(editor, geojson((OWN, "A", {"Xyz": "12"})))
    page = editor.get(first.headers["Location"]).text
    number = next(
        match[1] for match in re.finditer(r'id="k(\d+)">([^<]*)<', page) if match[2] == "Xyz"
    )
    press(editor, first.headers["Location"], "check", **{f"c{number}": "max_height_m"})
    again = upload(editor, geojson((OWN, "B", {"Xyz": "14"})))
    page = editor.get(again.headers["Location"]).text
    assert 'value="max_height_m" selected' in page
    other = upload(editor, geojson((OWN, "C", {"Xyz": "14"})), sender="En annen")
    assert 'value="max_height_m" selected' not in editor.get(other.headers["Location"]).text


def test_others_see_nothing_of_a_file_and_its_name_leads_nowhere(editor, staff_app, tmp_path):
    sent = upload(editor, geojson((OWN, "Min", {})), name="../../etc/passwd")
    path = sent.headers["Location"]
    assert "passwd" in editor.get(path).text
    assert "etc/passwd" not in editor.get(path).text
    kept = list((tmp_path / "uploads").iterdir())
    assert len(kept) == 1
    assert re.fullmatch(r"[0-9a-f]{32}", kept[0].name)
    colleague = signed_in(staff_app.test_client(), person("kol@grue.example", ("editor", OWN)))
    assert colleague.get(path).status_code == 404
    form = hidden(colleague, "/staff/import")
    for do in ("check", "load", "undo", "remove", "read"):
        assert colleague.post(path, data={**form, "do": do}).status_code == 404
    press(editor, path, "remove")
    assert not list((tmp_path / "uploads").iterdir())


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"\x00\x01\x02" * 100, "bilde.jpg", "Kom ikke gjennom"),
        (b"", "tom.csv", "Kom ikke gjennom"),
        (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><gml>&a;</gml>", "x.gml",
         "Kom ikke gjennom"),
    ],
)  # fmt: skip
def test_files_that_are_none_are_told(editor, content, name, told):
    page = editor.get(upload(editor, content, name).headers["Location"]).text
    assert told in page
    assert "root:" not in page


def test_what_stands_in_a_file_is_text(editor):
    bad = "<script>alert(1)</script>"
    content = geojson((OWN, bad, {bad: bad}))
    sent = upload(editor, content, name=f"{bad}.geojson", sender=bad)
    path = sent.headers["Location"]
    press(editor, path, "check")
    for page in (editor.get(path).text, editor.get("/staff/import").text):
        assert bad not in page
        assert "&lt;script&gt;" in page or "&lt;/script" in page


def test_too_large_a_file_and_a_stranger_with_a_large_form_are_refused(staff_app, tmp_path):
    settings = Settings(secret_key="k" * 40, data_dir=tmp_path, upload_max_bytes=1_000)
    small = signed_in(create_app(settings).test_client(), person("s@x.example", ("editor", OWN)))
    assert upload(small, b"a" * 500_000).status_code == 413
    stranger = staff_app.test_client()
    assert stranger.post("/staff/import", data=big()).status_code in (400, 413)
    planner = signed_in(staff_app.test_client(), person("p@x.example", ("planner", OWN)))
    assert planner.post("/staff/import", data=big()).status_code in (400, 413)
    assert not (tmp_path / "uploads").exists()


def big() -> dict[str, Any]:
    return {"file": (io.BytesIO(b"a" * 2_000_000), "x.csv")}


def test_what_is_missing_in_the_form_is_told(editor):
    answer = editor.post("/staff/import", data=hidden(editor, "/staff/import"))
    assert answer.status_code == 422
    assert "Velg en fil." in answer.text
    assert upload(editor, b"x", kommune=OTHER).status_code == 422


def test_a_step_nobody_works_on_can_be_taken_again(editor, monkeypatch):
    monkeypatch.setattr(worker, "start", lambda _number: None)
    path = upload(editor, geojson((OWN, "Ny", {}))).headers["Location"]
    waiting = editor.get(path)
    assert waiting.headers["Refresh"] == "2"
    assert "oppdateres av seg selv" in waiting.text
    assert press(editor, path, "again").status_code == 409
    with connect(Role.OWNER) as owner:
        owner.execute(text("UPDATE areal.import_job SET beat_at = now() - interval '5 minutes'"))
    assert "Prøv igjen" in editor.get(path).text
    monkeypatch.setattr(worker, "start", worker.work_on)
    assert press(editor, path, "again").status_code == 303
    assert "Hva kolonnene betyr" in editor.get(path).text


def test_files_are_gone_after_their_days(editor, tmp_path):
    path = upload(editor, geojson((OWN, "Ny", {}))).headers["Location"]
    for kept in (tmp_path / "uploads").iterdir():
        os.utime(kept, (0, 0))
    with connect(Role.OWNER) as owner:
        owner.execute(text("UPDATE areal.import_job SET created_at = now() - interval '31 days'"))
    with connect(Role.APP) as connection:
        assert files.expire(connection, get_settings()) == 1
    assert not list((tmp_path / "uploads").iterdir())
    assert "Filen er fjernet" in editor.get(path).text
    with connect(Role.APP) as connection:
        assert jobs.job(connection, int(path.rpartition("/")[2])).headings is None
