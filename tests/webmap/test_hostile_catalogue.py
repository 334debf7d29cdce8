"""Texts written with bad intentions, in every field there is, stay texts in every answer."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from flask import Flask

from tests.support.databases import TestServer
from tests.support.hostile import HOSTILE, SEEN, Markup, plant, walk
from webmap import create_app

pytestmark = pytest.mark.slow

#: Fields that must have taken the text, or the rest proves nothing.
OURS = {
    "site.name", "site.description_nb", "site.description_en", "site.highlights_nb",
    "site.contact_role", "site.contact_email", "site.contact_phone", "site.verified_by",
    "parcel.label", "parcel.power_source", "site_media.alt_nb", "site_media.url",
    "site_media.credit", "verification.verified_by", "restriction.note_nb", "kommune.name",
    "region.name_nb", "layer.title_nb", "layer_version.source", "layer_version.attribution",
    "strategy_rule.title_nb", "strategy_rule.text_nb", "code.label_nb", "import_batch.notice_nb",
}  # fmt: skip


@pytest.fixture(scope="module")
def planted(server: TestServer, sample_template: str) -> Iterator[tuple[Flask, set[str]]]:
    name = server.create(sample_template)
    columns = plant(server, name)
    with server.use(name):
        yield create_app(), columns
    server.drop(name)


@pytest.fixture(scope="module")
def answers(planted: tuple[Flask, set[str]]) -> dict[str, tuple[str, bytes]]:
    """Every address with the kind and the bytes of its answer."""
    app, _ = planted
    return {address: (kind, data) for address, kind, data in walk(app, app.test_client())}


def test_every_text_of_the_catalogue_took_the_plant(planted: tuple[Flask, set[str]]) -> None:
    assert planted[1] >= OURS


def test_every_kind_of_answer_was_seen(answers: dict[str, tuple[str, bytes]]) -> None:
    kinds = {kind for kind, _ in answers.values()}
    assert {"text/html", "text/javascript", "application/json", "application/pdf"} <= kinds
    assert "/" in answers
    assert "/en/" in answers


def test_no_page_makes_markup_of_a_text(answers: dict[str, tuple[str, bytes]]) -> None:
    pages = {path: data.decode() for path, (kind, data) in answers.items() if kind == "text/html"}
    faults = {path: _read(page).faults for path, page in pages.items()}
    assert not {path: found for path, found in faults.items() if found}
    turned = [path for path, page in pages.items() if "\u202e" in page]
    assert not turned
    shown = "".join(_read(pages["/"]).text)
    assert SEEN in shown, "the text is there, letter by letter"


def _read(page: str) -> Markup:
    reader = Markup()
    reader.feed(page)
    return reader


def test_no_script_of_ours_holds_a_text_that_runs(answers: dict[str, tuple[str, bytes]]) -> None:
    for path, (kind, data) in answers.items():
        if kind == "text/javascript":
            assert b"</script" not in data, path
            assert b"<img src=x" not in data, path


def test_no_table_holds_a_formula(answers: dict[str, tuple[str, bytes]]) -> None:
    tables = 0
    for path, (kind, data) in answers.items():
        for name, content in _files(path, kind, data):
            if name.endswith(".csv"):
                _no_formula_in_csv(name, content.decode("utf-8-sig"))
            elif name.endswith(".xlsx"):
                book = openpyxl.load_workbook(io.BytesIO(content))
                cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
                assert not [c.coordinate for c in cells if c.data_type == "f"], path
                assert any(HOSTILE in str(c.value) for c in cells), path
            else:
                continue
            tables += 1
    assert tables >= 6


def _files(path: str, kind: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    name = path.partition("?")[0]
    if kind != "application/zip":
        yield name, data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for member in packed.namelist():
            yield member, packed.read(member)


def _no_formula_in_csv(name: str, content: str) -> None:
    delimiter = ";" if content.partition("\n")[0].count(";") else ","
    for row in csv.reader(io.StringIO(content), delimiter=delimiter):
        for cell in row:
            if cell.startswith(("=", "+", "@", "\t")):
                pytest.fail(f"{name}: {cell[:40]}")


def test_data_keep_the_text_as_it_is(answers: dict[str, tuple[str, bytes]]) -> None:
    sites = json.loads(answers["/api/v1/sites.geojson"][1])
    assert all(HOSTILE in feature["properties"]["name"] for feature in sites["features"])


def test_a_pdf_of_hostile_texts_is_a_pdf(answers: dict[str, tuple[str, bytes]]) -> None:
    made = [path for path, (kind, _) in answers.items() if kind == "application/pdf"]
    assert made
    assert all(answers[path][1].startswith(b"%PDF-") for path in made)
