"""Certificates as a planner reads them: order, proof, gaps, grants, origin; page, PDF and file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from areal.assess.preview import Area, precheck
from areal.catalogue import grants
from areal.catalogue.authorship import write_as
from areal.catalogue.grants import Decision
from areal.cli import program
from areal.database import Role, connect
from areal.queries import certificate, reading
from areal.queries.rules import list_rules
from areal.sheets.checked import for_checked
from areal.sheets.document import Document, Entry
from webmap import create_app
from webmap.planner.certificate_view import certificate_view

#: Deviates from three rules, has a question and a gap.
PARCEL = "grinder-3"
ADDRESSES = [
    "/plan/sertifikat/tomt/grinder-3",
    "/plan/sertifikat/omrade/grinder",
    "/plan/sertifikat/kommune/3418",
    "/en/plan/certificate/parcel/grinder-3",
    "/en/plan/certificate/site/grinder",
    "/en/plan/certificate/municipality/3418",
]
HOSTILE = "<script>alert(1)</script> #evil[x] ${x} \"' 日本"


def page(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.get_data(as_text=True)


def document(app: Flask, kind: str, key: str, lang: str = "nb") -> Document:
    build = getattr(certificate, f"for_{kind}")
    path = "/en/plan/" if lang == "en" else "/plan/"
    with app.test_request_context(path), reading() as connection:
        return certificate_view(connection, build(connection, key), lang)


def entries(made: Document) -> list[Entry]:
    return [
        entry for section in made.sections for group in section.groups for entry in group.entries
    ]


@pytest.mark.parametrize("path", ADDRESSES)
def test_page_is_whole_and_says_what_it_is(client, path):
    told = unescape(page(client, path))
    english = path.startswith("/en")
    assert '<article class="cert"' in told
    assert ("guidance, not law" if english else "retningslinje, ikke lov") in told
    assert told.count("Sample data." if english else "Eksempeldata.") >= 2
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", told)
    assert f'href="{path}.pdf"' in told


@pytest.mark.parametrize("path", ADDRESSES)
def test_pdf_is_tagged_named_and_in_its_language(client, path):
    response = client.get(f"{path}.pdf")
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert re.search(r'inline; filename="[\w-]+\.pdf"', response.headers["Content-Disposition"])
    made = response.get_data()
    assert made.startswith(b"%PDF-")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/Marked true" in made
    assert (b"/Lang(en-GB)" if path.startswith("/en") else b"/Lang(nb-NO)") in made


@pytest.mark.parametrize("suffix", ["", ".pdf"])
def test_unchanged_certificate_is_answered_with_304_and_unknown_with_404(client, suffix):
    address = f"/plan/sertifikat/tomt/{PARCEL}{suffix}"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(address).get_data() == first.get_data()
    for kind in ("tomt", "omrade", "kommune"):
        assert client.get(f"/plan/sertifikat/{kind}/finnes-ikke{suffix}").status_code == 404


def test_deviations_come_first_and_every_rule_once(published_app):
    made = document(published_app, "parcel", PARCEL)
    assert [group.key for group in made.sections[0].groups] == [
        "deviates",
        "consider",
        "gap",
        "met",
        "not_relevant",
    ]
    with reading() as connection:
        rules = [rule.code for rule in list_rules(connection, "parcel")]
    assert sorted(entry.code for entry in entries(made)) == sorted(rules)
    assert [cell.code for cell in made.sections[0].strip.cells] == rules


def test_each_finding_carries_its_proof(published_app):
    made = {entry.code: entry for entry in entries(document(published_app, "parcel", PARCEL))}
    farmland = made["R09"]
    assert farmland.measured is not None
    assert farmland.limit is not None
    assert farmland.margin == pytest.approx(farmland.limit - farmland.measured)
    assert farmland.limit_text == "høyst 0,5\u00a0daa"
    assert farmland.margin_text.endswith("over grensen")
    assert "Konstruert" in farmland.source
    assert "1. mai 2026" in farmland.layers[0].text.replace("\u00a0", " ")
    assert farmland.notes[0].startswith("Dekning")
    assert farmland.picture is not None
    assert farmland.picture.alt.startswith("Kart til R09")
    assert "daa" in farmland.picture.alt


def test_what_was_not_assessed_is_listed_with_the_reason(published_app):
    with reading() as connection:
        slugs = connection.execute(
            text("SELECT slug FROM parcel WHERE n_missing + n_not_mapped + n_error > 2 LIMIT 5")
        ).scalars()
        for slug in slugs:
            made = document(published_app, "parcel", slug)
            gaps = next(group for group in made.sections[0].groups if group.key == "gap")
            assert "betyr ikke at de er oppfylt" in gaps.lead
            assert all(entry.words for entry in gaps.entries), slug


def test_origin_names_run_strategy_and_checksums(client, published_app):
    told = page(client, f"/plan/sertifikat/tomt/{PARCEL}")
    with reading() as connection:
        run = connection.execute(
            text(
                "SELECT run_id, strategy_id, strategy_sha256, findings_sha256, engine_version "
                "FROM run WHERE is_published"
            )
        ).one()
    for value in run:
        assert f">{value}<" in told, value
    assert "1. nov. 2026".replace(" ", "\u00a0") in told


def test_site_tells_each_parcel_and_words_every_rule_once(published_app):
    made = document(published_app, "site", "grinder", "en")
    assert [section.title for section in made.sections] == ["Plot 1", "Plot 2", "Plot 3"]
    assert [line.name for line in made.parcels] == ["Plot 1", "Plot 2", "Plot 3"]
    assert [rule.code for rule in made.wordings] == list(made.rule_codes)
    parcel = document(published_app, "parcel", PARCEL, "en")
    own = next(section for section in made.sections if section.key == PARCEL)
    numbers = [(e.code, e.verdict, e.measured, e.margin) for g in own.groups for e in g.entries]
    assert sorted(numbers) == sorted(
        (e.code, e.verdict, e.measured, e.margin) for e in entries(parcel)
    )


def test_kommune_tells_its_rules_the_regions_and_its_parcels(published_app):
    made = document(published_app, "kommune", "3418")
    assert [section.title for section in made.sections] == [
        "Krav til kommunen",
        "Krav til hele regionen",
    ]
    assert {"S3", "S4", "R21", "S1", "S2"} == {entry.code for entry in entries(made)}
    lacking = next(entry for entry in entries(made) if entry.code == "S3")
    assert "Nærmest å fylle kravet: " in lacking.words
    assert made.picture is not None
    assert all(line.url.startswith("/plan/sertifikat/tomt/") for line in made.parcels)
    with reading() as connection:
        count = text("SELECT count(*) FROM parcel WHERE kommunenummer = '3418'")
        assert len(made.parcels) == connection.execute(count).scalar()
    assert made.tag == ""


def test_grant_lies_over_the_deviation_that_stays_visible(sample_database):
    decision = Decision("Kommunestyret", "KS 12/26", date(2026, 1, 10), None, "Ingen andre tomter.")
    with grants.register() as connection:
        grants.grant(connection, "plan", PARCEL, "R09", decision)
    app = create_app()
    made = {entry.code: entry for entry in entries(document(app, "parcel", PARCEL))}
    assert (made["R09"].verdict, made["R09"].tag) == ("deviates", "granted")
    assert "Kommunestyret" in made["R09"].grant
    assert "KS 12/26" in made["R09"].grant
    told = page(app.test_client(), f"/plan/sertifikat/tomt/{PARCEL}")
    assert 'data-rule="R09" data-verdict="deviates"' in told
    assert "sak KS 12/26" in told
    assert app.test_client().get(f"/plan/sertifikat/tomt/{PARCEL}.pdf").status_code == 200


def test_stale_layer_is_marked_where_the_finding_rests_on_it(published_app):
    with published_app.test_request_context("/plan/"), reading() as connection:
        made = certificate.for_parcel(connection, PARCEL)
        part = made.parts[0]
        aged = tuple(
            replace(finding, stale_layers=finding.rule.layers[:1])
            if finding.rule_code == "R09"
            else replace(finding, stale_layers=())
            for finding in part.findings
        )
        told = certificate_view(
            connection, replace(made, parts=(replace(part, findings=aged),)), "nb"
        )
    marked = {entry.code for entry in entries(told) if any(line.stale for line in entry.layers)}
    assert marked == {"R09"}


def test_hostile_names_come_out_as_text(sample_database):
    with connect(Role.APP) as app_connection:
        write_as(app_connection, "test")
        app_connection.execute(
            text("UPDATE areal.site SET name = :name WHERE slug = 'grinder'"), {"name": HOSTILE}
        )
    client = create_app().test_client()
    for path in ADDRESSES:
        told = page(client, path)
        assert "<script>alert(1)" not in told, path
        if "tomt" in path or "omrade" in path:
            assert "&lt;script&gt;alert(1)&lt;/script&gt; #evil[x] ${x}" in told
        made = client.get(f"{path}.pdf")
        assert made.status_code == 200
    titled = client.get("/plan/sertifikat/omrade/grinder.pdf").get_data().decode("latin-1")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; #evil[x] ${x}" in titled


def test_checked_area_gets_the_same_certificate_without_a_run(published_app):
    with connect(Role.APP) as connection:
        row = connection.execute(
            text("SELECT ST_AsEWKB(geom) AS geom FROM areal.parcel WHERE slug = :slug"),
            {"slug": PARCEL},
        ).one()
    checked = precheck([Area(HOSTILE, bytes(row.geom), {"area_class": "C"})])[0]
    with published_app.test_request_context("/plan/"), reading() as connection:
        made = certificate_view(connection, for_checked(connection, checked), "nb")
    assert (made.kind, made.key, made.kicker, made.title) == ("area", "", "Forhåndssjekk", HOSTILE)
    assert "ikke lagret" in [pair.value for pair in made.provenance]
    own = {entry.code: entry for entry in entries(made)}
    catalogue = {entry.code: entry for entry in entries(document(published_app, "parcel", PARCEL))}
    assert own["R09"].measured == pytest.approx(catalogue["R09"].measured)
    assert own["R09"].picture is not None


def test_command_writes_what_the_page_offers(client, tmp_path):
    for lang, path in (("nb", ADDRESSES[0]), ("en", ADDRESSES[3])):
        target = tmp_path / f"{lang}.pdf"
        asked = ["certificate", "parcel", PARCEL, "--lang", lang, "-o", str(target)]
        result = CliRunner().invoke(program, asked, catch_exceptions=False)
        assert result.exit_code == 0
        assert target.read_bytes() == client.get(f"{path}.pdf").get_data()


def test_panel_of_the_map_leads_to_the_certificate(client):
    assert f'href="/plan/sertifikat/tomt/{PARCEL}"' in page(client, f"/?tomt={PARCEL}")
    assert f'href="/en/plan/certificate/parcel/{PARCEL}"' in page(client, f"/en/?tomt={PARCEL}")
