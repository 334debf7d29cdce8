"""Accessibility and privacy: what they say follows from settings, and is true of the software."""

from __future__ import annotations

import re

import pytest

from areal.settings import Settings
from webmap import create_app

PAGES = ("/tilgjengelighet", "/en/accessibility", "/personvern", "/en/privacy")


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def text(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/en/", "/omrade/slomarka", "/kommuner", "/plan/", "/nope"])
def test_every_page_leads_to_both(client, path):
    page = client.get(path).get_data(as_text=True)
    foot = page[page.index('<footer class="foot"') :]
    wanted = PAGES[1::2] if path.startswith("/en") else PAGES[::2]
    assert all(f'href="{address}' in foot for address in wanted)


def test_what_is_not_set_is_told_as_not_set(client):
    assert "ikke lagt inn adressen" in text(client, "/tilgjengelighet")
    assert "ikke oppgitt av den som driver nettstedet" in text(client, "/personvern")
    assert "not yet entered" in text(client, "/en/accessibility")
    assert "not stated" in text(client, "/en/privacy")


def test_settings_are_shown(published_app):
    declaration = "https://uustatus.no/nb/erklaringer/publisert/1"
    client = create_app(
        Settings(
            accessibility_url=declaration,
            controller="<b>Kommunen</b>",
            contact_email="post@example.no",
            film_hosts=("player.example.org",),
            basemap="off",
        )
    ).test_client()
    assert f'href="{declaration}"' in text(client, "/tilgjengelighet")
    privacy = text(client, "/personvern")
    assert "&lt;b&gt;Kommunen&lt;/b&gt;" in privacy
    assert 'href="mailto:post@example.no"' in privacy
    assert "player.example.org" in privacy
    assert "cache.kartverket.no" not in privacy
    assert "Ingen andre nettsteder kontaktes." in words(privacy)


def test_address_that_is_no_web_address_is_not_linked(published_app):
    client = create_app(Settings(accessibility_url="javascript:alert(1)")).test_client()
    assert "javascript:" not in text(client, "/tilgjengelighet")


def test_basemap_host_is_the_one_the_policy_names(client):
    answer = client.get("/personvern")
    hosts = re.findall(r"https://([\w.]+)", answer.headers["Content-Security-Policy"])
    assert hosts
    assert all(host in answer.get_data(as_text=True) for host in hosts)


def test_what_is_kept_of_staff_is_told(client):
    assert "Ansatte som logger inn" in text(client, "/personvern")


@pytest.mark.parametrize("path", PAGES)
def test_a_changed_setting_is_another_page(published_app, path):
    first = create_app(Settings()).test_client().get(path).headers["ETag"]
    other = create_app(Settings(contact_email="post@example.no")).test_client()
    assert other.get(path, headers={"If-None-Match": first}).status_code == 200
