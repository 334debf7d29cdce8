"""Addresses as they stand outside the page: in QR codes, on paper and in files."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, url_for

from webmap.language import Language
from webmap.pages import links


def absolute(path: str) -> str:
    """Return a path of ours with the host the public sees."""
    return links.absolute(path)


def origin() -> str:
    """Return scheme and host: those of the settings, else those of the request."""
    return links.absolute("")


def shown(url: str) -> str:
    """Return an address as people write it on paper: without the scheme."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"


def site_page(slug: str, lang: Language) -> str:
    """Return the path of a site's page, with nothing of the present address."""
    name = f"pages.site_{lang}"
    if name in current_app.view_functions:
        return url_for(name, slug=slug)
    return links.with_query(links.page("map", lang), [("omrade", slug)])
