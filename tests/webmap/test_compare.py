"""The page that compares: what it tells is what the comparison found, and nothing is kept of it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from areal.assess.compare import compare
from areal.assess.scratch import TookTooLong
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from webmap import create_app
from webmap.planner import compare as page_module

DRAFT = "2026-2050-hoering"
ADDRESS = f"/plan/sammenlign?a=2017&b={DRAFT}"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def answer(published_app):
    return published_app.test_client().get(ADDRESS)


@pytest.fixture(scope="module")
def found(published_app):
    assert published_app
    return compare("2017", DRAFT, published=True)


def test_form_offers_strategies_and_runs_and_compares_nothing_yet(client):
    told = client.get("/plan/sammenlign")
    assert told.status_code == 200
    assert '<option value="2017" selected>' in told.text
    assert f'<option value="{DRAFT}" selected>' in told.text
    assert '<option value="run-1">' in told.text
    assert 'id="svar"' not in told.text


def test_totals_of_the_page_are_those_of_the_comparison(answer, found):
    assert answer.status_code == 200
    told = words(answer.text)
    worse, better = (
        sum(getattr(row, move) for row in found.kommuner) for move in ("worse", "better")
    )
    assert f"{worse} strengere, {better} mildere" in told
    for row in found.rules:
        assert f"{row.code} {row.title.nb}" in told
        if row.in_a and row.in_b and row.worse:
            assert re.search(rf"{row.code} [^0-9]*? {row.worse} {row.better} {row.other} ", told)
    changed = sum(item.change == "changed" for item in found.changes)
    assert f"er {changed} utfall endret" in told
    assert "Konstruert eksempel." in told


def test_each_parcel_has_two_strips_its_changes_and_ways_on(answer, client):
    articles = re.findall(r'<article class="moved-parcel">.*?</article>', answer.text, re.S)
    assert articles
    for article in articles:
        above, below = (
            re.findall(r'class="pair__cell', part)
            for part in re.findall(r'class="pair__cells".*?</div>', article, re.S)
        )
        assert len(above) == len(below)
    first = articles[0]
    assert "Årsak: regelen" in words(first)
    assert re.search(r"krav: (høyst|minst) \S+ \S+ → (høyst|minst)", words(answer.text))
    for link in re.findall(r'href="(/[^"]+)"', first):
        assert client.get(link).status_code == 200, link


def test_rule_and_kommune_narrow_the_list(client):
    told = client.get(f"{ADDRESS}&rule=R09&kommune=3417").text
    articles = "".join(re.findall(r'<article class="moved-parcel">.*?</article>', told, re.S))
    assert set(re.findall(r"<strong>(\w+)</strong>", articles)) <= {"R09"}
    assert "Kongsvinger ·" not in words(articles)


def test_same_on_both_sides_is_told_so(client):
    told = words(client.get("/en/plan/compare?a=2017&b=2017").text)
    assert "0 strengere" not in told
    assert client.get("/plan/sammenlign?a=2017&b=2017").text.count("moved-parcel") == 0


def test_answer_is_not_kept_and_faults_have_their_status(client, answer, monkeypatch):
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/plan/sammenlign?a=2017&b=nosuch").status_code == 404
    assert client.get(f"{ADDRESS}&rule=X1").status_code == 400

    def slow(*_: object, **__: object) -> None:
        raise TookTooLong("Too long.", hint="Ask for less.")

    monkeypatch.setattr(page_module, "compare", slow)
    told = client.get(ADDRESS)
    assert told.status_code == 503
    assert told.headers["Retry-After"]


@pytest.mark.usefixtures("sample_database")
def test_unpublished_parcel_is_not_told_of():
    client = create_app().test_client()
    name = "Brandval, Tomt 3"
    assert name in client.get(ADDRESS).text
    with connect(Role.APP) as app:
        write_as(app, "test")
        app.execute(text("UPDATE areal.parcel SET published = FALSE WHERE slug = 'brandval-3'"))
    assert name not in client.get(ADDRESS).text
