"""The embedded map: bare, frameable and readable from an origin of its own; nothing else is."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from pydantic import ValidationError

from areal.settings import Settings
from webmap import create_app
from webmap.embed.options import LEAST, MOST, bounded, canonical
from webmap.embed.page import outwards
from webmap.pages.frame import STATIC
from webmap.theme import look

#: Files that a frame reads with its own origin, which may be none: typefaces by CORS always.
READ_BY_FRAMES = (
    "/embed",
    "/embed?kommune=9999",
    "/embed.js",
    "/tema/lys.css",
    "/static/css/base.css",
    "/static/vendor/inter/inter-latin-wght-normal.woff2",
    "/kart/nb.js",
    "/api/v1/sites.geojson",
    "/oembed?url=http://localhost/",
)


def text(client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.get_data(as_text=True)


def ancestors(response) -> str:
    policy = response.headers["Content-Security-Policy"]
    return next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))


# ---------------------------------------------------------------- what is on it


def test_map_and_list_alone_with_one_line_at_the_foot(client):
    page = text(client, "/embed")
    assert '<header class="top"' not in page
    assert 'class="notice"' not in page
    assert page.count('class="card') >= 18
    assert 'id="kart"' in page
    foot = page[page.index('<footer class="foot"') :]
    assert foot.count("<p>") == 1
    for told in ("Eksempeldata.", "Kilde: Næringsarealer i", "Kontrollert 1.", "Åpne i"):
        assert told in foot


def test_it_speaks_english_when_asked(client):
    page = text(client, "/embed?lang=en")
    assert '<html lang="en"' in page
    assert "Source: Business land in the Kongsvinger region" in page
    assert "/kart/en.js" in page
    assert "Kilde" not in page


def test_the_foot_leads_to_the_same_on_the_whole_page(client):
    page = text(client, "/embed?lang=en&utseende=kontrast&height=500&kommune=3401&market=ledig")
    full = re.search(r'href="(http://localhost/en/[^"]*)"', page).group(1).replace("&amp;", "&")
    assert parse_qsl(urlsplit(full).query) == [("kommune", "3401"), ("market", "ledig")]
    assert client.get(full).status_code == 200


def test_filters_hold_in_the_frame_and_its_set_up_is_kept(client):
    page = text(client, "/embed?lang=en&height=500&kommune=3401")
    everything = text(client, "/embed?lang=en&height=500")
    assert (
        0
        < page.count("<li class=card") + page.count('<li class="card')
        < everything.count('<li class="card')
    )
    for link in re.findall(r'<a [^>]*href="([^"]+)"[^>]*data-nav', page):
        parts = urlsplit(link.replace("&amp;", "&"))
        assert parts.path == "/embed", link
        assert {("lang", "en"), ("height", "500")} <= set(parse_qsl(parts.query)), link
    for name, value in (("lang", "en"), ("height", "500")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page


def test_links_to_other_pages_leave_the_frame_and_those_within_do_not(client):
    page = text(client, "/embed?tomt=slomarka-1")
    for link in re.findall(r"<a [^>]*>", page):
        address = re.search(r'href="([^"]*)"', link).group(1)
        inside = "data-nav=" in link or address.startswith(("#", "/embed"))
        assert ('target="_blank" rel="noopener"' in link) is not inside, link


@pytest.mark.parametrize(
    "inside",
    [
        '<a href="#list">',
        '<a data-nav="x" href="/a">',
        '<a class="b" href="/embed?lang=en">',
        '<a href="/embed">',
        '<form method="get" action="/embed">',
        "<abbr>a href</abbr>",
    ],
)
def test_what_stays_in_the_frame_is_left_alone(inside):
    assert outwards(inside) == inside


def test_what_leads_elsewhere_opens_outside():
    leaves = '<a target="_blank" rel="noopener" class="b" href="/embedded">'
    assert outwards('<a class="b" href="/embedded">') == leaves
    assert outwards('<form action="/">') == '<form target="_blank" action="/">'


def test_the_height_is_bounded(client):
    assert 'data-height="640"' in text(client, "/embed")
    assert f'data-height="{MOST}"' in text(client, "/embed?height=99999999")
    assert f'data-height="{LEAST}"' in text(client, "/embed?height=1")
    assert 'data-height="640"' in text(client, "/embed?height=-1e9%22onload")


@pytest.mark.parametrize("wrong", ["", "x", "-1", "1.5", "٣٠٠", " 400", None])
def test_what_is_no_number_of_pixels_is_none(wrong):
    assert bounded(wrong, 1, 1_000) is None


def test_options_are_written_as_the_pages_write_them(published_app: Flask):
    with published_app.app_context():
        known = look()
    assert canonical([("areal", "slomarka"), ("theme", "kontrast")], known) == [
        ("omrade", "slomarka"),
        ("utseende", "kontrast"),
    ]
    # The theme of a rule is another thing by the same name.
    assert canonical([("theme", "transport"), ("kommune", "3401")], known) is None
    assert canonical([], known) is None


def test_an_option_of_another_name_leads_to_the_page(client):
    moved = client.get("/embed?areal=slomarka&lang=en")
    assert moved.status_code == 302
    assert moved.headers["Location"] == "/embed?omrade=slomarka&lang=en"
    assert "Slomarka" in text(client, moved.headers["Location"])


def test_the_theme_is_another_style_sheet(client):
    assert "/tema/lys.css" in text(client, "/embed")
    assert "/tema/kontrast.css" in text(client, "/embed?utseende=kontrast")
    assert "/tema/lys.css" in text(client, "/embed?utseende=finnesikke")
    # The pages of our own are in the region's usual look.
    assert "/tema/lys.css" in text(client, "/?utseende=kontrast")


def test_it_is_answered_with_304_until_something_is_published(client):
    first = client.get("/embed?kommune=3401")
    again = client.get("/embed?kommune=3401", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert ancestors(again) == ancestors(first)
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    other = client.get("/embed?kommune=3414", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_an_error_is_told_inside_the_frame_and_bare(client):
    answer = client.get("/embed?omrade=finnesikke&lang=en")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert ancestors(answer) == "frame-ancestors 'self' *"
    assert '<header class="top"' not in page
    assert '<html lang="en"' in page
    assert 'href="/embed?lang=en"' in page


# ---------------------------------------------------------------- who may show it


def test_the_embedded_map_may_be_shown_by_those_the_setting_names(published_app: Flask, client):
    assert ancestors(client.get("/embed")) == "frame-ancestors 'self' *"
    named = "https://www.kongsvingerregionen.no https://*.kommune.no"
    other = create_app(Settings(embed_ancestors=named)).test_client()
    assert ancestors(other.get("/embed")) == f"frame-ancestors 'self' {named}"


@pytest.mark.parametrize(
    "wrong",
    ["", "kommune.no", "https://a.no; script-src *", "https://a.no,https://b.no", "'none'", "* *"],
)
def test_a_setting_that_is_no_list_of_sites_is_refused(wrong):
    with pytest.raises(ValidationError):
        Settings(embed_ancestors=wrong)


def test_every_other_route_refuses_frames(published_app: Flask, client):
    """Ask each route without parameters, found on the application itself."""
    paths = {
        rule.rule
        for rule in published_app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    }
    assert len(paths) > 25
    for path in sorted(paths - {"/embed"}):
        answer = client.get(path)
        assert ancestors(answer) == "frame-ancestors 'none'", path
        answer.close()


@pytest.mark.parametrize("path", READ_BY_FRAMES)
def test_what_a_frame_reads_is_open_to_any_origin(client, path):
    answer = client.get(path, headers={"Origin": "null"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers.get("Cross-Origin-Resource-Policy", "cross-origin") == "cross-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    answer.close()


def test_scripts_and_styles_have_the_types_that_nosniff_asks_for(client):
    page = text(client, "/embed")
    for path in set(re.findall(r'(?:src|href)="(/(?:static|kart|tema)/[^"]+)"', page)):
        answer = client.get(path.replace("&amp;", "&"))
        assert answer.status_code == 200, path
        kind = "javascript" if ".js" in path else "css" if ".css" in path else "svg"
        assert kind in answer.mimetype, path
        answer.close()


# ---------------------------------------------------------------- the script


def test_the_script_is_small_and_whole(client):
    script = client.get("/embed.js")
    assert script.mimetype == "text/javascript"
    assert len(script.data) < 4_000
    source = script.get_data(as_text=True)
    forbidden = r"innerHTML|document\.write|\beval\(|\.cookie|localStorage|sessionStorage"
    assert not re.search(forbidden, source)
    assert (
        client.get("/embed.js", headers={"If-None-Match": script.headers["ETag"]}).status_code
        == 304
    )
    assert "max-age=3600" in script.headers["Cache-Control"]
    assert (STATIC / "js/embed/embed.js").read_bytes() == script.data


# ---------------------------------------------------------------- the page that makes the code


def snippets(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea id="code-(\w+)"[^>]*>([^<]*)</textarea>', page)
    plain = {"&lt;": "<", "&gt;": ">", "&#34;": '"', "&amp;": "&"}
    return {name: _replaced(code, plain) for name, code in found}


def _replaced(code: str, plain: dict[str, str]) -> str:
    for escaped, character in plain.items():
        code = code.replace(escaped, character)
    return code


def test_the_code_follows_what_is_chosen(client):
    page = text(client, "/bygg-inn?kommune=3401&lang=en&theme=kontrast&height=500&min_daa=20")
    code = snippets(page)
    assert code["script"].startswith('<script src="http://localhost/embed.js" data-kommune="3401"')
    assert ' data-theme="kontrast" data-height="500" data-min-daa="20"' in code["script"]
    assert 'title="Business land in the Kongsvinger region"' in code["iframe"]
    source = re.search(r'src="([^"]+)"', code["iframe"]).group(1).replace("&amp;", "&")
    assert source == (
        "http://localhost/embed?kommune=3401&lang=en&theme=kontrast&height=500&min_daa=20"
    )
    assert client.get(source, follow_redirects=True).status_code == 200
    assert client.get(code["address"], follow_redirects=True).status_code == 200


def test_what_is_so_anyway_is_left_out_of_the_code(client):
    code = snippets(text(client, "/bygg-inn?kommune=&lang=nb&theme=lys&height=640&areal="))
    assert code["address"] == "http://localhost/"
    assert 'src="http://localhost/embed"' in code["iframe"]
    english = snippets(text(client, "/en/embed-code"))
    assert english["address"] == "http://localhost/en/"
    assert 'src="http://localhost/embed?lang=en"' in english["iframe"]


@pytest.mark.parametrize("pasted", ["slomarka", "https://kart.example.org/omrade/slomarka/"])
def test_a_site_can_be_named_or_pasted(client, pasted):
    code = snippets(text(client, f"/bygg-inn?areal={pasted}"))
    assert 'data-areal="slomarka"' in code["script"]
    assert 'title="Slomarka – ' in code["iframe"]


def test_a_site_that_is_not_there_is_told_and_left_out(client):
    page = text(client, "/bygg-inn?areal=finnesikke")
    assert "ikke noe publisert område" in page
    assert 'aria-invalid="true"' in page
    assert "finnesikke" not in " ".join(snippets(page).values())


def test_the_filter_of_the_map_comes_along(client):
    page = text(client, "/?kommune=3401&min_daa=20&omrade=slomarka")
    link = re.search(r'href="(/bygg-inn[^"]*)"', page).group(1).replace("&amp;", "&")
    assert link == "/bygg-inn?kommune=3401&min_daa=20"
    assert 'name="min_daa" value="20"' in text(client, link)


def test_hostile_options_stay_inside_the_code(client):
    hostile = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    page = text(client, f"/bygg-inn?q={hostile}&kommune={hostile}")
    assert "<script>alert" not in page
    # Not even in the code as it is pasted somewhere else.
    assert "<script>alert" not in " ".join(snippets(page).values()).replace("%3C", "<")


def test_the_page_may_show_our_own_frame_and_no_other(client):
    policy = client.get("/bygg-inn").headers["Content-Security-Policy"]
    assert "frame-src 'self';" in f"{policy};"
    assert "frame-src" not in client.get("/").headers["Content-Security-Policy"]
