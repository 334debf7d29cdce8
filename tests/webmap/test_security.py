"""What browsers are told: one policy a room, nothing inline, no other host, no cookies."""

from __future__ import annotations

import pytest
from flask import Flask

from areal.settings import Settings
from webmap import create_app
from webmap.security import DATA, PAGE, policy_text, with_basemap

PAGES = ("/", "/en/", "/nowhere")
OTHERS = (
    "/healthz",
    "/api/v1/parcels.geojson",
    "/api/v1/parcels/slomarka-1",
    "/api/v1/openapi.json",
    "/api/v1/nowhere",
    "/api/v1/parcels.geojson?bbox=x",
    "/static/css/base.css",
)


def policy_of(answer) -> dict[str, set[str]]:
    directives = (part.split() for part in answer.headers["Content-Security-Policy"].split("; "))
    return {name: set(sources) for name, *sources in directives}


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_only_what_is_ours_and_the_background_map(client, path):
    assert policy_of(client.get(path)) == {
        "default-src": {"'none'"},
        "script-src": {"'self'"},
        "style-src": {"'self'"},
        "img-src": {"'self'", "data:", "https://cache.kartverket.no"},
        "connect-src": {"'self'"},
        "font-src": {"'self'"},
        "media-src": {"'self'"},
        "base-uri": {"'none'"},
        "form-action": {"'self'"},
        "frame-ancestors": {"'none'"},
    }


@pytest.mark.parametrize("path", OTHERS)
def test_data_may_load_nothing(client, path):
    assert policy_of(client.get(path)) == {
        "default-src": {"'none'"},
        "base-uri": {"'none'"},
        "form-action": {"'none'"},
        "frame-ancestors": {"'none'"},
    }


def test_without_the_background_map_no_other_host_is_named(published_app: Flask):
    client = create_app(Settings(basemap="off")).test_client()
    for path in (*PAGES, *OTHERS):
        assert "http" not in client.get(path).headers["Content-Security-Policy"]


@pytest.mark.parametrize("policy", [PAGE, DATA])
@pytest.mark.parametrize("basemap", ["kartverket", "off"])
def test_no_policy_allows_anything_inline(policy, basemap):
    written = policy_text(with_basemap(policy, basemap))
    for weak in ("unsafe", "nonce", "*", "http:", "blob:", "strict-dynamic"):
        assert weak not in written


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_the_other_headers(client, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    # frame-ancestors has replaced it, and it would break pages that may be embedded.
    assert "X-Frame-Options" not in headers


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_no_cookies(client, path):
    answer = client.get(path, headers={"Cookie": "session=x"})
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("path", PAGES)
def test_only_the_api_is_open_to_other_sites(client, path):
    assert "Access-Control-Allow-Origin" not in client.get(path).headers
