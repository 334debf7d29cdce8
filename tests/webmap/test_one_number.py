"""One number, everywhere: certificate, PDF, map, API and CSV say the same of every parcel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from areal.exchange.findings import Export, Flavour, write_csv
from areal.queries import certificate, reading, revision
from areal.queries.rules import list_rules
from areal.sheets.render import document_data
from webmap.planner.certificate_view import certificate_view


@dataclass(frozen=True)
class Said:
    """What one place says of one rule and parcel."""

    verdict: str
    measured: float | None
    margin: float | None


Findings = dict[tuple[str, str], Said]


class Rows(HTMLParser):
    """Collects what a page says in the attributes of its findings."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if "data-rule" in told:
            self.found.append(told)


def number(text: str | None) -> float | None:
    return float(text) if text else None


def rows(page: str) -> list[dict[str, str | None]]:
    parser = Rows()
    parser.feed(page)
    return parser.found


def from_pages(client: FlaskClient, slugs: list[str]) -> Findings:
    return {
        (slug, row["data-rule"]): Said(
            row["data-verdict"], number(row["data-measured"]), number(row["data-margin"])
        )
        for slug in slugs
        for row in rows(client.get(f"/plan/sertifikat/tomt/{slug}").get_data(as_text=True))
    }


def from_api(client: FlaskClient, slugs: list[str]) -> Findings:
    return {
        (slug, item["rule_code"]): Said(item["verdict"], item["measured"], item["margin"])
        for slug in slugs
        for item in client.get(f"/api/v1/parcels/{slug}").get_json()["findings"]
    }


def entries(documents: dict[str, dict]) -> Iterator[tuple[str, dict]]:
    for slug, document in documents.items():
        for section in document["sections"]:
            for group in section["groups"]:
                for entry in group["entries"]:
                    yield slug, entry


def from_csv() -> Findings:
    out = io.BytesIO()
    with reading() as connection:
        write_csv(connection, revision.current(connection), Export(), Flavour.PLAIN, out)
    lines = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))
    return {
        (line["parcel"], line["rule_code"]): Said(
            line["verdict"], number(line["measured"]), number(line["margin"])
        )
        for line in lines
        if line["parcel"]
    }


@pytest.fixture(scope="module")
def slugs(published_app: Flask) -> list[str]:
    shapes = published_app.test_client().get("/api/v1/parcels.geojson").get_json()["features"]
    return [feature["properties"]["slug"] for feature in shapes]


@pytest.fixture(scope="module")
def printed(published_app: Flask, slugs: list[str]) -> dict[str, dict]:
    """Return what the PDF of each parcel is made of."""
    with published_app.test_request_context("/plan/"), reading() as connection:
        return {
            slug: document_data(
                certificate_view(connection, certificate.for_parcel(connection, slug), "nb")
            )
            for slug in slugs
        }


@pytest.fixture(scope="module")
def pdf(printed: dict[str, dict]) -> Findings:
    return {
        (slug, entry["code"]): Said(entry["verdict"], entry["measured"], entry["margin"])
        for slug, entry in entries(printed)
    }


def test_pdf_speaks_of_every_rule_of_every_parcel(pdf, slugs):
    with reading() as connection:
        rules = [rule.code for rule in list_rules(connection, "parcel")]
    assert len(slugs) > 70
    assert set(pdf) == {(slug, code) for slug in slugs for code in rules}


def test_page_says_what_the_pdf_says(client, slugs, pdf):
    assert from_pages(client, slugs) == pdf


def test_api_says_what_the_pdf_says(client, slugs, pdf):
    assert from_api(client, slugs) == pdf


def test_csv_says_what_the_pdf_says(client, pdf):
    assert from_csv() == pdf


def test_map_shows_the_same_verdicts(client, slugs, pdf):
    shapes = client.get("/api/v1/parcels.geojson").get_json()["features"]
    with reading() as connection:
        rules = [rule.code for rule in list_rules(connection, "parcel")]
    strips = {
        (feature["properties"]["slug"], code): verdict
        for feature in shapes
        for code, verdict in zip(rules, feature["properties"]["strip"], strict=True)
    }
    assert strips == {key: said.verdict for key, said in pdf.items()}


def test_panel_of_the_map_shows_the_same_number_in_the_same_words(client, slugs, printed):
    card = re.compile(
        r'<article class="rule rule--(\w+)"[^>]*data-rule="(\w+)">(.*?)</article>', re.S
    )
    measured = re.compile(r'<p class="rule__measure"><strong>(.*?)</strong>')
    for slug in slugs:
        panel = client.get(f"/?tomt={slug}").get_data(as_text=True)
        shown = {
            code: (tag, (measured.search(body) or [None, ""])[1])
            for tag, code, body in card.findall(panel)
        }
        told = {
            entry["code"]: (entry["tag"], entry["measured_text"])
            for owner, entry in entries({slug: printed[slug]})
        }
        assert shown == told, slug
