"""oEmbed 1.0: the contract that WordPress and others rely on."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote, unquote

import pytest
import sqlalchemy
from flask import Flask

from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.settings import Settings
from webmap import create_app

#: What WordPress leaves of an iframe from a provider it does not know.
KEPT_BY_KSES = {
    "src",
    "width",
    "height",
    "frameborder",
    "marginwidth",
    "marginheight",
    "scrolling",
    "title",
}


class Tags(HTMLParser):
    """Collects the elements of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def ask(client, url: str, more: str = ""):
    return client.get(f"/oembed?format=json&url={quote(url, safe='')}{more}")


def iframe(answer) -> dict[str, str]:
    tags = Tags(answer.get_json()["html"]).found
    assert [tag for tag, _ in tags] == ["iframe"]
    return tags[0][1]


def test_the_answer_is_what_the_specification_asks_for(client):
    answer = ask(client, "http://localhost/")
    assert answer.mimetype == "application/json"
    body = answer.get_json()
    assert body["version"] == "1.0"
    assert body["type"] == "rich"
    assert body["provider_name"] == "Næringsarealer i Kongsvingerregionen"
    assert body["provider_url"] == "http://localhost/"
    assert body["cache_age"] > 0
    assert isinstance(body["width"], int)
    assert isinstance(body["height"], int)
    frame = iframe(answer)
    assert set(frame) <= KEPT_BY_KSES
    assert frame["width"] == str(body["width"])
    assert frame["height"] == str(body["height"])
    assert frame["title"] == body["title"]
    assert "blockquote" not in body["html"]


@pytest.mark.parametrize(
    ("url", "source", "title"),
    [
        ("http://localhost", "/embed", "Næringsarealer i Kongsvingerregionen"),
        ("http://localhost/en/", "/embed?lang=en", "Business land in the Kongsvinger region"),
        ("http://localhost/en", "/embed?lang=en", "Business land in the Kongsvinger region"),
        (
            "http://localhost/?kommune=3401&min_daa=20",
            "/embed?kommune=3401&min_daa=20",
            "Kongsvinger – ",
        ),
        (
            "http://localhost/?kommune=3401&kommune=3415",
            "/embed?kommune=3401&kommune=3415",
            "Kongsvinger, Sør-Odal – ",
        ),
        ("http://localhost/?kommune=3401,3415", "/embed?kommune=3401,3415", "Kongsvinger, Sør-"),
        ("http://localhost/?omrade=slomarka", "/embed?omrade=slomarka", "Slomarka – "),
        ("http://localhost/?tomt=slomarka-1", "/embed?tomt=slomarka-1", "Slomarka, Tomt 1 – "),
        ("http://localhost/omrade/slomarka/", "/embed?areal=slomarka", "Slomarka – "),
        ("http://localhost/en/site/slomarka", "/embed?lang=en&areal=slomarka", "Slomarka – "),
        ("http://localhost/kommune/3415", "/embed?kommune=3415", "Sør-Odal – "),
        ("http://localhost/en/kommune/3415", "/embed?lang=en&kommune=3415", "Sør-Odal – "),
        (
            "http://localhost/embed?lang=en&theme=kontrast",
            "/embed?lang=en&theme=kontrast",
            "Business land",
        ),
        ("https://LOCALHOST/", "/embed", "Næringsarealer i"),
    ],
)
def test_each_page_has_its_frame(client, url, source, title):
    answer = ask(client, url)
    assert answer.status_code == 200
    assert unquote(iframe(answer)["src"]) == f"http://localhost{source}"
    assert answer.get_json()["title"].startswith(title)
    shown = client.get(source, follow_redirects=True)
    assert shown.status_code == 200


