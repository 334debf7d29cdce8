"""The sheet of a site: tagged, named, the same bytes each time, the same numbers as everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import event, text

from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.database.engines import engine
from areal.queries import reading, revision, sheet
from areal.settings import ROOT
from areal.sheets.render import document_data
from areal.sheets.sheet_document import SheetDocument
from webmap import create_app
from webmap.files import disposition
from webmap.pages.sheet_view import sheet_view

ADDRESSES = {"nb": "/omrade/{}/ark.pdf", "en": "/en/site/{}/sheet.pdf"}
#: Deviates from several rules, and one could not be assessed.
SITE = "grinder"
HOSTILE = "<script>alert(1)</script> #evil[x] ${x} \"' 日本"


def document(app: Flask, slug: str, lang: str = "nb") -> SheetDocument:
    with app.test_request_context("/en/" if lang == "en" else "/"), reading() as connection:
        found = (sheet.for_site(connection, slug),)
        return sheet_view(connection, revision.current(connection), found, lang)


def words(made: SheetDocument) -> str:
    """Return everything a sheet says, drawings aside."""
    told = json.dumps(document_data(made), ensure_ascii=False)
    return re.sub(r"<svg.*?</svg>", "", told).replace("\u00a0", " ")


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_pdf_is_tagged_and_in_its_language(client, lang):
    response = client.get(ADDRESSES[lang].format(SITE))
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    made = response.get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/Marked true" in made
    assert (b"/Lang(en-GB)" if lang == "en" else b"/Lang(nb-NO)") in made


def test_unchanged_sheet_is_304_and_an_unknown_site_404(client):
    address = ADDRESSES["nb"].format(SITE)
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get(ADDRESSES["nb"].format("finnes-ikke")).status_code == 404


def test_two_processes_make_the_same_bytes(client):
    """Of the sheet, and of the list's PDF and pack."""
    addresses = [
        ADDRESSES["en"].format(SITE),
        "/utvalg.pdf?areal=slomarka,grinder&tittel=Møte",
        "/utvalg.zip?areal=slomarka,grinder&tittel=Møte",
    ]
    script = (
        "import hashlib, json, sys\n"
        "from webmap import create_app\n"
        "client = create_app().test_client()\n"
        "for address in json.loads(sys.argv[1]):\n"
        "    print(hashlib.sha256(client.get(address).get_data()).hexdigest())\n"
    )
    other = subprocess.run(
        [sys.executable, "-c", script, json.dumps(addresses)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    own = [hashlib.sha256(client.get(address).get_data()).hexdigest() for address in addresses]
    assert other.stdout.split() == own


def test_sheet_says_what_the_api_says(client, published_app):
    """Of every site: its figures; of every parcel: area and verdicts, rule by rule."""
    sites = client.get("/api/v1/sites.geojson").get_json()["features"]
    parcels = client.get("/api/v1/parcels.geojson").get_json()["features"]
    areas = {item["properties"]["slug"]: item["properties"] for item in parcels}
    assert len(sites) > 20
    for item in sites:
        told = item["properties"]
        made = document(published_app, told["slug"]).sites[0]
        free = f"{told['free_m2'] / 1000:.1f}".removesuffix(".0").replace(".", ",")
        if told["free_m2"] >= 100_000:
            free = f"{told['free_m2'] / 1000:.0f}"
        assert made.figures[0].value.replace("\u00a0", " ") == f"{free} daa", told["slug"]
        assert made.tag == told["overall"]
        own = [each for each in areas.values() if each["site_slug"] == told["slug"]]
        assert sorted(row.tag for row in made.parcels) == sorted(each["overall"] for each in own)
        strips = sorted([cell.verdict for cell in row.strip.cells] for row in made.parcels)
        assert strips == sorted(each["strip"] for each in own)


@pytest.mark.parametrize(("lang", "home"), [("nb", "/"), ("en", "/en/")])
def test_sheet_says_what_the_panel_says(client, published_app, lang, home):
    for slug in ("slomarka", SITE, "granerud-nord"):
        made = document(published_app, slug, lang).sites[0]
        panel = client.get(f"{home}?omrade={slug}").get_data(as_text=True)
        panel = panel[panel.index('id="panel"') :]
        facts = dict(re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>([^<]*)", panel))
        shared = [item for item in made.figures if item.label in facts]
        assert len(shared) >= 6
        assert {item.label: item.value for item in shared} == {
            item.label: facts[item.label] for item in shared
        }
        assert made.strip.summary in panel


def test_what_is_held_against_a_site_is_what_its_parcels_cards_say(client, published_app):
    made = document(published_app, SITE).sites[0]
    found = {}
    slugs = [f"{SITE}-{number}" for number in (1, 2, 3)]
    for number, slug in enumerate(slugs, 1):
        for item in client.get(f"/api/v1/parcels/{slug}").get_json()["findings"]:
            if item["verdict"] not in ("met", "not_relevant"):
                found.setdefault(item["rule_code"], []).append(f"Tomt {number}")
    told = {}
    for item in (*made.deviations, *made.gaps):
        told.setdefault(item.code, []).extend(name for name, _ in item.where)
    assert {code: sorted(names) for code, names in told.items()} == found
    farmland = next(item for item in made.deviations if item.code == "R09")
    assert "26,6 daa" in farmland.where[0][1].replace("\u00a0", " ")
    assert "Konstruert" in farmland.source
    assert [item.tag for item in made.deviations] == sorted(
        (item.tag for item in made.deviations), key=("deviates", "consider").index
    )


def test_unknown_is_said_and_days_of_confirmation_stand(published_app):
    made = document(published_app, SITE)
    groups = {group.key: group.figures for group in made.sites[0].groups}
    assert groups["power"][0].value == "ukjent"
    assert groups["power"][0].unknown
    assert groups["plan"][-1].value.replace("\u00a0", " ") == "20. aug. 2025"
    assert groups["plan"][-1].stale
    assert "None" not in words(made)
    assert made.notice.startswith("Eksempeldata.")
    assert "retningslinje" in made.guidance
    assert made.licence == "CC0-1.0"


def test_every_site_has_a_sheet_in_english_without_norwegian_words(published_app, client):
    for item in client.get("/api/v1/sites.geojson").get_json()["features"]:
        made = document(published_app, item["properties"]["slug"], "en")
        told = words(made)
        for word in ("ukjent", "Ledig", " daa", "oppfylt", "Tomt ", "luftlinje"):
            assert word not in told, (made.title, word)


def test_another_revision_is_another_sheet(sample_database):
    client = create_app().test_client()
    address = ADDRESSES["nb"].format(SITE)
    before = client.get(address)
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        connection.execute(
            text("UPDATE areal.site SET name = :name WHERE slug = :slug"),
            {"name": HOSTILE, "slug": SITE},
        )
    again = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert again.status_code == 200
    titled = again.get_data().decode("latin-1")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; #evil[x] ${x}" in titled
    named = again.headers["Content-Disposition"]
    assert "<" not in named
    assert "\n" not in named


def test_name_of_the_file_keeps_norwegian_letters():
    told = disposition("inline", "Faktaark Bærøya å gård.pdf")
    plain, _, whole = told.partition("; filename*=UTF-8''")
    assert plain == 'inline; filename="Faktaark Baeroya a gard.pdf"'
    assert unquote(whole) == "Faktaark Bærøya å gård.pdf"
    evil = disposition("attachment", 'a"; x="../..\r\n\u202e<b>.zip')
    assert re.fullmatch(r'attachment; filename="[^"\r\n/<>]*\.zip"; filename\*=UTF-8\'\'\S+', evil)


def test_sheet_asks_few_statements(client):
    """A sheet asks no more for a site of many parcels than for one of few."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(engine(Role.PUBLIC), "before_cursor_execute", note)
    try:
        numbers = []
        for slug in ("slomarka", SITE):
            seen.clear()
            assert client.get(ADDRESSES["nb"].format(slug)).status_code == 200
            numbers.append(len(seen))
    finally:
        event.remove(engine(Role.PUBLIC), "before_cursor_execute", note)
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 22, seen
