"""The pre-check over HTTP: the page, its PDF and the API say the same, and nothing is stored."""

from __future__ import annotations

import html
import io
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from areal.assess.areas.check import AT_ONCE, slot
from areal.database import Role, connect
from areal.settings import Settings
from webmap import create_app

API = "/api/v1/precheck"
PAGES = {"nb": "/plan/forhandssjekk", "en": "/en/plan/precheck"}
SQUARE = [[12.0, 60.19], [12.01, 60.19], [12.01, 60.195], [12.0, 60.195], [12.0, 60.19]]
TOLD = {"modenhet": "4", "area_class": "C", "category": "regional"}


def feature(ring: Any = SQUARE, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def upload(content: bytes, name: str = "Felt_øst.geojson", **fields: Any) -> dict[str, Any]:
    return {"way": "file", "file": (io.BytesIO(content), name), **fields}


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text[:500]
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = answer.json
    return found


def carried(page: str) -> dict[str, str]:
    """Return the hidden fields of an answer: what its buttons send again."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def plain(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


@pytest.fixture
def strict(published_app: Flask) -> FlaskClient:
    """Return a client of an installation with small limits."""
    limits = Settings(precheck_max_bytes=2_000, precheck_max_vertices=40, precheck_max_km2=1)
    return create_app(limits).test_client()


class TestApi:
    """POST /api/v1/precheck: a file in a form, or GeoJSON as the body."""

    def test_a_file_and_a_body_give_the_same_answer(self, client: FlaskClient) -> None:
        content = collection(feature(navn="Øst", modenhet=4))
        sent = client.post(API, data={"file": (io.BytesIO(content), "x.geojson")})
        body = client.post(API, data=content, content_type="application/geo+json")
        assert sent.status_code == 200, sent.text
        assert sent.json == body.json
        assert sent.headers["Cache-Control"] == "no-store"
        assert "ETag" not in sent.headers
        answer = sent.json
        (area,) = answer["areas"]
        assert answer["stored"] is False
        assert (answer["format"], answer["crs"]) == ("GeoJSON", "EPSG:4326")
        assert (area["label"], area["kommunenummer"]) == ("Øst", "3401")
        assert area["attributes"] == {"modenhet": 4}
        assert area["area_m2"] == pytest.approx(309_042, rel=1e-4)

    def test_findings_have_the_shape_of_a_parcels(self, client: FlaskClient) -> None:
        answer = client.post(API, data=collection(feature()), content_type="application/geo+json")
        parcel = client.get("/api/v1/parcels/slomarka-1").json
        (area,) = answer.json["areas"]
        assert [each["rule_code"] for each in area["findings"]] == [
            each["rule_code"] for each in parcel["findings"]
        ]
        assert {frozenset(each) for each in area["findings"]} == {
            frozenset(each) for each in parcel["findings"]
        }

    def test_a_parcel_of_the_catalogue_gets_its_own_verdicts(self, client: FlaskClient) -> None:
        """The same land, told the same, is judged the same: only what nobody asks for differs."""
        parcel = client.get("/api/v1/parcels/slomarka-1").json
        facts, tree = parcel["parcel"], client.get("/api/v1/parcels.geojson").json
        shape = next(each for each in tree["features"] if each["id"] == "slomarka-1")["geometry"]
        told = {
            name: ",".join(facts[name]) if isinstance(facts[name], list) else facts[name]
            for name in (
                "category",
                "area_class",
                "permitted_activities",
                "modenhet",
                "geotechnical_report",
            )
            if facts.get(name) not in (None, "ukjent", [])
        }
        answer = client.post(
            API, query_string=told, data=json.dumps(shape), content_type="application/geo+json"
        )
        assert answer.status_code == 200, answer.text
        (area,) = answer.json["areas"]
        by_map = {"overlap", "distance", "net_area"}
        verdicts = {
            each["rule_code"]: each["verdict"]
            for each in parcel["findings"]
            if each["rule"]["kind"] in by_map
        }
        found = {each["rule_code"]: each["verdict"] for each in area["findings"]}
        assert verdicts
        assert {code: found[code] for code in verdicts} == verdicts
        assert area["area_m2"] == pytest.approx(facts["area_m2"], rel=1e-4)

    def test_each_polygon_for_itself(self, client: FlaskClient) -> None:
        east = [[x + 0.02, y] for x, y in SQUARE]
        content = collection(feature(navn="Vest"), feature(east))
        answer = client.post(
            f"{API}?each=true&label=Felt", data={"file": (io.BytesIO(content), "x.json")}
        )
        assert [area["label"] for area in answer.json["areas"]] == ["Vest", "Felt 2"]

    def test_outside_the_region_nothing_is_green_by_absence(self, client: FlaskClient) -> None:
        bergen = [[5.3 + (x - 12), 60.39 + (y - 60.19)] for x, y in SQUARE]
        answer = client.post(
            API, data=collection(feature(bergen)), content_type="application/geo+json"
        )
        (area,) = answer.json["areas"]
        assert area["kommunenummer"] is None
        assert "outside_region" in {note["code"] for note in area["notes"]}
        by_map = {
            each["verdict"]
            for each in area["findings"]
            if each["rule"]["kind"] in ("overlap", "distance", "net_area")
        }
        assert "not_mapped" in by_map
        assert "met" not in by_map

    @pytest.mark.parametrize(
        ("query", "parameter"),
        [
            ("farge=rød", "farge"),
            ("modenhet=9", "modenhet"),
            ("crs=EPSG:25832", "crs"),
            ("crs=x", "crs"),
            ("strategy=1814", "strategy"),
            ("each=kanskje", "each"),
            ("label=" + "x" * 300, "label"),
        ],
    )
    def test_parameters_are_refused_by_name(
        self, client: FlaskClient, query: str, parameter: str
    ) -> None:
        content = collection(feature())
        answer = client.post(f"{API}?{query}", data=content, content_type="application/geo+json")
        assert problem(answer, 400)["parameter"] == parameter

    @pytest.mark.parametrize("content", [b"", b"{", b"null", b"\x00" * 40, b'{"type":"Point"}'])
    def test_junk_is_a_problem_and_no_fault_of_ours(
        self, client: FlaskClient, content: bytes
    ) -> None:
        answer = client.post(API, data=content, content_type="application/geo+json")
        assert problem(answer, 400)["parameter"] == "file"

    def test_forms_without_a_file_or_with_more(self, client: FlaskClient) -> None:
        assert problem(client.post(API, data={}), 415)
        empty = client.post(API, data={"x": "1"}, content_type="multipart/form-data")
        assert problem(empty, 400)["parameter"] == "x"
        two = [(io.BytesIO(b"{}"), "a.json"), (io.BytesIO(b"{}"), "b.json")]
        assert problem(client.post(API, data={"file": two}), 400)["parameter"] == "file"

    @pytest.mark.parametrize(
        ("content", "setting"),
        [
            (collection(feature(note="x" * 4_000)), "PRECHECK_MAX_BYTES"),
            (collection(*(feature() for _ in range(9))), "PRECHECK_MAX_VERTICES"),
            (collection(feature([[x * 2 - 12, y] for x, y in SQUARE] * 1)), "PRECHECK_MAX_KM2"),
        ],
    )
    def test_each_limit_is_named(self, strict: FlaskClient, content: bytes, setting: str) -> None:
        if setting == "PRECHECK_MAX_KM2":
            wide = [[12 + (x - 12) * 3, 60.19 + (y - 60.19) * 3] for x, y in SQUARE]
            content = collection(feature(wide))
        compact = json.dumps(json.loads(content), separators=(",", ":")).encode()
        told = problem(strict.post(API, data=compact, content_type="application/geo+json"), 413)
        assert setting in told["hint"]

    def test_too_large_is_said_before_it_is_read(self, strict: FlaskClient) -> None:
        answer = strict.post(
            API,
            data=b"",
            content_type="application/geo+json",
            environ_overrides={"CONTENT_LENGTH": "50000000"},
        )
        assert "50 MB" in problem(answer, 413)["detail"]

    def test_no_more_than_a_few_at_once(self, client: FlaskClient) -> None:
        with ExitStack() as taken:
            for _ in range(AT_ONCE):
                taken.enter_context(slot())
            answer = client.post(
                API, data=collection(feature()), content_type="application/geo+json"
            )
        assert problem(answer, 503)["type"] == "urn:areal:problem:precheck-busy"
        assert int(answer.headers["Retry-After"]) > 0

    def test_other_sites_may_ask(self, client: FlaskClient) -> None:
        answer = client.options(API)
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


class TestPage:
    """The page: a form, then the certificate, in both languages."""

    @pytest.mark.parametrize("lang", PAGES)
    def test_upload(self, client: FlaskClient, lang: str) -> None:
        answer = client.post(PAGES[lang], data=upload(collection(feature()), **TOLD))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert f'<html lang="{lang}"' in answer.text
        said = plain(answer.text)
        assert "Felt øst" in said
        assert {"nb": "Ingenting er lagret", "en": "Nothing"}[lang] in said or lang == "en"

    def test_page_and_api_say_the_same(self, client: FlaskClient) -> None:
        content = collection(feature())
        page = client.post(PAGES["nb"], data=upload(content, **TOLD)).text
        api = client.post(API, query_string=TOLD, data={"file": (io.BytesIO(content), "x.json")})
        (area,) = api.json["areas"]
        strip = re.findall(r'href="#[^"]*-(R\d\d)" aria-label="[^"]*: ([^":]+)"', page)
        words = {
            "met": "Oppfylt",
            "consider": "Bør vurderes",
            "deviates": "Avvik",
            "not_mapped": "Ikke kartlagt",
            "missing": "Mangler opplysning",
            "not_relevant": "Ikke relevant",
            "error": "Kunne ikke sjekkes",
        }
        assert dict(strip) == {
            each["rule_code"]: words[each["verdict"]] for each in area["findings"]
        }

    def test_coordinates_and_a_file_of_them_are_judged_alike(self, client: FlaskClient) -> None:
        lines = "\n".join(f"{y}, {x}" for x, y in SQUARE[:-1])
        drawn = {"way": "drawn", "coordinates": lines, "coordinates_crs": "EPSG:4326", **TOLD}
        by_hand = client.post(PAGES["nb"], data=drawn).text
        by_file = client.post(PAGES["nb"], data=upload(collection(feature()), **TOLD)).text

        def strip(page: str) -> list[str]:
            return re.findall(r'href="#[^"]*-(R\d\d)" aria-label="([^"]*)"', page)

        assert strip(by_hand) == strip(by_file) != []

    def test_pdf_from_the_form_and_from_the_answer(self, client: FlaskClient) -> None:
        content = collection(feature([*SQUARE[:1], *SQUARE[2:], SQUARE[1]][:4] + SQUARE[:1]))
        page = client.post(PAGES["en"], data=upload(content, **TOLD)).text
        again = client.post(PAGES["en"], data={**carried(page), "action": "pdf:0"})
        straight = client.post(PAGES["en"], data=upload(content, action="pdf", **TOLD))
        assert again.mimetype == straight.mimetype == "application/pdf"
        assert again.data.startswith(b"%PDF-")
        assert again.data == straight.data

    def test_edit_keeps_the_area_and_what_was_told(self, client: FlaskClient) -> None:
        page = client.post(PAGES["nb"], data=upload(collection(feature()), **TOLD)).text
        form = client.post(PAGES["nb"], data={**carried(page), "action": "edit"}).text
        assert 'value="kept" id="way-kept" checked' in form
        assert '<option value="4" selected>' in form
        fields = {**carried(form), "way": "kept", **TOLD, "modenhet": "5"}
        changed = client.post(PAGES["nb"], data=fields)
        assert "Byggeklar" in plain(changed.text)
        assert "Felt øst" in plain(changed.text)

    def test_several_areas_are_listed_and_any_can_be_shown(self, client: FlaskClient) -> None:
        east = [[x + 0.02, y] for x, y in SQUARE]
        content = collection(feature(navn="Vest"), feature(east, navn="Fjernt"))
        first = client.post(PAGES["nb"], data=upload(content, each="1")).text
        second = client.post(PAGES["nb"], data={**carried(first), "action": "check:1"}).text
        heading = re.compile(r"<h1[^>]*>([^<]+)</h1>")
        assert heading.findall(first) == ["Vest"]
        assert heading.findall(second) == ["Fjernt"]

    @pytest.mark.parametrize("lang", PAGES)
    @pytest.mark.parametrize(
        ("fields", "status", "field"),
        [
            ({"way": "file"}, 400, "file"),
            ({"way": "drawn"}, 400, "coordinates"),
            ({"way": "drawn", "coordinates": "60,12"}, 400, "coordinates"),
            ({"way": "drawn", "coordinates": "1,1\n2,2\n1,2", "coordinates_crs": "x"}, 400, "c"),
            ({"way": "kept", "kept": "{"}, 400, "file"),
            ({"way": "drawn", "modenhet": "9"}, 400, "modenhet"),
            (upload(b"x" * 9_000), 413, "file"),
            (upload(b".HODE\n..TEGNSETT UTF-8"), 400, "file"),
        ],
    )
    def test_what_must_be_corrected_is_said_at_its_field(
        self, strict: FlaskClient, lang: str, fields: dict[str, Any], status: int, field: str
    ) -> None:
        if "file" in fields:
            fields = {**fields, "file": (io.BytesIO(fields["file"][0].getvalue()), "felt.sos")}
        answer = strict.post(PAGES[lang], data=fields)
        assert answer.status_code == status
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'id="fault" role="alert"' in answer.text
        (target,) = re.findall(r'<p><a href="#([a-z_]+)">', answer.text)
        assert target.startswith(field)
        assert f'id="{target}"' in answer.text
        assert "Traceback" not in answer.text

    def test_names_are_text(self, client: FlaskClient) -> None:
        evil = "<script>alert(1)</script>"
        page = client.post(PAGES["nb"], data=upload(collection(feature(navn=evil)), label=evil))
        assert "<script>alert" not in page.text
        assert evil in plain(page.text) or "alert(1)" in page.text

    def test_busy(self, client: FlaskClient) -> None:
        with ExitStack() as taken:
            for _ in range(AT_ONCE):
                taken.enter_context(slot())
            answer = client.post(PAGES["nb"], data=upload(collection(feature())))
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert 'role="alert"' in answer.text


class TestNothingIsStored:
    """No row of any table and no file is left by a pre-check, whether it goes well or not."""

    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield tmp_path
        monkeypatch.setattr(tempfile, "tempdir", None)

    @staticmethod
    def rows() -> dict[str, int]:
        with connect(Role.OWNER) as owner:
            tables = owner.execute(
                text(
                    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
                    "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
                )
            ).scalars()
            return {
                name: owner.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
                for name in tables.all()
            }

    def test_rows_and_files(self, client: FlaskClient, folder: Path) -> None:
        before = self.rows()
        assert sum(before.values()) > 1_000
        big = collection(feature(note="x" * 900_000))
        for content in (big, collection(feature()), b"junk"):
            client.post(API, data={"file": (io.BytesIO(content), "x.geojson")})
            client.post(PAGES["nb"], data=upload(content, action="pdf", **TOLD))
        assert self.rows() == before
        assert list(folder.iterdir()) == []