@pytest.mark.parametrize(
    ("asked", "width", "height"),
    [
        ("", 1000, 640),
        ("&maxwidth=600", 600, 640),
        ("&maxwidth=600&maxheight=400", 600, 400),
        ("&maxwidth=5000&maxheight=5000", 1000, 640),
        ("&maxwidth=0", 1, 640),
        ("&maxwidth=", 1000, 640),
    ],
)
def test_the_size_asked_for_is_never_exceeded(client, asked, width, height):
    body = ask(client, "http://localhost/", asked).get_json()
    assert (body["width"], body["height"]) == (width, height)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://localhost.example.org/",
        "http://localhost@example.org/",
        "ftp://localhost/",
        "javascript:alert(1)//localhost/",
        "//localhost/",
        "localhost",
        "http://localhost/strategien",
        "http://localhost/plan/",
        "http://localhost/omrade/../plan",
        "http://localhost/omrade/finnesikke",
        "http://localhost/kommune/9999",
        "http://localhost/?tomt=finnesikke",
        "http://[::1",
        "http://localhost/?q=" + "x" * 3_000,
    ],
)
def test_what_is_not_ours_or_not_there_is_404(client, url):
    answer = ask(client, url)
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_other_formats_are_not_answered(client):
    assert client.get("/oembed?format=xml&url=http://localhost/").status_code == 501
    assert client.get("/oembed?url=http://localhost/").status_code == 200


@pytest.mark.parametrize(
    "asked", ["/oembed", "/oembed?url=", "/oembed?url=http://localhost/&maxwidth=x"]
)
def test_nonsense_is_400_and_named(client, asked):
    answer = client.get(asked)
    assert answer.status_code == 400
    assert answer.get_json()["parameter"] in ("url", "maxwidth")


def test_hostile_words_stay_inside_their_attributes(client):
    answer = ask(client, 'http://localhost/?q="></iframe><script>alert(1)</script>')
    tags = Tags(answer.get_json()["html"]).found
    assert [tag for tag, _ in tags] == ["iframe"]
    assert set(tags[0][1]) <= KEPT_BY_KSES


@pytest.mark.usefixtures("sample_database")
def test_hostile_names_of_the_catalogue_stay_text():
    hostile = """"><script>alert('x')</script>${alert(1)}"""
    with connect(Role.APP) as app:
        write_as(app, "test")
        change = "UPDATE areal.site SET name = :name WHERE slug = 'slomarka'"
        app.execute(sqlalchemy.text(change), {"name": hostile})
    client = create_app().test_client()
    frame = iframe(ask(client, "http://localhost/?omrade=slomarka"))
    assert frame["title"].startswith(hostile)
    assert set(frame) <= KEPT_BY_KSES
    for path in ("/embed?omrade=slomarka", "/bygg-inn?areal=slomarka"):
        page = client.get(path).get_data(as_text=True)
        assert "alert(" in page
        assert "<script>alert" not in page


def test_the_address_the_public_sees_is_the_one_given(published_app: Flask):
    client = create_app(Settings(base_url="https://kart.example.org/")).test_client()
    answer = ask(client, "https://kart.example.org/?kommune=3401")
    assert iframe(answer)["src"] == "https://kart.example.org/embed?kommune=3401"
    assert 'href="https://kart.example.org/oembed?' in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/", "/en/?kommune=3401&market=ledig", "/?omrade=slomarka", "/embed"]
)
def test_pages_tell_how_they_are_embedded_early_in_their_head(client, path):
    page = client.get(path).data[:150_000].decode("utf-8", "ignore")
    head = page[: page.index("</head>")]
    link = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', head)
    answer = client.get(link.group(1).replace("&amp;", "&"))
    assert answer.status_code == 200
    source = iframe(answer)["src"]
    assert source.partition("?")[2].removeprefix("lang=en&") == path.partition("?")[2]


def test_other_pages_tell_of_no_frame(client):
    for path in ("/strategien", "/data", "/plan/", "/bygg-inn", "/finnes-ikke"):
        assert "json+oembed" not in client.get(path).get_data(as_text=True)


def test_an_answer_is_kept_until_something_is_published(client):
    first = ask(client, "http://localhost/")
    again = client.get(
        "/oembed?format=json&url=http%3A%2F%2Flocalhost%2F",
        headers={"If-None-Match": first.headers["ETag"]},
    )
    assert again.status_code == 304
