"""The page of a site: what an investor reads, in both languages, and what it is made of."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy
from sqlalchemy import event

from areal.catalogue.authorship import write_as
from areal.database import Role, connect, engine
from areal.queries import reading, sites
from webmap import create_app
from webmap.pages.numbers import area_long
from webmap.pages.spread import short_list

PAGES = {"nb": "/omrade/slomarka", "en": "/en/site/slomarka"}
#: Statements one page of a site may take, however many parcels it has.
BUDGET = 17


def words(page: str) -> str:
    """Return what a page says, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def text(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def change(*statements: str) -> None:
    with connect(Role.APP) as app:
        write_as(app, "test")
        for statement in statements:
            app.execute(sqlalchemy.text(statement))


@pytest.fixture
def statements(published_app) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    public = engine(Role.PUBLIC)
    event.listen(public, "before_cursor_execute", note)
    yield seen
    event.remove(public, "before_cursor_execute", note)


@pytest.mark.parametrize("lang", PAGES)
def test_figures_are_those_of_the_catalogue(client, lang):
    page = text(client, PAGES[lang])
    with reading() as connection:
        site = sites.get_site(connection, "slomarka")
    for square_metres in (site.free_m2, site.area_m2, site.smallest_free_m2, site.largest_free_m2):
        assert area_long(square_metres, lang) in page
    assert page.count('<th scope="row">') == len(site.parcels)
    for parcel in site.parcels:
        assert area_long(parcel.area_m2, lang) in page
    assert "Næringssjef, Sør-Odal kommune" in page
    assert "naering.sor-odal@example.no" in page
    assert ("20 MW" if lang == "en" else "20 MW avklart") in words(page)


def test_english_is_in_hectares_with_acres_and_norwegian_in_daa(client):
    english, norwegian = text(client, PAGES["en"]), text(client, PAGES["nb"])
    assert re.search(r"\d\xa0ha \([\d.,]+\xa0acres\)", english)
    assert "daa" not in words(english)
    assert re.search(r"\d\xa0daa", norwegian)
    assert "acres" not in norwegian


def test_no_norwegian_is_left_in_english(client):
    page = words(text(client, PAGES["en"]))
    for word in ("Tomt ", "ukjent", "ledig", "luftlinje", "Avvik", "oppfylt", "krav:"):
        assert word not in page, word


def test_unknown_is_written_as_unknown_and_says_for_which_plots(client):
    page = words(text(client, "/omrade/hernesmoen"))
    # Three plots have 35 MW, of the fourth nobody has said.
    assert re.search(r"Strøm nå 35 MW Tomt 1–3 ukjent Tomt 4", page)
    assert re.search(r"Byggehøyde ukjent", page)
    assert "Sist bekreftet: ukjent for minst én tomt" in page
    assert " – " not in re.sub(r"Slomarka|Hernesmoen", "", page[page.index("Plan-ID") :][:400])


def test_what_is_confirmed_too_long_ago_is_amber_and_says_so(client):
    page = text(client, "/omrade/hernesmoen")
    stale = re.findall(r'<p class="ground__when stale">([^<]+)</p>', page)
    assert stale
    assert all("Eldre enn ett år" in line for line in stale)
    fresh = re.findall(r'<p class="ground__when">([^<]+)</p>', text(client, PAGES["nb"]))
    assert len(fresh) == 4
    assert not any("Eldre" in line for line in fresh)


def test_distances_say_they_are_straight_lines(client):
    page = words(text(client, PAGES["nb"]))
    near = page[page.index("Avstander") : page.index("Strategien", page.index("Avstander"))]
    assert "luftlinje" in near
    for name in ("Oslo lufthavn, Gardermoen", "Norsenga tømmerterminal", "Kongsvingerbanen"):
        assert name in near


def test_every_rule_is_there_once_with_the_plots_and_their_reasons(client):
    page = text(client, "/omrade/hernesmoen")
    codes = re.findall(r'<h3><a href="/strategien#(\w+)">', page)
    assert len(codes) == len(set(codes)) > 20
    rule = page[page.index("#R11") :]
    reasons = words(rule[: rule.index("</ul>")])
    assert re.search(r"Avvik: Tomt 3: 29,1 daa på «Myr», 31 % av tomta", reasons)
    assert re.search(r"Oppfylt: Tomt 1, 2 og 4: 0 daa", reasons)
    # What is wrong stands open, what is met is folded.
    folds = re.findall(r'<details class="fold"( open)?>\s*<summary>.*?</svg></span>([^<(]+)', page)
    assert folds[0] == (" open", "Avvik ")
    assert ("", "Oppfylt ") in folds


def test_links_lead_to_map_certificate_and_files(client):
    page = text(client, PAGES["nb"])
    for address in set(re.findall(r'href="(/[^"#]*)"', page)):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address
    files = re.findall(r'href="([^"]+)" download', page)
    assert len(files) == 4
    assert "/plan/sertifikat/omrade/slomarka.pdf" in page


def test_files_hold_the_site_and_nothing_else(client):
    told = client.get("/omrade/slomarka/tomter.geojson").get_json(force=True)
    assert {item["properties"]["site"] for item in told["features"]} == {"slomarka"}
    assert len(told["features"]) == 8
    answer = client.get("/en/site/slomarka/plots.csv.zip")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="slomarka-')
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        tables = [archive.read(name).decode() for name in archive.namelist()]
    assert not any("Hernesmoen" in table for table in tables)
    assert any("Slomarka" in table for table in tables)
    assert client.get("/omrade/finnes-ikke/tomter.gpkg").status_code == 404


def test_map_is_drawn_by_us_with_words_beside_it(client):
    page = text(client, PAGES["nb"])
    drawing = page[page.index('<div class="drawn__map"') : page.index("</figure>")]
    assert 'role="img"' in drawing
    assert "Tomt 3: Bør vurderes" in drawing
    assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"<script|<image|<foreignObject|\sstyle=|\son\w+=", drawing)


