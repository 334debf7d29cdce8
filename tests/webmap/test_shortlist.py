"""The shortlist in the address, carried along, ordered and titled; its files; the comparison."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from webmap.pages.chosen import MAX_TITLE, MOST

LIST = "slomarka,grinder,granerud-nord"
HOSTILE = "<script>alert(1)</script>../..\\x\u202e\x07 #evil[x] ${x} \"'"


def page(client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.get_data(as_text=True)


def links(told: str, kind: str = "href") -> list[str]:
    return [unescape(address) for address in re.findall(rf'{kind}="([^"]*)"', told)]


def named(address: str, name: str = "areal") -> list[str]:
    return parse_qs(urlsplit(address).query).get(name, [""])[0].split(",")


def link(told: str, text: str) -> str:
    found = re.search(rf'href="([^"]*)"[^>]*>(?:<span[^>]*>[^<]*</span>)?\s*{text}', told)
    assert found, text
    return unescape(found[1])


def test_list_goes_along_on_every_page(client):
    for path in ("/", "/strategien", "/data", "/?omrade=slomarka", "/sammenlign", "/en/"):
        joint = "&" if "?" in path else "?"
        told = page(client, f"{path}{joint}utvalg={LIST}&tittel=Til+Acme")
        top = told[told.index('<header class="top"') : told.index("</header>")]
        nav = links(top[top.index("<nav") : top.index("</nav>")])
        kept = [address for address in nav if "/plan/" not in address]
        assert len(kept) >= 3
        for address in kept:
            assert named(address, "utvalg") == LIST.split(","), (path, address)
            assert named(address, "tittel") == ["Til Acme"]
        assert "(3)" in top
        own = next(a for a in links(top) if "/utvalg?" in a or "/shortlist?" in a)
        assert named(own) == LIST.split(",")


def test_nothing_is_carried_where_nothing_is_chosen(client):
    assert "utvalg=" not in page(client, "/strategien")
    assert "(0)" in page(client, "/strategien")


def test_cards_and_panel_put_on_and_take_off(client):
    told = page(client, f"/?kommune=3415&omrade=slomarka&utvalg={LIST}")
    assert told.count('id="utvalg-slomarka"') == 1
    off = next(a for a in links(told[told.index('id="utvalg-panel-slomarka"') :]))
    assert named(off, "utvalg") == ["grinder", "granerud-nord"]
    assert named(off, "kommune") == ["3415"]
    assert named(off, "omrade") == ["slomarka"]
    on = next(a for a in links(told[told.index('id="utvalg-hernesmoen"') :]))
    assert named(on, "utvalg") == [*LIST.split(","), "hernesmoen"]
    again = page(client, on)
    assert "(4)" in again
    assert f'name="utvalg" value="{LIST},hernesmoen"' in again


def test_full_list_takes_no_more(client):
    full = ",".join(f"omrade-{number}" for number in range(MOST))
    told = page(client, f"/?utvalg={full},en-til")
    assert f"({MOST})" in told
    assert "Legg i utvalg" not in told


def test_shortlist_shows_the_chosen_in_their_order(client):
    told = page(client, f"/utvalg?areal={LIST}&tittel=Fylt")
    assert re.findall(r'id="valgt-([\w-]+)"', told) == LIST.split(",")
    assert "<h1>Fylt</h1>" in told
    up = [a for a in links(told) if a.endswith("#valgt-granerud-nord")]
    assert named(up[0]) == ["slomarka", "granerud-nord", "grinder"]
    assert named(up[0], "tittel") == ["Fylt"]
    out = [a for a in links(told) if named(a) == ["grinder", "granerud-nord"]]
    assert out
    other = page(client, f"/en/shortlist?areal={LIST}&tittel=Fylt")
    assert "859 daa" not in other
    assert "85.9 ha available" in other.replace("\u00a0", " ")


def test_unknown_sites_are_told_and_an_empty_list_explains_itself(client):
    told = page(client, f"/utvalg?areal=finnes-ikke,{LIST},%3Cb%3E")
    assert "er utelatt: finnes-ikke<" in told
    assert "%3Cb" not in told
    assert "Utvalget er tomt" in page(client, "/utvalg")
    assert page(client, "/utvalg.pdf", 400)
    assert page(client, "/utvalg.zip?areal=finnes-ikke", 400)


def test_title_is_text_and_is_cut(client):
    told = page(client, f"/utvalg?areal={LIST}&tittel={quote(HOSTILE)}")
    assert "<script>alert" not in told
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt;../..\\x #evil[x] ${x}" in told
    assert "\u202e" not in told
    told = page(client, f"/utvalg?areal={LIST}&tittel={'a' * 500}")
    assert f"<h1>{'a' * MAX_TITLE}</h1>" in told


def test_files_of_a_list_are_whole_named_and_304(client):
    query = f"?areal={LIST},finnes-ikke&tittel={quote('Ærlig møte')}"
    made = client.get(f"/utvalg.pdf{query}")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made.get_data()
    assert "filename*=UTF-8''%C3%86rlig%20m%C3%B8te.pdf" in made.headers["Content-Disposition"]
    for ending in ("pdf", "zip"):
        first = client.get(f"/utvalg.{ending}{query}")
        again = client.get(
            f"/utvalg.{ending}{query}", headers={"If-None-Match": first.headers["ETag"]}
        )
        assert again.status_code == 304


def test_pack_holds_exactly_three_files_of_the_chosen_sites(client, tmp_path):
    import pyogrio  # noqa: PLC0415

    response = client.get(f"/en/shortlist.zip?areal={LIST}&tittel={quote('Ærlig')}")
    archive = zipfile.ZipFile(io.BytesIO(response.get_data()))
    assert archive.namelist() == ["Ærlig.html", "Ærlig.gpkg", "Ærlig.pdf"]
    archive.extractall(tmp_path)
    sites = pyogrio.read_arrow(tmp_path / "Ærlig.gpkg", layer="sites")[1]
    assert sorted(sites["slug"].to_pylist()) == sorted(LIST.split(","))
    parcels = pyogrio.read_arrow(tmp_path / "Ærlig.gpkg", layer="parcels")[1]
    assert set(parcels["site"].to_pylist()) == set(LIST.split(","))
    about = pyogrio.read_arrow(tmp_path / "Ærlig.gpkg", layer="about")[1].to_pylist()
    assert {"key": "kommuner", "label": "Selection", "value": LIST.replace(",", ", ")} in about
    told = (tmp_path / "Ærlig.html").read_text(encoding="utf-8")
    assert not re.search(r"(?:src|srcset)=|<link|@import|url\((?!#)", told)
    assert "Sample data." in told
    assert told.count('<section class="site"') == 3


def test_hostile_title_is_text_in_every_file(client):
    response = client.get(f"/utvalg.zip?areal={LIST}&tittel={quote(HOSTILE)}")
    archive = zipfile.ZipFile(io.BytesIO(response.get_data()))
    for name in archive.namelist():
        assert re.fullmatch(r"[\w ()\[\]#$'{}.-]+\.(html|gpkg|pdf)", name), name
        assert not name.startswith((".", "/"))
    told = archive.read(archive.namelist()[0]).decode()
    assert "<script" not in told
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    named = response.headers["Content-Disposition"]
    assert "<" not in named
    assert "/" not in named


def test_comparison_marks_what_differs_in_words(client):
    told = page(client, f"/sammenlign?areal={LIST}")
    rows = re.findall(r"<tr( class=\"is-different\")?>\s*<th scope=\"row\">(.*?)</tr>", told, re.S)
    assert len(rows) > 40
    for differs, row in rows:
        values = re.findall(r"<td[^>]*>(?:<span class=\"sign\">.*?</span> )?([^<]*)", row)
        assert bool(differs) == (len(set(values)) > 1), row
        assert bool(differs) == ("ulikt" in row), row
    only = page(client, f"/sammenlign?areal={LIST}&bare=forskjeller")
    assert only.count('<th scope="row">') == sum(bool(differs) for differs, _ in rows)
    assert "Vis alle opplysninger" in only


def test_comparison_takes_four_and_tells_of_the_rest(client):
    told = page(client, f"/sammenlign?areal={LIST},hernesmoen,magnor-gaustad,finnes-ikke")
    assert told.count('<th scope="col">') == 4
    assert "utelatt: finnes-ikke<" in told
    assert "Høyst fire vises side om side." in told
    assert "Velg opptil fire" in page(client, "/sammenlign")
    two = page(client, f"/sammenlign?areal=slomarka&utvalg={LIST}")
    more = next(a for a in links(two) if named(a) == ["slomarka", "grinder"])
    assert page(client, more).count('<th scope="col">') == 2


@pytest.mark.parametrize(
    "path",
    [f"/utvalg?areal={LIST}", "/utvalg", f"/sammenlign?areal={LIST}", f"/en/compare?areal={LIST}"],
)
def test_no_inline_script_style_or_handler(client, path):
    told = page(client, path)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", told)
    assert "Set-Cookie" not in client.get(path).headers


def test_code_leads_to_our_own_addresses_alone(client):
    made = client.get("/qr.svg?til=/utvalg?areal=slomarka")
    assert made.mimetype == "image/svg+xml"
    assert b"<svg" in made.get_data()
    for path in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "",
        "/a\n",
        "/" * 2_000,
    ):
        assert client.get(f"/qr.svg?til={quote(path)}").status_code == 400, path
