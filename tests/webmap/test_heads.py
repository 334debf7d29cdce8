"""What search engines and link previews read: one address a page, its pair, picture and facts."""

from __future__ import annotations

import json
import re
import struct
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from areal.settings import Settings
from webmap import create_app
from webmap.pages.head import script_json

PAIRS = {
    "/": "/en/",
    "/kommuner": "/en/kommuner",
    "/kommune/3415": "/en/kommune/3415",
    "/omrade/slomarka": "/en/site/slomarka",
    "/strategien": "/en/strategy",
    "/data": "/en/data",
    "/tilgjengelighet": "/en/accessibility",
    "/personvern": "/en/privacy",
}
HOST = "http://localhost"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def head_of(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = answer.get_data(as_text=True)
    return page[: page.index("</head>")]


def link(head: str, rel: str) -> dict[str, str]:
    found = re.findall(rf'<link rel="{rel}"(?: hreflang="([\w-]+)")? href="([^"]+)">', head)
    return {name: unescape(address) for name, address in found}


def read(answer) -> ET.Element:
    return ET.fromstring(answer.data)  # noqa: S314 - our own answer


def meta(head: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', head)
    return {name: unescape(value) for name, value in found}


@pytest.mark.parametrize(("nb", "en"), PAIRS.items())
def test_each_language_names_itself_and_the_other(client, nb, en):
    pair = {"nb": HOST + nb, "en": HOST + en, "x-default": HOST + nb}
    for lang, path in (("nb", nb), ("en", en)):
        # What is filtered or chosen is another view of the same page.
        for asked in (path, f"{path}?utvalg=granli"):
            head = head_of(client, asked)
            assert link(head, "canonical") == {"": pair[lang]}
            assert link(head, "alternate") == pair


def test_map_with_a_site_chosen_is_the_page_of_the_site(client):
    head = head_of(client, "/en/?omrade=slomarka&kommune=3415")
    assert link(head, "canonical") == {"": f"{HOST}/en/site/slomarka"}
    assert head_of(client, "/?kommune=3415").count('rel="canonical"') == 1


def test_address_the_public_sees_is_a_setting(published_app):
    app = create_app(Settings(base_url="https://kart.example.no/"))
    head = head_of(app.test_client(), "/omrade/slomarka")
    assert link(head, "canonical") == {"": "https://kart.example.no/omrade/slomarka"}
    assert meta(head)["og:image"].startswith("https://kart.example.no/omrade/")
    sitemap = app.test_client().get("/sitemap.xml").get_data(as_text=True)
    assert "localhost" not in sitemap
    assert "https://kart.example.no/sitemap.xml" in app.test_client().get("/robots.txt").text


@pytest.mark.parametrize("path", [*PAIRS, *PAIRS.values()])
def test_preview_has_title_words_and_address(client, path):
    told = meta(head_of(client, path))
    assert told["og:title"]
    assert "<" not in told["og:title"]
    assert told["og:description"] == told["description"]
    assert told["og:url"] == HOST + path
    assert told["og:locale"] == ("en_GB" if path.startswith("/en") else "nb_NO")


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/kommuner", "/kommune/3415", "/omrade/slomarka", "/en/site/slomarka"]
)
def test_picture_is_a_png_of_the_size_it_says(client, path):
    told = meta(head_of(client, path))
    address = told["og:image"].removeprefix(HOST)
    first, again = client.get(address), client.get(address)
    assert first.mimetype == "image/png"
    assert first.data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", first.data[16:24]) == (1200, 630)
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert first.data == again.data
    tag = first.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_picture_of_nothing_is_not_found(client):
    assert client.get("/omrade/finnes-ikke/bilde.png").status_code == 404
    assert client.get("/kommune/0301/bilde.png").status_code == 404


@pytest.mark.parametrize(
    ("path", "lang"), [("/omrade/slomarka", "nb"), ("/en/site/slomarka", "en")]
)
def test_place_in_the_words_of_schema_org(client, path, lang):
    head = head_of(client, path)
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.S)
    assert len(found) == 1
    place = json.loads(found[0])
    assert place["@type"] == "Place"
    assert place["name"] == "Slomarka"
    assert place["url"] == HOST + path
    assert 60 < place["geo"]["latitude"] < 61
    assert 11 < place["geo"]["longitude"] < 12
    assert place["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Sør-Odal",
        "addressCountry": "NO",
    }
    for address in (place["image"], place["hasMap"]):
        assert client.get(address.removeprefix(HOST)).status_code == 200
    assert ("ledig" if lang == "nb" else "available") in place["description"]


def test_no_text_ends_the_element_its_json_stands_in():
    hostile = "</script><script>alert(1)</script><!-- & \u2028\u2029 ${x}"
    written = str(script_json({"name": hostile}))
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"name": hostile}


class TestSitemap:
    """The list of addresses: all that is public, in both languages, and nothing else."""

    def entries(self, client) -> dict[str, dict[str, str]]:
        answer = client.get("/sitemap.xml")
        assert answer.mimetype == "application/xml"
        root = read(answer)
        assert root.tag == f"{SITEMAP}urlset"
        found = {}
        for url in root:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]+\+00:00", url.findtext(f"{SITEMAP}lastmod"))
            found[url.findtext(f"{SITEMAP}loc")] = {
                item.get("hreflang"): item.get("href") for item in url.iter(f"{XHTML}link")
            }
        return found

    def test_every_address_is_there_and_its_pair_names_it_back(self, client):
        found = self.entries(client)
        for nb, en in PAIRS.items():
            for path in (nb, en):
                pair = {"nb": HOST + nb, "en": HOST + en, "x-default": HOST + nb}
                assert found[HOST + path] == pair
        for address in list(found)[::5]:
            head = head_of(client, address.removeprefix(HOST))
            assert link(head, "canonical") == {"": address}
            assert link(head, "alternate") == found[address]

    def test_published_sites_and_no_others(self, client):
        listed = client.get("/api/v1/sites.geojson").get_json()["features"]
        published = {item["properties"]["slug"] for item in listed}
        found = self.entries(client)
        assert {a.rpartition("/")[2] for a in found if "/omrade/" in a} == published
        assert {a.rpartition("/")[2] for a in found if "/site/" in a} == published
        assert not any("/plan" in address or "?" in address for address in found)

    def test_more_than_a_file_may_hold_is_parted(self, client, monkeypatch):
        whole = set(self.entries(client))
        monkeypatch.setattr("webmap.pages.sitemap.MAX_PAGES", 10)
        root = read(client.get("/sitemap.xml"))
        assert root.tag == f"{SITEMAP}sitemapindex"
        parts = [item.text.removeprefix(HOST) for item in root.iter(f"{SITEMAP}loc")]
        found = [
            item.text for part in parts for item in read(client.get(part)).iter(f"{SITEMAP}loc")
        ]
        assert len(parts) > 2
        assert set(found) == whole
        assert len(found) == len(whole)
        assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404


def test_robots_may_read_pages_and_not_ask_questions(client):
    told = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /plan/" in told
    assert told.index("Allow: /static/") < told.index("Disallow: /*?")
    assert "Disallow: /" not in told
    assert f"Sitemap: {HOST}/sitemap.xml" in told


@pytest.mark.parametrize("path", ["/finnes-ikke", "/omrade/finnes-ikke", "/en/site/nowhere"])
def test_page_that_is_not_there_is_not_listed_and_offers_a_search(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    page = answer.get_data(as_text=True)
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
    english = path.startswith("/en")
    assert f'action="{"/en/" if english else "/"}"' in page
    assert 'name="q"' in page
    assert ("Page not found" if english else "Fant ikke siden") in page
