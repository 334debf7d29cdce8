"""The frame of every page: the same way around, in both languages, with what exists."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from webmap import create_app

ORDER = ["Kart", "Finn areal", "Kommunene", "Strategien", "Planlegging", "Data"]


def entries(page: str) -> list[str]:
    top = page[page.index('class="top__nav"') : page.index("</nav>")]
    return re.findall(r"<a [^>]*>([^<]+)</a>", top)


@pytest.fixture
def grown(published_app: Flask) -> Flask:
    """Return the application with an entry of the navigation more, if it has it not yet."""
    app = create_app()
    for lang, path in (("nb", "/finn-her"), ("en", "/en/find-here")):
        name = f"pages.match_{lang}"
        if name not in app.view_functions:
            app.add_url_rule(path, name, lambda: "", defaults={})
    return app


def test_entries_stand_in_one_order_and_only_those_that_exist(client, grown):
    for path in ("/", "/kommuner", "/omrade/slomarka", "/strategien", "/data", "/finnes-ikke"):
        found = entries(client.get(path).get_data(as_text=True))
        assert found == [title for title in ORDER if title in found]
        assert {"Kart", "Kommunene", "Strategien", "Planlegging", "Data"} <= set(found)
    assert entries(grown.test_client().get("/").get_data(as_text=True)) == ORDER


@pytest.mark.parametrize("path", ["/en/", "/en/kommuner", "/en/site/slomarka", "/en/privacy"])
def test_english_pages_stay_in_english(client, path):
    page = client.get(path).get_data(as_text=True)
    frame = page[: page.index("<main")] + page[page.index("<footer") :]
    for address in re.findall(r'<a [^>]*href="(/[^"]*)"', frame):
        other = re.search(r'id="lang" href="([^"]+)"', page).group(1)
        assert address.startswith("/en") or address == other
    assert not set(ORDER[:5]) & set(entries(page))


@pytest.mark.parametrize(
    ("asked", "carried"),
    [
        ("granli", "granli"),
        ("granli,slomarka,granli", "granli,slomarka"),
        ("%3Cscript%3E,granli", "granli"),
        ("../x,%22onload=1", ""),
        ("", ""),
    ],
)
def test_the_shortlist_goes_along_cleaned(client, asked, carried):
    page = client.get(f"/kommuner?utvalg={asked}").get_data(as_text=True)
    top = page[page.index('class="top__nav"') : page.index("</nav>")]
    found = {link.partition("utvalg=")[2] for link in re.findall(r'href="([^"]+)"', top)}
    assert found == {carried}
