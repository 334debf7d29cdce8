"""Media and texts somebody else wrote: shown as what they are, never followed, never run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
import sqlalchemy
from flask.testing import FlaskClient

from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.plain import plain
from areal.queries.sites import Medium
from areal.queries.texts import Text
from areal.settings import Settings
from webmap import create_app
from webmap.pages.media import media_views
from webmap.security import PAGE, policy_text, with_films

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> ${7*7} {{7*7}} \u202egpj.exe"
PLANT = """
UPDATE areal.site SET name = :text, description_nb = :text, description_en = :text,
  highlights_nb = ARRAY[:text], highlights_en = ARRAY[:text], contact_role = :text,
  contact_email = :text, contact_phone = :text, verified_by = :text
WHERE slug = 'slomarka'
"""
MEDIUM = """
INSERT INTO areal.site_media (site_id, position, kind, url, alt_nb, alt_en, credit, licence)
SELECT site_id, :position, :kind, :url, :text, :text, :text, :text
FROM areal.site WHERE slug = 'slomarka'
"""
URLS = (
    ("photo", "javascript:alert(3)"),
    ("photo", "https://pictures.example.org/a.jpg"),
    ("dronefilm", "https://film.example.org/watch?v=1"),
    ("dronefilm", "/media/film.mp4"),
    ("document", "data:text/html,<script>alert(4)</script>"),
    ("document", "//evil.example.org/x.pdf"),
    ("document", '"><script>alert(5)</script>'),
)


@pytest.fixture(scope="module")
def planted(server, sample_template, published_app) -> Iterator[FlaskClient]:
    """Return a client of a catalogue with hostile texts in every field of a site."""
    name = server.create(sample_template)
    with server.use(name):
        with connect(Role.APP) as app:
            write_as(app, "test")
            app.execute(sqlalchemy.text(PLANT), {"text": HOSTILE})
            app.execute(
                sqlalchemy.text("UPDATE areal.parcel SET label = :text WHERE slug = 'slomarka-1'"),
                {"text": HOSTILE},
            )
            app.execute(
                sqlalchemy.text(
                    "UPDATE areal.kommune SET name = :text WHERE kommunenummer = '3415'"
                ),
                {"text": HOSTILE},
            )
            for position, (kind, url) in enumerate(URLS, 10):
                app.execute(
                    sqlalchemy.text(MEDIUM),
                    {"position": position, "kind": kind, "url": url, "text": HOSTILE},
                )
        yield create_app().test_client()
    server.drop(name)


@pytest.mark.parametrize(
    "path",
    [
        "/omrade/slomarka",
        "/en/site/slomarka",
        "/kommune/3415",
        "/en/kommune/3415",
        "/kommuner",
        "/?omrade=slomarka",
    ],
)
def test_hostile_texts_are_text(planted, path):
    answer = planted.get(path)
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert not re.search(r'(?:href|src)="(?:javascript|data|vbscript):', page)
    assert "&lt;script&gt;" in page
    assert "49" not in re.findall(r"\$\{[^}]*\}|\{\{[^}]*\}\}", page)
    assert "${7*7} {{7*7}}" in page


def test_hostile_names_stay_inside_their_json(planted):
    page = planted.get("/omrade/slomarka").get_data(as_text=True)
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert len(found) == 1
    assert json.loads(found[0])["name"] == plain(HOSTILE)
    assert planted.get("/omrade/slomarka/bilde.png").status_code == 200
    assert planted.get("/sitemap.xml").status_code == 200


def test_nothing_of_another_host_is_fetched_by_the_page(planted):
    page = planted.get("/omrade/slomarka").get_data(as_text=True)
    fetched = re.findall(
        r'<(?:img|script|iframe|video|source|audio|embed|object)\b[^>]*?\b(?:src|data|poster)="([^"]+)"',
        page,
    )
    assert fetched
    assert all(address.startswith("/") and address[1] not in "/\\" for address in fetched)
    assert "<iframe" not in page
    assert 'href="https://film.example.org/watch?v=1"' in page
    # An address no browser should follow is there to be read.
    assert "Kan ikke åpnes:" in page
    assert 'href="//evil' not in page


@pytest.mark.parametrize(
    ("kind", "url", "shape", "host"),
    [
        ("photo", "/media/a.jpg", "picture", ""),
        ("photo", "/static/../secret", "link", ""),
        ("photo", "https://x.example.org/a.jpg", "link", "x.example.org"),
        ("photo", "http://x.example.org/a.jpg", "text", ""),
        ("photo", "//x.example.org/a.jpg", "text", ""),
        ("photo", "/\\x.example.org/a.jpg", "text", ""),
        ("photo", "\thttps://x.example.org/a.jpg", "link", "x.example.org"),
        ("photo", "https://user@x.example.org/a.jpg", "text", ""),
        ("photo", "https://x.example.org/a\u202egpj.exe", "text", ""),
        ("photo", "https://[::bad/", "text", ""),
        ("dronefilm", "/media/film.webm", "film", ""),
        ("dronefilm", "https://film.example.org/1", "frame", "film.example.org"),
        ("dronefilm", "https://other.example.org/1", "link", "other.example.org"),
        ("document", "https://film.example.org/1.pdf", "link", "film.example.org"),
        ("document", "JavaScript:alert(1)", "text", ""),
    ],
)
def test_address_decides_how_a_medium_is_shown(published_app, kind, url, shape, host):
    medium = Medium(kind, url, Text("nb", "en"), "credit", "CC BY 4.0")
    with published_app.test_request_context("/"):
        (view,) = media_views([medium], ("film.example.org",), "nb")
    assert (view.shape, view.host) == (shape, host)


def test_pictures_come_before_films_and_documents(published_app):
    kinds = ("document", "dronefilm", "photo")
    media = [Medium(kind, "/media/x.png", Text("a", "b"), "", "") for kind in kinds]
    with published_app.test_request_context("/"):
        assert [view.kind for view in media_views(media, (), "nb")] == [*reversed(kinds)]


def test_films_play_only_from_hosts_the_setting_names():
    assert "frame-src" not in policy_text(with_films(PAGE, ()))
    allowed = policy_text(with_films(PAGE, ("player.example.org",)))
    assert "frame-src https://player.example.org" in allowed
    with pytest.raises(ValueError, match="film_hosts"):
        Settings(film_hosts=("https://player.example.org; script-src *",))


class TestFiles:
    """Media on our own server: what is a medium is sent, and nothing beside it."""

    def test_pictures_of_the_sample_are_sent_and_can_run_nothing(self, client):
        answer = client.get("/media/slomarka.svg")
        assert answer.status_code == 200
        assert answer.mimetype == "image/svg+xml"
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        tag = answer.headers["ETag"]
        assert client.get("/media/slomarka.svg", headers={"If-None-Match": tag}).status_code == 304

    @pytest.mark.parametrize(
        "name", ["../sites.yaml", "..%2fsites.yaml", "x.html", "sites.yaml", "", "a/../../x.svg"]
    )
    def test_nothing_else_is(self, client, name):
        assert client.get(f"/media/{name}").status_code == 404

    def test_the_installation_has_media_of_its_own(self, tmp_path):
        (tmp_path / "media" / "flyfoto").mkdir(parents=True)
        (tmp_path / "media" / "flyfoto" / "a.webp").write_bytes(b"RIFF")
        (tmp_path / "media" / "notes.txt").write_text("secret")
        client = create_app(Settings(data_dir=tmp_path)).test_client()
        assert client.get("/media/flyfoto/a.webp").data == b"RIFF"
        assert client.get("/media/notes.txt").status_code == 404
