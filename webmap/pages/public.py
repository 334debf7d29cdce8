"""Addresses of public pages as heads and the sitemap name them: in each language, bare."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import url_for

from webmap.language import LANGUAGES, Language


def plain(address: str) -> str:
    """Return an address without query and fragment."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def pair(name: str, **values: Any) -> dict[Language, str]:
    """Return the address of a page in each language; ``name`` is its endpoint without language."""
    return {lang: url_for(f"pages.{name}_{lang}", **values) for lang in LANGUAGES}