@pytest.mark.parametrize("path", PAGES.values())
def test_statement_budget(client, statements, path):
    tag = client.get(path).headers["ETag"]
    assert len(statements) <= BUDGET, statements
    statements.clear()
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert len(statements) == 2


@pytest.mark.usefixtures("sample_database")
def test_without_free_plots_contact_or_power_it_says_so():
    change(
        "UPDATE areal.parcel SET market = 'solgt', power_mw_now = NULL "
        "WHERE slug LIKE 'slomarka-%'",
        "UPDATE areal.site SET contact_role = NULL, contact_email = NULL, contact_phone = NULL, "
        "verified_on = NULL, description_nb = NULL WHERE slug = 'slomarka'",
    )
    page = text(create_app().test_client(), PAGES["nb"])
    assert page.count("ingen ledige tomter") == 3
    assert "Kontaktpunkt ukjent" in page
    assert re.search(r"<dt>Strøm nå</dt>\s*<dd class=\"is-unknown\">ukjent", page)
    assert re.search(r"<dt>Sist bekreftet</dt>\s*<dd class=\"is-unknown\">ukjent", page)
    assert "None" not in words(page)


def test_shortlist_is_carried_to_the_next_page(client):
    page = text(client, f"{PAGES['nb']}?utvalg=granli,slomarka,%22x,granli")
    carried = [
        parse_qs(urlsplit(unescape(link)).query)["utvalg"]
        for kind, link in re.findall(r'<a( class="choose[^>]*)? href="(/[^"]*utvalg=[^"]*)"', page)
        if not kind
    ]
    assert len(carried) > len(client.get("/api/v1/kommuner.geojson").get_json()["features"])
    # Each once, and nothing that is no slug.
    assert all(chosen == ["granli,slomarka"] for chosen in carried)


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (["Tomt 1"], "Tomt 1"),
        (["Tomt 1", "Tomt 2"], "Tomt 1 og 2"),
        (["Tomt 1", "Tomt 2", "Tomt 3", "Tomt 7"], "Tomt 1–3 og 7"),
        (["Tomt 9", "Tomt 10", "Tomt 11"], "Tomt 9–11"),
        (["Felt A", "Tomt 2"], "Felt A og Tomt 2"),
        (["Nord", "Sør", "Øst"], "Nord, Sør og Øst"),
    ],
)
def test_names_of_plots_are_written_short(published_app, names, written):
    with published_app.test_request_context("/"):
        assert short_list(names) == written
