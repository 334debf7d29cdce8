"""Figures without people: what is counted, what it costs a request, and what is told to whom."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import event, text

from areal.database import Role, connect
from areal.database.engines import engine
from areal.figures import period, report
from areal.figures.period import Period
from areal.figures.tally import Tally, outcome
from areal.queries import reading
from areal.queries.filters import ParcelFilter
from areal.queries.sites import list_sites
from tests.support.enquiries import PERSONAL, enquire, site_in
from tests.support.staff import person, signed_in
from webmap import counting

GRUE, KONGSVINGER = "3417", "3401"
BROWSER = {"User-Agent": "Mozilla/5.0 Firefox"}
NOW = Period(date(2020, 1, 1), date(2100, 1, 1))


@pytest.fixture
def tally(enquiry_app):
    fresh = Tally(3_600)
    enquiry_app.extensions[counting._NAME] = fresh
    return fresh


@pytest.fixture
def reader():
    return person("lise@grue.example", ("reader", GRUE))


def counted() -> dict[tuple[str, str, str], int]:
    with connect(Role.APP) as connection:
        rows = connection.execute(text("SELECT slug, what, reason, count FROM areal.site_count"))
        return {(row.slug, row.what, row.reason): row.count for row in rows}


def test_a_site_that_is_looked_at_is_counted_once_a_look(public, tally):
    slug = site_in(GRUE)
    first = public.get(f"/omrade/{slug}", headers=BROWSER)
    public.get(f"/?omrade={slug}", headers=BROWSER)
    public.get(f"/utvalg?areal={slug}", headers=BROWSER)
    # What is no look: the same page again, whether it is there, a machine.
    public.get(f"/omrade/{slug}", headers={**BROWSER, "If-None-Match": first.headers["ETag"]})
    public.head(f"/omrade/{slug}", headers=BROWSER)
    public.get(f"/omrade/{slug}", headers={"User-Agent": "Googlebot/2.1"})
    assert tally.write() == 2
    assert counted() == {(slug, "opened", ""): 2, (slug, "listed", ""): 1}
    public.get(f"/omrade/{slug}", headers=BROWSER)
    tally.write()
    assert counted()[slug, "opened", ""] == 3, "counts of a day add up"


def test_a_search_counts_what_it_shows_and_which_filter_left_the_others_out(public, tally):
    public.get("/", headers=BROWSER)
    assert tally.write() == 0, "who asks for nothing is shown everything"
    public.get("/?kommune=3417", headers=BROWSER)
    public.get("/?kommune=3417", headers=BROWSER)
    tally.write()
    found = counted()
    with reading() as connection:
        every = {card.slug: card.kommunenummer for card in list_sites(connection, ParcelFilter())}
    for slug, kommune in every.items():
        wanted = (slug, "shown", "") if kommune == GRUE else (slug, "filtered", "kommune")
        assert found[wanted] == 2
    assert len(found) == len(every)


def test_shown_and_filtered_out_are_all_sites_whatever_the_filter(public):
    filters = [
        ParcelFilter(min_daa=50),
        ParcelFilter(market=("ledig",), min_mw=5),
        ParcelFilter(q="industri", modenhet_min=4),
        ParcelFilter(verdict=("met",), kommune=("3401", "3417")),
    ]
    with reading() as connection:
        every = {card.slug for card in list_sites(connection, ParcelFilter())}
        for asked in filters:
            shown = {card.slug for card in list_sites(connection, asked)}
            told = list(outcome(connection, asked))
            assert {slug for slug, what, _ in told if what == "shown"} == shown
            assert {slug for slug, what, _ in told if what == "filtered"} == every - shown


def test_a_match_counts_what_it_shows_and_what_left_the_others_out(public, tally):
    public.get("/finn?mw=900", headers=BROWSER)
    tally.write()
    found = counted()
    assert found
    assert {(what, reason) for _, what, reason in found} <= {
        ("shown", ""), ("filtered", "power"), ("filtered", "market"), ("filtered", "together"),
    }  # fmt: skip
    assert any(reason == "power" for _, _, reason in found)


def test_counting_costs_a_request_no_statement(public, tally):
    said: list[str] = []

    def listen(_conn, _cursor, statement, *_rest) -> None:
        said.append(statement)

    def asked(path: str) -> int:
        said.clear()
        public.get(path, headers=BROWSER)
        return len(said)

    before = {path: asked(path) for path in ("/?kommune=3417", f"/omrade/{site_in(GRUE)}")}
    event.listen(engine(Role.PUBLIC), "before_cursor_execute", listen)
    try:
        asked("/?kommune=3416")
        with_counts = {path: asked(path) for path in before}
        tally._seconds = 0
        without = {path: asked(path) for path in before}
    finally:
        event.remove(engine(Role.PUBLIC), "before_cursor_execute", listen)
    assert with_counts == without
    assert not any("count_sites" in statement for statement in said)


def test_they_are_written_once_the_answer_has_left(public, enquiry_app):
    counts = Tally(1)
    enquiry_app.extensions[counting._NAME] = counts
    counts._since -= 10
    slug = site_in(GRUE)
    answer = public.get(f"/omrade/{slug}", headers=BROWSER, buffered=False)
    assert counted() == {}, "the visitor waits for nothing"
    answer.close()
    assert counted() == {(slug, "opened", ""): 1}


def test_what_is_no_site_or_no_code_is_not_counted(public, tally):
    tally.add("opened", ["finnes-ikke"])
    tally.add("filtered", [site_in(GRUE)], "'; DROP")
    assert tally.write() == 0


def test_counts_that_cannot_be_written_are_lost_and_nobody_notices(public, tally, monkeypatch):
    monkeypatch.setattr("areal.figures.tally.connect", _down)
    tally.add("opened", [site_in(GRUE)])
    assert tally.write() == 0
    assert not tally.is_due


def _down(_role):
    from areal.errors import DatabaseUnavailable  # noqa: PLC0415

    raise DatabaseUnavailable("down")


def test_unmet_needs_are_of_searches_and_enquiries_the_same_once(public, reader):
    public.get("/finn?mw=900&kommune=3417", headers=BROWSER)
    enquire(public, mw="900", kommune="3417")
    enquire(public, message="Til", mw="800", kommune="3417")
    found = {(each.kommune, each.key): each for each in report.needs(reader, NOW)}
    power = found["Grue", "power_mw"]
    assert (power.needs, power.least, power.most) == (2, 800, 900)


def test_status_adds_up_and_each_kommune_sees_its_own_sites(public, reader):
    boss = person("sjef@region.example", ("reader", "kongsvingerregionen"))
    slug = site_in(GRUE)
    enquire(public, f"/kontakt/{slug}")
    enquire(public, f"/kontakt/{site_in(KONGSVINGER)}")
    enquire(public)
    own = report.status(reader, NOW)
    assert [(each.kommunenummer, each.enquiries) for each in own] == [(GRUE, 1), (None, 1)]
    whole = report.total(report.status(boss, NOW))
    assert whole.enquiries == 3
    with connect(Role.APP) as connection:
        free, parcels = connection.execute(
            text("SELECT sum(area_m2) FILTER (WHERE market = 'ledig'), count(*) "
                 "FROM areal.parcel WHERE published")
        ).one()  # fmt: skip
    assert whole.parcels == parcels
    assert whole.free_m2 == pytest.approx(free)
    assert {each.kommunenummer for each in report.sites(reader, NOW)} == {GRUE}
    assert next(each for each in report.sites(reader, NOW) if each.slug == slug).enquiries == 1


def test_land_of_a_day_before_the_catalogue_is_unknown_and_not_none(enquiry_app, reader):
    past = Period(date(2001, 1, 1), date(2001, 6, 30))
    own = report.status(reader, past)[0]
    assert (own.parcels, own.free_m2, own.free_before_m2, own.sold) == (None,) * 4
    assert report.total(report.status(reader, past)).free_m2 is None
    desk = signed_in(enquiry_app.test_client(), reader)
    assert "ukjent" in desk.get("/staff/tall?fra=2001-01-01&til=2001-06-30").text


def test_the_page_and_its_files_tell_the_same_and_nobody(public, enquiry_app, reader, tally):
    slug = site_in(GRUE)
    public.get(f"/omrade/{slug}", headers=BROWSER)
    tally.write()
    enquire(public, f"/kontakt/{slug}", mw="900")
    desk = signed_in(enquiry_app.test_client(), reader)
    pages = [desk.get(f"/staff{path}?fra=2020-01-01&til=2100-01-01") for path in (
        "/tall", "/en/figures", "/tall/status.csv", "/tall/needs.csv", "/tall/sites.csv",
    )]  # fmt: skip
    assert [each.status_code for each in pages] == [200] * 5
    assert not [word for word in PERSONAL for each in pages if word in each.text]
    lines = list(csv.DictReader(io.StringIO(pages[4].text.lstrip("\ufeff")), delimiter=";"))
    assert {"opened": "1", "enquiries": "1"}.items() <= {
        line["what"]: line["count"] for line in lines if line["slug"] == slug
    }.items()
    assert desk.get("/staff/tall/annet.csv").status_code == 404


def test_periods_are_half_years_unless_somebody_says():
    assert period.half_year(date(2026, 3, 1)) == Period(date(2025, 7, 1), date(2025, 12, 31))
    assert period.half_year(date(2026, 7, 1)) == Period(date(2026, 1, 1), date(2026, 6, 30))
    today = date(2026, 11, 24)
    assert period.read("", "", today) == Period(date(2026, 1, 1), date(2026, 6, 30))
    assert period.read("2026-09-01", "", today) == Period(date(2026, 9, 1), today)
    assert period.read("2026-09-01", "2026-08-01", today).first == date(2026, 8, 1)
    assert period.read("x", "9999-12-31", today) == period.half_year(today)
