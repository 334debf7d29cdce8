"""Absolute addresses: what leaves the page (links to share, heads, sitemap) names its host."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import url_for

from webmap.language import LANGUAGES, Language
from webmap.pages import links


def base() -> str:
    """Return the address the public sees, without a slash at its end.

    It is the setting ``AREAL_BASE_URL``; without it, the host the visitor asked.
    """
    return links.absolute("")


def absolute(path: str) -> str:
    """Return a path of ours with the public host before it."""
    return links.absolute(path)


def plain(address: str) -> str:
    """Return an address without query and fragment."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def pair(name: str, **values: Any) -> dict[Language, str]:
    """Return the address of a page in each language; ``name`` is its endpoint without language."""
    return {lang: url_for(f"pages.{name}_{lang}", **values) for lang in LANGUAGES}
