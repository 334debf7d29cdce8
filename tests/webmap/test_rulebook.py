"""The rule book: every rule as it is written, how it is measured, and what it hits today."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from areal.assess.snapshot import store_snapshot
from areal.assess.strategies import strategy_file
from areal.database import Role, connect
from areal.queries.kind_manuals import manuals
from areal.settings import ROOT
from areal.strategy.kinds import KINDS
from webmap import create_app

DRAFT = ROOT / "data/geo/strategies/kongsvingerregionen/2026-2050-hoering.yaml"


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return html.unescape(response.get_data(as_text=True)).replace("\xa0", " ")


def rule(page: str, code: str) -> str:
    start = page.index(f'<article class="law" id="{code}"')
    found = page[start : page.index("</article>", start)]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


@pytest.mark.parametrize("start", ["/plan/regler/", "/en/plan/rules/"])
def test_without_version_it_goes_to_the_published_one(client, start):
    response = client.get(start)
    assert response.status_code == 302
    assert response.headers["Location"] == f"{start}2017"


@pytest.mark.parametrize("path", ["/plan/regler/2017", "/en/plan/rules/2017"])
def test_every_rule_is_there_with_everything_that_is_known_of_it(client, path):
    page = text(client, path)
    lang = "en" if path.startswith("/en") else "nb"
    for known in client.get("/api/v1/rules").get_json()["rules"]:
        told = rule(page, known["code"])
        assert known["title"][lang] in told
        assert known["text"][lang] in told
        assert known["why"][lang] in told
        assert manuals()[known["kind"]].limits.get(lang) in told
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)
    assert "None" not in re.sub(r"<[^>]+>", " ", page)


def test_every_kind_has_a_manual_in_both_languages():
    assert set(manuals()) == {kind.sql_name for kind in KINDS}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("R01", "Oppfylt: minst 95 %"),
        ("R01", "Bør vurderes: mellom 80 % og 95 %"),
        ("R01", "Avvik: mindre enn 80 %"),
        ("R02", "modenhet: byggeklar"),
        ("R04", "Veger (E16 eller rv2)"),
        ("R04", "Bør vurderes: mellom 2 km og 5 km"),
        ("R05", "Det er nok at én av dem er nær."),
        ("R07", "treff mindre enn 500 m² og 1 % av tomta regnes som tegnefeil"),
        ("R09", "Avvik: mer enn 0,5 daa"),
        ("R10", "Bør vurderes: mer enn 10 %"),
        ("R13", "Unntak når geoteknisk rapport: kjent"),
        ("R16", "Avvik: mindre enn 50 m"),
        ("R18", "15 m: Veger (K)"),
        ("R19", "Oppfylt: høyst 365 dager"),
        ("R20", "vann, avløp, fiber, adkomst: ja"),
        ("S1", "«Det etableres et nasjonalt transportknutepunkt"),
        ("S1", "innen 1,5 km i luftlinje fra «Godsterminaler (offentlig)»"),
    ],
)  # fmt: skip
def test_limits_and_conditions_are_said_in_words(client, code, said):
    assert said in rule(text(client, "/plan/regler/2017"), code)


def test_hits_are_those_of_the_dashboard_it_leads_to(client):
    page = text(client, "/plan/regler/2017")
    count = int(re.search(r"Avvik: (\d+)", rule(page, "R09").partition("Treffer i dag")[2])[1])
    link = re.search(r'href="(/plan/\?rule=R09[^"]*finding=deviates[^"]*)"', page)[1]
    dashboard = client.get(link).get_data(as_text=True)
    assert dashboard.count('class="matrix__cell"') == count


@pytest.mark.usefixtures("sample_database")
def test_draft_says_that_nothing_was_checked_against_it() -> None:
    with connect(Role.APP) as connection:
        store_snapshot(connection, strategy_file(DRAFT, date(2026, 11, 1)))
    client = create_app().test_client()
    page = text(client, "/plan/regler/2026-2050-hoering")
    assert "Denne utgaven er ikke den som er publisert." in page
    assert "Treffer i dag" not in page
    assert 'href="/plan/regler/2017"' in page
    published = text(client, "/plan/regler/2017")
    assert 'href="/plan/regler/2026-2050-hoering"' in published
    assert "Treffer i dag" in published


def test_unknown_version_is_a_404(client):
    assert "Fant ikke siden" in text(client, "/plan/regler/1999", 404)


def test_public_page_and_rule_book_lead_to_each_other(client):
    assert 'href="/plan/regler/"' in text(client, "/strategien")
    assert 'href="/strategien"' in text(client, "/plan/regler/2017")
